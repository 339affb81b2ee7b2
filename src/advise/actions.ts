/** What can be done: a setting moved by a fixed step within bounds, or an operation that settings cannot do. */
import type { AdviceAction, SettingValue } from '../kernel';
import { formatDuration, formatSize, type Settings } from '../config';

/** What the machine has to offer. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** The action under these settings; undefined where the step would change nothing. */
export type Plan = (settings: Settings, machine: Machine) => AdviceAction | undefined;

type Unit = 'duration' | 'size' | 'count' | 'share';

interface Step {
  readonly key: string;
  readonly unit: Unit;
  readonly factor: number;
  /** The step never goes beyond: the most of a raise, the least of a cut. */
  readonly bound: number | ((machine: Machine) => number);
}

const WRITE: Readonly<Record<Unit, (value: number) => SettingValue>> = {
  duration: formatDuration,
  size: formatSize,
  count: (value) => value,
  share: (value) => `${Math.round(value * 1_000) / 10}%`,
};

/** Moves a setting by a factor, no further than the bound. */
export function step({ key, unit, factor, bound }: Step): Plan {
  return (settings, machine) => {
    const current = settingAt(settings, key) as number;
    const limit = typeof bound === 'number' ? bound : bound(machine);
    const wanted = unit === 'share' ? current * factor : Math.round(current * factor);
    const value = factor > 1 ? Math.min(wanted, limit) : Math.max(wanted, limit);
    const moves = factor > 1 ? value > current : value < current;
    if (!moves) return undefined;
    const [written, before] = [WRITE[unit](value), WRITE[unit](current)];
    const verb = factor > 1 ? 'Raise' : 'Lower';
    return { kind: 'setting', key, current: before, value: written, text: `${verb} ${key} from ${before} to ${written}.` };
  };
}

/** Sets a setting to a value that it has not. */
export function set(key: string, value: boolean): Plan {
  return (settings) => {
    const current = settingAt(settings, key) as boolean;
    return current === value ? undefined : { kind: 'setting', key, current, value, text: `Set ${key} to ${value}.` };
  };
}

/** Always possible, so the last of several plans. */
export const operation = (text: string, name?: string): Plan => () => ({ kind: 'operation', ...(name !== undefined && { operation: name }), text });

/** The value at a dotted key. */
export function settingAt(settings: Settings, key: string): unknown {
  let at: unknown = settings;
  for (const part of key.split('.')) at = (at as Record<string, unknown> | undefined)?.[part];
  return at;
}
