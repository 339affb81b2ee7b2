import { systemClock, toEngineError, type Clock, type EngineError } from '../kernel';
import { parseSettings } from './check';
import { defaultSettings, type Settings } from './schema';

export interface SettingsSourceOptions {
  /** Absent: the defaults, for good. */
  readonly path?: string;
  /** Both throw an EngineError when the file cannot be read. */
  readonly readText: (path: string) => string;
  /** Anything that differs between two states of a file, such as its time, size and inode. */
  readonly statText: (path: string) => object;
  readonly clock?: Clock;
}

export interface SettingsSource {
  /**
   * The settings as the file has them now; an edit counts within a second, without a restart. Throws
   * SETTINGS_NOT_FOUND or SETTINGS_INVALID only while the file was never good.
   */
  current(): Settings;
  /** What is wrong with the file while the last good settings stay in force. */
  readonly problem: EngineError | undefined;
}

const CHECK_EVERY_MS = 1_000;

/** Settings that follow their file. Needs no timer: the file is looked at when settings are asked for. */
export function createSettingsSource(options: SettingsSourceOptions): SettingsSource {
  const { path, readText, statText, clock = systemClock } = options;
  let good: Settings | undefined = path === undefined ? defaultSettings() : undefined;
  let problem: EngineError | undefined;
  let stamp: string | undefined;
  let checkedAt = -Infinity;

  const reload = (file: string): void => {
    try {
      // The stamp first: an edit between the two is then seen at the next check.
      const seen = JSON.stringify(statText(file));
      if (seen === stamp) return;
      const text = readText(file);
      stamp = seen;
      good = parseSettings(text);
      problem = undefined;
    } catch (thrown) {
      problem = toEngineError(thrown);
      // A file that could not be read, rather than one that says something wrong, is tried again.
      if (problem.code !== 'SETTINGS_INVALID') stamp = undefined;
    }
  };

  return {
    current() {
      const now = clock.monotonic();
      if (path !== undefined && (good === undefined || now - checkedAt >= CHECK_EVERY_MS)) {
        checkedAt = now;
        reload(path);
      }
      if (good === undefined) throw toEngineError(problem);
      return good;
    },
    get problem() {
      return problem;
    },
  };
}
