/**
 * Edits as patches. Each is made on the text alone, then the compiler looks at the file as it would be:
 * an edit that brings an error, or a name that is no longer used, is mended where that is plain and
 * refused otherwise. Edits of different files are looked at together, those of one file one by one.
 */
import type { CheckedFiles } from '../files';
import type { EditOrder, Patch } from '../messages';
import type { Service } from '../service';
import { diagnosticsOf, isWorse, newlyUnused, type Diagnosed } from './diagnose';
import { createEditor, type Change, type Editor } from './editor';
import { removeNames } from './imports';
import { planEdit, type Plan } from './plan';
import { isModule, removeDefinition } from './exports';
import { isPlainPath, isVerbatim, patchOf } from './text';

interface Pending {
  readonly order: EditOrder;
  readonly plan: Plan;
  text: string;
  mended: number;
}

const MENDS_MAX = 5;
/** Orders that are looked at together. */
const ORDERS_EACH = 20;

/** Patches of the first orders, as many as time allows; of one in any case. */
export function makePatches(service: Service, files: CheckedFiles, orders: readonly EditOrder[], expired: () => boolean): { patches: Patch[]; complete: boolean } {
  const editor = createEditor();
  const patches: Patch[] = [];
  for (let at = 0; at < orders.length; at += ORDERS_EACH) {
    if (at > 0 && expired()) return { patches, complete: false };
    patches.push(...makeSome(service, files, editor, orders.slice(at, at + ORDERS_EACH)));
  }
  return { patches, complete: true };
}

function makeSome(service: Service, files: CheckedFiles, editor: Editor, orders: readonly EditOrder[]): Patch[] {
  const patches: Patch[] = [];
  const before = new Map<string, Diagnosed>();
  let pending: Pending[] = [];
  for (const order of orders) {
    const started = start(service, files, editor, order);
    if (typeof started === 'string') patches.push({ at: order.at, refused: started });
    else pending.push(started);
  }
  for (const { order: { path } } of pending) if (!before.has(path)) before.set(path, diagnosticsOf(service, path));
  while (pending.length > 0) {
    const round = firstOfEach(pending);
    const texts = new Map(round.map(({ order, text }) => [order.path, text]));
    const after = files.pretend(texts, () => new Map(round.map(({ order: { path } }) => [path, diagnosticsOf(service, path)])));
    for (const each of round) {
      const verdict = judge(each, before.get(each.order.path)!, after.get(each.order.path)!, files, editor);
      if (verdict === 'again') continue;
      patches.push({ at: each.order.at, ...verdict });
      pending = pending.filter((other) => other !== each);
    }
  }
  return patches;
}

/** The edit on the text alone, or why it cannot be made. */
function start(service: Service, files: CheckedFiles, editor: Editor, order: EditOrder): Pending | string {
  const { path } = order;
  const file = files.loaded.get(path);
  if (!file || !service.source(path)) return 'the file is not there any more';
  if (!isVerbatim(file.text, file.hash)) return 'the file is not plain UTF-8';
  if (!isPlainPath(path)) return 'its path cannot stand in a patch';
  try {
    const plan = planEdit(service, order);
    if (typeof plan === 'string') return plan;
    const text = editor.edit(path, file.text, plan.changes);
    return text === undefined || text === file.text ? 'the place does not allow it' : { order, plan, text, mended: 0 };
  } catch (thrown) {
    // ts-morph refuses manipulations that it cannot follow.
    return `the edit failed: ${(thrown as Error).message.split('\n', 1)[0]!.slice(0, 100)}`;
  }
}

function firstOfEach(pending: readonly Pending[]): Pending[] {
  const first = new Map<string, Pending>();
  for (const each of pending) if (!first.has(each.order.path)) first.set(each.order.path, each);
  return [...first.values()];
}

type Verdict = 'again' | Omit<Patch, 'at'>;

function judge(pending: Pending, before: Diagnosed, after: Diagnosed, files: CheckedFiles, editor: Editor): Verdict {
  const { order, plan } = pending;
  if (isWorse(before, after)) return { refused: 'the file would have an error' };
  const original = files.loaded.get(order.path)!.text;
  const unused = newlyUnused(before, after);
  if (unused.length === 0) {
    // What others import from must stay a module, also without what was taken along.
    const stays = editor.edit(order.path, pending.text, [(file) => (isModule(file) ? pending.text : undefined)]) !== undefined;
    const was = editor.edit(order.path, original, [(file) => (isModule(file) ? original : undefined)]) !== undefined;
    return was && !stays ? { refused: 'the file would be no module any more' } : { diff: patchOf(order.path, original, pending.text) };
  }
  if (pending.mended >= MENDS_MAX || !plan.mends) return { refused: 'a name would no longer be used' };
  pending.mended += 1;
  try {
    const mends = unused.flatMap((each): Change[] => (each.isImport ? [(file) => removeNames(file, each, plan.keepsModules)] : each.names.map((name) => (file) => removeDefinition(file, name))));
    // From the end, so that the lines of what is still to go stay where they are.
    const text = editor.edit(order.path, pending.text, mends.reverse());
    if (text === undefined || text === pending.text) return { refused: 'a name would no longer be used' };
    pending.text = text;
    return 'again';
  } catch {
    return { refused: 'what would no longer be used cannot be taken away' };
  }
}
