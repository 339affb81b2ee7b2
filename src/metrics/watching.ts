/** Operations that look at the engine or steer it, in contrast to those that answer something about code. */
import { ALERT_METHODS, MONITORING_METHODS } from '../kernel';

const WATCHING: ReadonlySet<string> = new Set<string>(['evaluate', 'alerts', ...MONITORING_METHODS, ...ALERT_METHODS]);

/** Requests to the server are named after their method and path, commands that ask the engine for nothing after themselves. */
const SERVED = /^(?:GET|POST|command) /;

/**
 * Such runs are on record by operation and caller, but make no signal: who watches must not hide by
 * many quick runs that answers fail.
 */
export const isWatching = (operation: string): boolean => WATCHING.has(operation) || SERVED.test(operation);
