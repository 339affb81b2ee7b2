/**
 * Spans of OpenTelemetry around calls of the engine, on the caller's side, where n8n or the user has set
 * tracing up. Only the API is part of this package: whoever registers a tracer provider decides what
 * becomes of spans, and without one nothing is loaded.
 */
import type { Attributes, Span } from '@opentelemetry/api';
import { ENGINE_METHODS, toEngineError } from '../kernel';
import type { CallOptions, Engine, EngineMethod } from '../kernel';

/** Bounded names, never paths: as the metrics have them. */
export type LabelsOf = (request: unknown) => { readonly caller: string; readonly workspace?: string; readonly workflow?: string };

type Call = (request: never, options?: CallOptions) => Promise<unknown>;

/** Where every copy of the API, of any 1.x, finds what was registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');
const TRACER = 'n8n-nodes-hybrid-context';
/**
 * What nobody asked for: the look of each trigger every few seconds, and the record of what has a run of its
 * own. So are questions that are part of another run (`isPart`), such as the dozen behind one look at the dashboard.
 */
const UNASKED: ReadonlySet<EngineMethod> = new Set<EngineMethod>(['takeNotifications', 'recordRequest', 'recordCommand']);

/** Whether somebody in this process has registered a tracer provider. */
export const isTraced = (): boolean => (globalThis as { [REGISTERED]?: { trace?: unknown } })[REGISTERED]?.trace !== undefined;

/** The same engine, whose calls are spans of the context they are made in. */
export function withSpans(engine: Engine, labelsOf: LabelsOf): Engine {
  const methods = ENGINE_METHODS.filter((method) => !UNASKED.has(method)).map((method) => {
    const call = engine[method] as Call;
    return [method, (request: never, options?: CallOptions) => {
      const asker = options?.asker;
      if (asker?.isPart === true || !isTraced()) return call(request, options);
      return inSpan(method, labelsOf(asker ? { ...(request as object), ...asker } : request), () => call(request, options));
    }];
  });
  return { ...engine, ...(Object.fromEntries(methods) as Pick<Engine, EngineMethod>) };
}

async function inSpan(method: string, labels: ReturnType<LabelsOf>, work: () => Promise<unknown>): Promise<unknown> {
  const { SpanStatusCode, trace } = await import('@opentelemetry/api');
  const attributes = named({ operation: method, ...labels });
  return trace.getTracer(TRACER).startActiveSpan(`hybrid_context ${method}`, { attributes }, async (span: Span) => {
    try {
      const answer = await work();
      span.setAttributes(named(describe(answer)));
      return answer;
    } catch (thrown) {
      // The code alone: messages may name paths.
      const { code } = toEngineError(thrown);
      span.setAttribute('error.type', code);
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw thrown;
    } finally {
      span.end();
    }
  });
}

const named = (values: Readonly<Record<string, string | number | undefined>>): Attributes =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined).map(([name, value]) => [`hcc.${name}`, value]));

interface Told {
  readonly context?: Told;
  readonly mode?: { readonly mode?: unknown };
  readonly quality?: { readonly score?: unknown };
  readonly results?: unknown;
  readonly items?: unknown;
  readonly latencyMs?: unknown;
  readonly timings?: Readonly<Record<string, unknown>>;
}

/** What answers tell of themselves, as far as this one does. */
function describe(answer: unknown): Record<string, string | number | undefined> {
  const outer = (answer ?? {}) as Told;
  const { mode, quality, results, items, latencyMs, timings } = outer.context ?? outer;
  const list = Array.isArray(results) ? results : items;
  return {
    mode: typeof mode?.mode === 'string' ? mode.mode : undefined,
    quality: numberOr(quality?.score),
    results: Array.isArray(list) ? list.length : undefined,
    latency_ms: numberOr(latencyMs),
    ...Object.fromEntries(Object.entries(timings ?? {}).map(([stage, ms]) => [`stage.${stage}_ms`, numberOr(ms)])),
  };
}

const numberOr = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
