/** Spans around a real engine, seen by a tracer provider that keeps them in memory. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Context, type ContextManager, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { readState } from '../../src/dashboard';
import type { Engine } from '../../src/kernel';
import { labelsOf } from '../../src/operations/labels';
import { isTraced, withSpans } from '../../src/spans';
import { cleanUp, codeOfRejection, openTestEngine, tempFolder } from '../engine/support';

interface Kept {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Record<string, unknown>;
  status?: object;
  ended: boolean;
}

let engine: Engine;
let bare: Engine;
let root: string;
const kept: Kept[] = [];

function createTracer(): Tracer {
  const startSpan = (name: string, options: SpanOptions = {}, from: Context = context.active()): Span => {
    const parent = (trace.getSpan(from) as unknown as { kept?: Kept } | undefined)?.kept?.name;
    const one: Kept = { name, parent, attributes: { ...options.attributes }, ended: false };
    kept.push(one);
    const span = {
      kept: one,
      spanContext: () => ({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }),
      setAttribute: (key: string, value: unknown) => ((one.attributes[key] = value), span),
      setAttributes: (values: object) => (Object.assign(one.attributes, values), span),
      setStatus: (status: object) => ((one.status = status), span),
      end: () => void (one.ended = true),
    };
    return span as unknown as Span;
  };
  const startActiveSpan = (name: string, ...rest: unknown[]): unknown => {
    const work = rest.pop() as (span: Span) => unknown;
    const span = startSpan(name, rest[0] as SpanOptions | undefined);
    return context.with(trace.setSpan(context.active(), span), () => work(span));
  };
  return { startSpan, startActiveSpan };
}

function createContexts(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active: Context, work: (...args: unknown[]) => unknown, self: unknown, ...args: unknown[]) => storage.run(active, () => work.apply(self, args)),
    bind: (_: Context, target: unknown) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager as unknown as ContextManager;
}

beforeAll(async () => {
  root = tempFolder({ 'a.ts': 'export const tide = 1;\n' });
  bare = await openTestEngine();
  engine = withSpans(bare, labelsOf);
});
afterEach(() => {
  trace.disable();
  context.disable();
  kept.length = 0;
});
afterAll(() => cleanUp());

function register(): void {
  context.setGlobalContextManager(createContexts());
  trace.setGlobalTracerProvider({ getTracer: createTracer });
}

test('where nobody traces, calls go straight through', async () => {
  expect(isTraced()).toBe(false);
  expect((await engine.search({ root, query: 'tide' })).results).toHaveLength(1);
  expect(kept).toEqual([]);
});

test('a call is a span of the context it is made in, with what the answer tells', async () => {
  register();
  expect(isTraced()).toBe(true);
  await trace.getTracer('n8n').startActiveSpan('workflow', async (outer) => {
    await engine.getContext({ root, query: 'where is tide?', caller: 'hybridContext', workflow: 'w1' });
    outer.end();
  });
  const [outer, span] = kept;
  expect(outer).toMatchObject({ name: 'workflow', parent: undefined });
  expect(span).toMatchObject({ name: 'hybrid_context getContext', parent: 'workflow', ended: true });
  expect(span!.attributes).toMatchObject({
    'hcc.operation': 'getContext', 'hcc.caller': 'hybridContext', 'hcc.workflow': 'w1', 'hcc.results': 1,
    'hcc.mode': expect.any(String) as string, 'hcc.quality': expect.any(Number) as number, 'hcc.latency_ms': expect.any(Number) as number, 'hcc.stage.rank_ms': expect.any(Number) as number,
  });
  expect(JSON.stringify(kept)).not.toContain(root);
  expect(JSON.stringify(kept)).not.toContain('where is');
});

test('an error ends its span with its code, and nothing of its message', async () => {
  register();
  expect(await codeOfRejection(engine.search({ root, query: ' ' }))).toBe('QUERY_EMPTY');
  await engine.enrichAction({ root, action: { text: 'tide' } });
  expect(kept[0]).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'QUERY_EMPTY' }, attributes: { 'error.type': 'QUERY_EMPTY' }, ended: true });
  expect(kept[1]!.attributes).toMatchObject({ 'hcc.results': 1 });
});

test('what a node asks about the engine is a span of its workflow', async () => {
  register();
  const asker = { caller: 'qualityAlert', workflow: 'w7' };
  await engine.getMetrics({}, { asker });
  await engine.recordMetric({ series: 'orders', value: 3 }, { asker });
  await engine.listAlerts({}, { asker });
  await engine.evaluate({});
  expect(kept.map(({ name }) => name)).toEqual(['getMetrics', 'recordMetric', 'listAlerts', 'evaluate'].map((method) => `hybrid_context ${method}`));
  for (const { attributes } of kept.slice(0, 3)) expect(attributes).toMatchObject({ 'hcc.caller': 'qualityAlert', 'hcc.workflow': 'w7' });
  expect(kept[3]!.attributes).toMatchObject({ 'hcc.caller': 'api' });
});

test('what nobody asked for makes no spans: looks of triggers, parts of a look at the dashboard, the record itself', async () => {
  register();
  await readState(engine, undefined, Date.now());
  await engine.takeNotifications({ consumer: 'test', holder: 'one' });
  await engine.recordRequest({ route: 'GET /', status: 200, latencyMs: 1 });
  await engine.recordCommand({ command: 'serve', latencyMs: 1 });
  expect(kept).toEqual([]);
});
