/** The trigger in n8n's own context, over the alerts that are on the disk. */
import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject, IRun, ITriggerFunctions, WorkflowActivateMode, WorkflowExecuteMode } from 'n8n-workflow';
import './support/environment';
import { TriggerContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertInput, Judgement } from '../../src/alert';
import { createAlertStore } from '../../src/operations/alerts/store';
import { openEngine } from '../../src/index';
import { homeFolder } from '../../src/io';
import { systemClock } from '../../src/kernel';
import { takeSample } from '../../nodes/QualityAlertTrigger/sample';
import { createDelivering } from '../../nodes/QualityAlertTrigger/subscription';
import { QualityAlertTrigger } from '../../nodes/QualityAlertTrigger/QualityAlertTrigger.node';
import { judge as judgeIn, MINUTE, openAlerts } from '../operations/alerts/support';
import { createNode, createNodeTypes } from './support/host';
import { useWorkspace } from './support/workspace';

useWorkspace();

/** As the evaluator would, in the store of the engine that the node opens. */
const judge = (judgement: Partial<Judgement>, more?: Partial<AlertInput>) =>
  judgeIn(createAlertStore(homeFolder(), systemClock), Date.now(), judgement, more);

interface Emitted {
  readonly items: readonly IDataObject[];
  readonly done?: { resolve(run: IRun): void };
}

/** A trigger as n8n activates it; `runs` are the workflows that it started. */
async function activate({ parameters = {}, activation = 'init', mode = 'trigger', id = 'w1' }: { parameters?: object; activation?: WorkflowActivateMode; mode?: WorkflowExecuteMode; id?: string } = {}) {
  const type = new QualityAlertTrigger();
  const defaults = Object.fromEntries(type.description.properties.map((property) => [property.name, property.default]));
  const node = createNode('Trigger', 'trigger', { parameters: { ...defaults, ...parameters } });
  const workflow = new Workflow({ id, nodes: [node], connections: {}, active: true, nodeTypes: createNodeTypes({ trigger: type }) });
  const runs: Emitted[] = [];
  const emit: ITriggerFunctions['emit'] = (data, _response, done) => void runs.push({ items: data[0]!.map(({ json }) => json), done });
  const context = new TriggerContext(workflow, workflow.nodes.Trigger!, { currentNodeParameters: {} } as never, mode, activation, emit);
  return { runs, response: await type.trigger.call(context) };
}

const finish = ({ done }: Emitted, status: IRun['status']) => done!.resolve({ status, data: { resultData: { ...(status === 'error' && { error: new Error('x') }) } } } as IRun);

/** Until what was confirmed is on the disk. */
async function confirmed(consumer: string, after: number): Promise<void> {
  const store = createAlertStore(homeFolder(), systemClock);
  while (((await store.read()).consumers[consumer]?.after ?? 0) < after) await pause(10);
}

describe('in n8n', () => {
  test('a run by hand gives a sample: how things stand, then the newest event', async () => {
    const first = await activate({ mode: 'manual' });
    expect(first.runs).toEqual([]);
    await first.response.manualTriggerFunction!();
    expect(first.runs[0]!.items).toMatchObject([{ key: 'sample', kind: 'fire', signal: expect.any(String) as string, message: expect.any(String) as string }]);
    await judge({ breaching: true }, { labels: { workspace: 'sampled' } });
    const second = await activate({ mode: 'manual' });
    await second.response.manualTriggerFunction!();
    expect(second.runs[0]!.items).toMatchObject([{ kind: 'fire', signal: 'latency_p95', severity: 'critical', workspace: 'sampled', phase: 'breaching', threshold: 2_000, withinMinutes: 30 }]);
    expect(second.response.closeFunction).toBeUndefined();
  });

  test('events since the last time start one run, the gravest first; a restart goes on, an activation begins anew', async () => {
    const id = 'restarts';
    const before = await activate({ id, activation: 'activate' });
    await before.response.closeFunction!();
    await judge({ breaching: true }, { labels: { workspace: 'a' }, severity: 'warning' });
    await judge({ breaching: true }, { labels: { workspace: 'b' } });
    const { runs, response } = await activate({ id, activation: 'init' });
    expect(runs.map(({ items }) => items.map(({ workspace }) => workspace))).toEqual([['b', 'a']]);
    expect(runs[0]!.items[0]!.key).toMatch(/^[0-9a-f]{16}-1-fire$/);
    // Another main process, while the run is under way, starts nothing.
    const other = await activate({ id, activation: 'leadershipChange' });
    expect(other.runs).toEqual([]);
    finish(runs[0]!, 'success');
    const { seq } = await createAlertStore(homeFolder(), systemClock).read();
    await confirmed(`${id}:Trigger`, seq);
    await other.response.closeFunction!();
    await response.closeFunction!();
    const after = await activate({ id, activation: 'init' });
    expect(after.runs).toEqual([]);
    await after.response.closeFunction!();
    await judge({}, { labels: { workspace: 'b' } });
    const anew = await activate({ id, activation: 'activate' });
    expect(anew.runs).toEqual([]);
    await anew.response.closeFunction!();
  });

  test('filters by event, severity, signal, series and workspace', async () => {
    const id = 'filters';
    const parameters = { events: ['resolve'], severities: ['critical'], signals: ['quality'], options: { series: 'open orders', workspaces: 'c', waitForRun: false } };
    await (await activate({ id, activation: 'activate' })).response.closeFunction!();
    for (const judgement of [{ breaching: true }, {}]) {
      for (const signal of ['quality', 'error_rate', 'open orders']) {
        for (const severity of ['warning', 'critical'] as const) {
          for (const workspace of ['c', 'd']) await judge(judgement, { signal, severity, labels: { workspace } });
        }
      }
    }
    const { runs, response } = await activate({ id, parameters });
    expect(runs[0]!.items.map(({ kind, signal, severity, workspace }) => [kind, signal, severity, workspace])).toEqual([
      ['resolve', 'quality', 'critical', 'c'],
      ['resolve', 'open orders', 'critical', 'c'],
    ]);
    expect(runs[0]!.done).toBeUndefined();
    await response.closeFunction!();
  });

  test('is registered, described, documented and found', () => {
    const { description } = new QualityAlertTrigger();
    const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
    expect(description).toMatchObject({ name: 'qualityAlertTrigger', group: ['trigger'], inputs: [], outputs: ['main'] });
    expect(description.usableAsTool).toBeUndefined();
    expect(read('package.json')).toContain('"dist/nodes/QualityAlertTrigger/QualityAlertTrigger.node.js"');
    expect(JSON.parse(read('nodes/QualityAlertTrigger/QualityAlertTrigger.node.json'))).toMatchObject({ node: 'n8n-nodes-hybrid-context.qualityAlertTrigger', categories: ['Development'] });
    const icon = description.icon as { light: string; dark: string };
    for (const path of [icon.light, icon.dark]) expect(read(`nodes/QualityAlertTrigger/${path.slice('file:'.length)}`)).toMatch(/^<svg [^>]*viewBox="0 0 60 60"/);
    const docs = read('docs/nodes.md');
    const fields = description.properties.flatMap(({ displayName, options, type }) => [displayName, ...(type === 'collection' ? (options as { displayName: string }[]).map((one) => one.displayName) : [])]);
    for (const field of fields) expect(docs).toContain(`**${field}**`);
  });
});

