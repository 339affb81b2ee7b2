/** Concurrent calls for the same thing share the work of the first. */
import { createError } from '../kernel';

export interface SingleFlight<V> {
  /**
   * Runs `work` unless a call with `key` is under way, whose result is then shared. `signal` takes
   * this caller out (CANCELLED) and leaves the others alone; the signal that `work` gets aborts when
   * the last caller has left. Errors reach all who wait and are not remembered.
   */
  run(key: string, work: (signal: AbortSignal) => Promise<V>, signal?: AbortSignal): Promise<V>;
  /** Keys under way. */
  size(): number;
}

interface Flight<V> {
  readonly result: Promise<V>;
  readonly abort: AbortController;
  waiting: number;
}

export function createSingleFlight<V>(): SingleFlight<V> {
  const flights = new Map<string, Flight<V>>();

  function start(key: string, work: (signal: AbortSignal) => Promise<V>): Flight<V> {
    const abort = new AbortController();
    // Through `then`, so that a synchronous throw of `work` becomes a rejection too.
    const result = Promise.resolve().then(() => work(abort.signal));
    const flight: Flight<V> = { result, abort, waiting: 0 };
    flights.set(key, flight);
    const land = (): void => forget(key, flight);
    result.then(land, land);
    return flight;
  }

  function forget(key: string, flight: Flight<V>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function leave(key: string, flight: Flight<V>): void {
    flight.waiting -= 1;
    if (flight.waiting > 0) return;
    forget(key, flight);
    flight.abort.abort();
  }

  return {
    async run(key, work, signal) {
      if (signal?.aborted) throw createError('CANCELLED');
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting += 1;
      if (!signal) return flight.result;
      return waitFor(flight.result, signal, () => leave(key, flight));
    },
    size: () => flights.size,
  };
}

function waitFor<V>(result: Promise<V>, signal: AbortSignal, onLeave: () => void): Promise<V> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      onLeave();
      reject(createError('CANCELLED'));
    };
    const settle = (): void => signal.removeEventListener('abort', cancel);
    signal.addEventListener('abort', cancel, { once: true });
    result.finally(settle).then(resolve, reject);
  });
}
