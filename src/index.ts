/**
 * The door: all that nodes and the CLI see of the engine. It is cheap to load; what is heavy loads
 * with the first call, in the engine's thread. The build makes one file of it (dist/engine.js), which
 * also is what that thread and the analysis threads load.
 */
import { dirname, join } from 'node:path';
import type { CheckReply, CheckTask } from './checker';
import type { SettingsProblem } from './config';
import { homeFolder } from './io';
import type { Engine } from './kernel';
import type * as SeriesWatches from './operations/series';
import { labelsOf } from './operations/labels';
import type { Envelope, Settled } from './pool';
import { connectEngine, deferEngine, engineThread, serveEngine, startEngineThread } from './pool/rpc';
import { withSpans } from './spans';
import type { WorkerAnswer, WorkerTask } from './worker';

export type * from './kernel';
export type { SettingsProblem };
export type { AnomalyWatch, SeriesVerdict, SeriesWatch, SeriesWatchOptions } from './operations/series';
export { createError, EngineError, LIMITS, MODES, toEngineError } from './kernel';
export { createPathAccess } from './io';

export interface EngineOptions {
  /** Default: the file that HYBRID_CONTEXT_CONFIG names, else the built-in defaults. */
  readonly settingsPath?: string;
  /** Most analysis threads; default: by the settings and the cores there are. */
  readonly threads?: number;
  /** Folder for what is kept between runs; default: HYBRID_CONTEXT_HOME, else one in n8n's user folder. */
  readonly home?: string;
  /** Who asks, for the record, where no request says it; default `api`. */
  readonly caller?: string;
}

export interface OpenOptions extends EngineOptions {
  /** Default true: the engine runs in a thread of its own and never holds up the caller's. */
  readonly inThread?: boolean;
}

const shared = new Map<string, Engine>();

/**
 * The engine. In a thread it is one per process and settings file, however often it is opened, until
 * it is closed. It loads and reads its settings at the first call, which may therefore fail with
 * SETTINGS_INVALID or SETTINGS_NOT_FOUND.
 */
export function openEngine({ inThread = true, ...given }: OpenOptions = {}): Engine {
  const settingsPath = given.settingsPath ?? (process.env.HYBRID_CONTEXT_CONFIG || undefined);
  const options: EngineOptions = { ...given, settingsPath, home: given.home ?? homeFolder() };
  if (!inThread) return withSpans(openHere(options, { shareCpu: false }), labelsOf);
  const key = JSON.stringify(options);
  const open = shared.get(key);
  if (open) return open;
  const connected = connectEngine(() => startEngineThread(engineFile(), options));
  const engine: Engine = {
    ...withSpans(connected, labelsOf),
    close() {
      if (shared.get(key) === engine) shared.delete(key);
      return connected.close();
    },
  };
  shared.set(key, engine);
  return engine;
}

/** Every problem of a settings file's text (YAML), in the order of its lines; none means valid. */
export async function checkSettings(yamlText: string): Promise<SettingsProblem[]> {
  return (await import('./config')).checkSettings(yamlText);
}

/** Watches over any series of numbers: forecasts against a threshold, and anomalies. Pure and in this thread. */
export async function loadSeriesWatches(): Promise<typeof SeriesWatches> {
  return import('./operations/series');
}

export interface ServeOptions {
  readonly engine: Engine;
  /** Default: `monitoring.dashboard_port` of the settings; 0 takes any free port. */
  readonly port?: number;
  /** Default: 127.0.0.1, which this machine alone can reach. */
  readonly host?: string;
}

export interface Served {
  readonly url: string;
  /** What the page and the API ask for, unless `monitoring.enable_auth` is off. */
  readonly token: string | undefined;
  close(): Promise<void>;
}

/** The live dashboard and its API over HTTP, until it is closed. */
export async function serveDashboard({ engine, port, host = '127.0.0.1' }: ServeOptions): Promise<Served> {
  const { openDashboard } = await import('./operations/monitor/serve');
  return openDashboard({ engine, port, host, home: homeFolder(), pageFile: join(dirname(engineFile()), 'dashboard.html') });
}

/** What an analysis thread runs. */
export async function analyzeTask(envelope: Envelope<WorkerTask>): Promise<Settled<WorkerAnswer>[]> {
  return (await import('./worker')).analyzeTask(envelope);
}

/** What the type checker's thread runs. */
export async function checkTask(envelope: Envelope<CheckTask>): Promise<Settled<CheckReply>[]> {
  return (await import('./checker/thread')).checkTask(envelope);
}

interface Place {
  /** Whether the host of this process has other work to do. */
  readonly shareCpu: boolean;
  /** How far the thread is held up that this one works for. */
  readonly hostDelay?: SharedArrayBuffer;
}

function openHere(options: EngineOptions, place: Place): Engine {
  return deferEngine(async () => {
    const { createEngine } = await import('./engine');
    return createEngine({ ...options, ...place, workerFile: engineFile() });
  });
}

/** The file that threads load: this one once built. The sources, which threads cannot load, name one. */
function engineFile(): string {
  return __filename.endsWith('.ts') ? (process.env.HYBRID_CONTEXT_BUNDLE ?? __filename) : __filename;
}

const thread = engineThread();
if (thread) serveEngine(thread.port, openHere(thread.options, { shareCpu: true, hostDelay: thread.hostDelay }));
