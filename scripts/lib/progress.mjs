const TERMINAL_INTERVAL_MS = 500;
const LOG_INTERVAL_MS = 15_000;

/** `75` s -> `1m15s`. */
export function formatSeconds(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/**
 * Shows that a long step is alive: one line that is rewritten on a terminal, or a new line every
 * 15 s in a log. `describe()` gives the state, such as `812 of 1,900 packages`.
 */
export async function withProgress(title, work, describe = () => '') {
  const started = Date.now();
  const terminal = process.stdout.isTTY === true;
  const line = () => {
    const state = describe();
    return `${title} … ${formatSeconds(Date.now() - started)}${state ? `, ${state}` : ''}`;
  };
  const show = () => process.stdout.write(terminal ? `\r\x1b[2K${line()}` : `${line()}\n`);
  if (!terminal) console.log(`${title} …`);
  const timer = setInterval(show, terminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS);
  try {
    const result = await work();
    const state = describe();
    const text = `${title}: done in ${formatSeconds(Date.now() - started)}${state ? `, ${state}` : ''}`;
    process.stdout.write(terminal ? `\r\x1b[2K${text}\n` : `${text}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${terminal ? '\r\x1b[2K' : ''}${title}: failed after ${formatSeconds(Date.now() - started)}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
