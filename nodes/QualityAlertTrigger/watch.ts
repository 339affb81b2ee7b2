import { randomUUID } from 'node:crypto';
import type { IDataObject, IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { AlertEvent, AlertFilter, Engine, TakeNotificationsRequest } from '../../src/index';
import { toEventJson } from '../shared/alert';
import { nameAsker } from '../shared/asker';
import { loadEngine } from '../shared/engine';
import { isEngineError } from '../shared/failure';
import { toNames } from '../shared/parameters';
import { takeSample } from './sample';
import { createDelivering } from './subscription';

/** After these a trigger begins anew; after the others, such as a restart of n8n, it goes on. */
const NEW_BEGINNINGS: readonly string[] = ['activate', 'create'];

export async function watchAlerts(context: ITriggerFunctions): Promise<ITriggerResponse> {
  const options = context.getNodeParameter('options', {}) as IDataObject;
  const filter = readFilter(context, options);
  const { engine } = await loadEngine();
  if (context.getMode() === 'manual') return { manualTriggerFunction: () => emitSample(context, engine, filter) };

  const warn = (error: unknown): void => context.logger.warn(`Quality Alert Trigger: ${(error as Error).message}`);
  const delivering = createDelivering({
    engine,
    request: {
      ...filter,
      ...name(context),
      kinds: context.getNodeParameter('events') as TakeNotificationsRequest['kinds'],
      groupBy: options.groupBy as TakeNotificationsRequest['groupBy'],
    },
    asker: nameAsker(context),
    attempts: Number(options.attempts ?? 5),
    deliver: (events) => startRun(context, events, options.waitForRun !== false),
    onError: warn,
  });
  // What is wrong with the settings, or with the disk, is then told to whoever activates the workflow.
  await delivering.look(NEW_BEGINNINGS.includes(context.getActivationMode())).catch((thrown: unknown) => fail(context, thrown));
  const timer = setInterval(
    () => void delivering.look().catch(warn),
    Math.max(5, Number(options.checkSeconds ?? 15)) * 1_000,
  );
  return {
    async closeFunction() {
      clearInterval(timer);
      await delivering.close();
    },
  };
}

/** The node of the workflow is who is told, whichever process it runs in; this one process is the holder. */
function name(context: ITriggerFunctions): Pick<TakeNotificationsRequest, 'consumer' | 'holder'> {
  const safe = (text: string): string => text.replace(/[^\w.:-]/g, '-').slice(0, 55);
  return { consumer: `${safe(context.getWorkflow().id ?? 'workflow')}:${safe(context.getNode().id)}`, holder: randomUUID() };
}

function readFilter(context: ITriggerFunctions, options: IDataObject): AlertFilter {
  const severities = context.getNodeParameter('severities') as AlertFilter['severities'];
  const signals = [...(context.getNodeParameter('signals') as string[]), ...toNames(options.series)];
  const workspaces = toNames(options.workspaces);
  const about = toNames(options.about) as AlertFilter['about'] & object;
  return { severities, ...(signals.length > 0 && { signals }), ...(workspaces.length > 0 && { workspaces }), ...(about.length > 0 && { about }) };
}

/** One run for events that belong together. */
async function startRun(context: ITriggerFunctions, events: readonly AlertEvent[], waits: boolean): Promise<boolean> {
  const items = events.map((event) => ({ json: toEventJson(event) }));
  if (!waits) {
    context.emit([items]);
    return true;
  }
  const done = context.helpers.createDeferredPromise<IRun>();
  context.emit([items], undefined, done);
  return await done.promise.then(hasSucceeded, () => false);
}

/** A run that waits for something goes on by itself. */
function hasSucceeded(run: IRun | undefined): boolean {
  return run !== undefined && !run.data.resultData.error && ['success', 'waiting'].includes(run.status);
}

async function emitSample(context: ITriggerFunctions, engine: Engine, filter: AlertFilter): Promise<void> {
  const event = await takeSample(engine, filter, Date.now()).catch((thrown: unknown) => fail(context, thrown));
  context.emit([[{ json: toEventJson(event) }]]);
}

function fail(context: ITriggerFunctions, thrown: unknown): never {
  if (!isEngineError(thrown)) throw thrown;
  throw new NodeOperationError(context.getNode(), thrown.message, { description: thrown.fix, type: thrown.code });
}