describe('a sample before anything happened', () => {
  const status = { signal: 'quality', severity: 'insufficient_data', warning: 0.7, critical: 0.5, samples: 0, message: 'few' } as const;
  const report = { severity: 'ok', signals: [{ ...status, signal: 'memory' }, status], alerts: [], resolved: [], runs: 0, windowMs: 1, evaluatedAt: 1 } as const;
  const { alerts } = openAlerts();

  test('is made of how the signals stand, by the filters', async () => {
    const engine = { ...alerts, evaluate: () => Promise.resolve(report) };
    const sample = await takeSample(engine, { signals: ['quality'], severities: ['critical'] }, 5);
    expect(sample).toMatchObject({ key: 'sample', at: 5, alert: { signal: 'quality', severity: 'critical', threshold: 0.5, direction: 'below', message: 'few' } });
    expect((await takeSample(engine, {}, 5)).alert).toMatchObject({ signal: 'memory', severity: 'warning', threshold: 0.7 });
  });
});

describe('delivering', () => {
  const open = async (deliver: () => Promise<boolean>, parts = openAlerts()) => {
    const errors: unknown[] = [];
    const request = { consumer: 'w:n', holder: `holder-${Math.random()}` };
    const delivering = createDelivering({ engine: parts.alerts, request, attempts: 3, deliver, onError: (error) => errors.push(error) });
    return { ...parts, delivering, errors };
  };
  const settled = async (check: () => Promise<boolean>) => {
    while (!(await check())) await pause(5);
  };

  test('a run that fails gets the same again, later; a long one keeps the right to deliver', async () => {
    const outcomes: ((succeeded: boolean) => void)[] = [];
    const deliver = jest.fn(() => new Promise<boolean>((resolve) => outcomes.push(resolve)));
    const { delivering, store, clock, judge: judgeHere, alerts, errors } = await open(deliver);
    await delivering.look(true);
    await judgeHere({ breaching: true });
    await delivering.look();
    expect(deliver).toHaveBeenCalledTimes(1);
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(MINUTE / 2);
      await delivering.look();
      expect((await alerts.takeNotifications({ consumer: 'w:n', holder: 'other' })).events).toEqual([]);
    }
    expect(deliver).toHaveBeenCalledTimes(1);
    outcomes[0]!(false);
    await settled(async () => (await store.read()).consumers['w:n']!.failures === 1);
    await delivering.look();
    expect(deliver).toHaveBeenCalledTimes(1);
    clock.advance(MINUTE);
    await settled(async () => {
      await delivering.look();
      return deliver.mock.calls.length === 2;
    });
    expect(deliver.mock.calls[1]).toEqual(deliver.mock.calls[0]);
    await delivering.close();
    await delivering.look();
    outcomes[1]!(true);
    await settled(async () => (await store.read()).consumers['w:n']!.after === 1);
    expect(errors).toEqual([]);
  });
});

afterAll(() => openEngine().close());
