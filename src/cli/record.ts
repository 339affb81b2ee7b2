/** Puts commands on record that do their work themselves; the others are, by what they ask of the engine. */
import { toEngineError } from '../index';
import { UsageError, type Command, type Context } from './command';

/** What was never begun, for want of arguments, is no run. */
export async function runRecorded(command: Command, context: Omit<Context, 'begun'>): Promise<number> {
  if (command.isOwnWork !== true) return command.run({ ...context, begun: () => Promise.resolve() });
  const { engine, signal } = context;
  const startedAt = performance.now();
  let isRecorded = false;

  /** That it cannot be recorded is no reason for it to fail. */
  async function record(error?: string): Promise<void> {
    if (isRecorded) return;
    isRecorded = true;
    await engine.recordCommand({ command: command.name, latencyMs: performance.now() - startedAt, ...(error !== undefined && { error }) }).catch(() => undefined);
  }

  try {
    const code = await command.run({ ...context, begun: () => record() });
    await record();
    return code;
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) await record(signal.aborted ? 'CANCELLED' : toEngineError(thrown).code);
    throw thrown;
  }
}
