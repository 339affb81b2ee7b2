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
import { openEngine, type AlertEvent, type TakeNotificationsRequest } from '../../src/index';
import { homeFolder } from '../../src/io';
import { createError, systemClock } from '../../src/kernel';
import { loadEngine } from '../../nodes/shared/engine';
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
  readonly done?: { resolve(run: IRun): void; reject(error: Error): void };
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

  test('events that are grouped start a run for each group, the gravest first', async () => {
    const id = 'groups';
    await (await activate({ id, activation: 'activate' })).response.closeFunction!();
    for (const [workspace, severity] of [['g', 'warning'], ['h', 'warning'], ['h', 'critical']] as const) {
      await judge({ breaching: true }, { signal: `s-${severity}`, severity, labels: { workspace } });
    }
    const { runs, response } = await activate({ id, parameters: { options: { groupBy: ['workspace'] } } });
    expect(runs.map(({ items }) => items.map(({ workspace, severity }) => [workspace, severity]))).toEqual([
      [['h', 'critical'], ['h', 'warning']],
      [['g', 'warning']],
    ]);
    for (const run of runs) finish(run, 'success');
    await response.closeFunction!();
  });

  test('a run that n8n could not follow to its end counts as failed', async () => {
    const id = 'lost';
    await (await activate({ id, activation: 'activate' })).response.closeFunction!();
    await judge({ breaching: true }, { labels: { workspace: 'lost' } });
    const { runs, response } = await activate({ id });
    runs[0]!.done!.reject(new Error('The worker is gone.'));
    const store = createAlertStore(homeFolder(), systemClock);
    while ((await store.read()).consumers[`${id}:Trigger`]?.failures !== 1) await pause(10);
    await response.closeFunction!();
  });

  test.each([
    ['the settings are wrong', createError('VALUE_INVALID', { name: 'kinds', reason: 'it is wrong' }), { name: 'NodeOperationError', description: expect.any(String) as string }],
    ['something else is', new TypeError('no such thing'), { name: 'TypeError' }],
  ])('when %s, whoever activates the workflow or tries it is told', async (_title, thrown, expected) => {
    const { engine } = await loadEngine();
    const takes = jest.spyOn(engine, 'takeNotifications').mockRejectedValueOnce(thrown);
    const lists = jest.spyOn(engine, 'listAlerts').mockRejectedValueOnce(thrown);
    try {
      await expect(activate({ id: 'wrong' })).rejects.toMatchObject({ message: expect.stringContaining(thrown.message) as string, ...expected });
      const { response } = await activate({ mode: 'manual' });
      await expect(response.manualTriggerFunction!()).rejects.toMatchObject(expected);
    } finally {
      takes.mockRestore();
      lists.mockRestore();
    }
  });

  test('looks again and again, and goes on after a look that failed', async () => {
    const { engine } = await loadEngine();
    const { response } = await activate({ id: 'again', parameters: { options: { checkSeconds: 1, attempts: 2 } } });
    const takes = jest.spyOn(engine, 'takeNotifications').mockRejectedValueOnce(new Error('The disk is full.'));
    try {
      while (takes.mock.calls.length < 2) await pause(50);
    } finally {
      takes.mockRestore();
      await response.closeFunction!();
    }
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
  const open = (deliver: () => Promise<boolean>, parts = openAlerts(), groupBy?: TakeNotificationsRequest['groupBy']) => {
    const errors: unknown[] = [];
    const request = { consumer: 'w:n', holder: `holder-${Math.random()}`, groupBy };
    const delivering = createDelivering({ engine: parts.alerts, request, asker: { caller: 'trigger', workflow: 'w' }, attempts: 3, deliver, onError: (error) => errors.push(error) });
    return { ...parts, delivering, errors };
  };
  const settled = async (check: () => Promise<boolean>) => {
    while (!(await check())) await pause(5);
  };

  test('of several groups, those that succeeded are not started again with those that failed', async () => {
    const outcomes = [true, false, true];
    const deliver = jest.fn(() => Promise.resolve(outcomes.shift()!));
    const { delivering, store, clock, judge: judgeHere } = open(deliver, openAlerts(), ['workspace']);
    await delivering.look(true);
    for (const workspace of ['a', 'b']) await judgeHere({ breaching: true }, { labels: { workspace } });
    await delivering.look();
    await settled(async () => (await store.read()).consumers['w:n']!.failures === 1);
    clock.advance(MINUTE);
    await settled(async () => {
      await delivering.look();
      return (await store.read()).consumers['w:n']!.after === 2;
    });
    const delivered = (deliver.mock.calls as unknown as [readonly AlertEvent[]][]).map(([events]) => events.map(({ alert }) => alert.labels.workspace));
    expect(delivered).toEqual([['a'], ['b'], ['b']]);
    await delivering.close();
  });

  test('looks are on record together, deliveries under their workflow', async () => {
    const { delivering, runs, judge: judgeHere } = open(() => Promise.resolve(true));
    await delivering.look(true);
    await delivering.look();
    await judgeHere({ breaching: true });
    await delivering.look();
    await settled(() => Promise.resolve(runs.some(({ operation }) => operation === 'confirmNotifications')));
    await delivering.close();
    const counted = new Map<string, number>();
    for (const { operation, caller, workflow } of runs) {
      const label = `${operation} ${caller} ${workflow ?? '-'}`;
      counted.set(label, (counted.get(label) ?? 0) + 1);
    }
    expect(counted.get('takeNotifications trigger -')).toBe(3);
    expect([...counted.keys()]).toEqual(['takeNotifications trigger -', 'confirmNotifications trigger w']);
  });

  test('what was delivered and could not be confirmed is confirmed later, not delivered again', async () => {
    const deliver = jest.fn(() => Promise.resolve(true));
    const parts = openAlerts();
    const confirm = jest.fn(parts.alerts.confirmNotifications).mockRejectedValueOnce(new Error('The disk is full.'));
    const { delivering, store, judge: judgeHere, errors } = open(deliver, { ...parts, alerts: { ...parts.alerts, confirmNotifications: confirm } });
    await delivering.look(true);
    await judgeHere({ breaching: true });
    await settled(async () => {
      await delivering.look();
      return (await store.read()).consumers['w:n']!.after === 1;
    });
    expect(deliver).toHaveBeenCalledTimes(1);
    expect(errors).toMatchObject([{ message: 'The disk is full.' }]);
    await delivering.close();
  });

  test('two looks at a time are one, and one after the end is none', async () => {
    const parts = openAlerts();
    const take = jest.fn(parts.alerts.takeNotifications);
    const { delivering } = open(() => Promise.resolve(true), { ...parts, alerts: { ...parts.alerts, takeNotifications: take } });
    await Promise.all([delivering.look(), delivering.look()]);
    await delivering.close();
    await delivering.look();
    expect(take).toHaveBeenCalledTimes(1);
  });

  test('a run that fails gets the same again, later; a long one keeps the right to deliver', async () => {
    const outcomes: ((succeeded: boolean) => void)[] = [];
    const deliver = jest.fn(() => new Promise<boolean>((resolve) => outcomes.push(resolve)));
    const { delivering, store, clock, judge: judgeHere, alerts, errors } = open(deliver);
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
