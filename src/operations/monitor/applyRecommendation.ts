import { createError } from '../../kernel';
import type { ApplyRecommendationAnswer, ApplyRecommendationRequest, Clock } from '../../kernel';
import { actionOf, settingAt, type Machine } from '../../advise';
import { editSettings, parseSettings } from '../../config';
import { checkShortText } from '../input';
import type { KeptChange, SettingsEditor } from './settings-editor';

const ID_MAX_CHARS = 200;

export interface ApplyParts {
  /** Undefined when the engine runs without a settings file. */
  readonly editor: SettingsEditor | undefined;
  readonly clock: Clock;
  readonly machine: Machine;
}

/** Changes the settings file as a recommendation says, or takes such a change back. The engine reads the file anew by itself. */
export async function applyRecommendation({ editor, clock, machine }: ApplyParts, request: ApplyRecommendationRequest): Promise<ApplyRecommendationAnswer> {
  const id = checkShortText('id', request.id, ID_MAX_CHARS);
  const undo = checkShortText('undo', request.undo, ID_MAX_CHARS);
  if ((id === undefined) === (undo === undefined)) throw createError('VALUE_INVALID', { name: 'The request', reason: 'it needs exactly one of id and undo' });
  if (!editor) throw refuse(id ?? undo!, 'the engine runs on its built-in settings: there is no settings file (HYBRID_CONTEXT_CONFIG) to change');
  return id === undefined ? takeBack(editor, undo!) : apply(editor, clock, machine, id);
}

const refuse = (id: string, reason: string): Error => createError('RECOMMENDATION_REFUSED', { id, reason });

async function apply(editor: SettingsEditor, clock: Clock, machine: Machine, id: string): Promise<ApplyRecommendationAnswer> {
  const change = await editor.edit((text) => {
    const action = actionOf(id, parseSettings(text), machine);
    if (!action) throw refuse(id, 'there is none with this id under the settings as they are now');
    if (action.kind !== 'setting') throw refuse(id, `it is nothing that a setting could do: ${action.text}`);
    const { key, current, value } = action;
    return { text: editSettings(text, key, value), entry: { recommendation: id, key, before: current, after: value, at: clock.now() } };
  });
  return { done: 'applied', change, message: `${change.key} is ${change.after} now; it was ${change.before}. It counts within a second.` };
}

async function takeBack(editor: SettingsEditor, wanted: string): Promise<ApplyRecommendationAnswer> {
  const change = await editor.takeBack(wanted, (text, kept) => {
    const now = settingAt(parseSettings(text), kept.key);
    const then = settingAt(parseSettings(editSettings(text, kept.key, kept.after)), kept.key);
    if (now !== then) throw refuse(wanted, `${kept.key} was changed since by someone else`);
    return restore(text, kept);
  });
  return { done: 'undone', change, message: `${change.key} is ${change.before} again; it was ${change.after}. It counts within a second.` };
}

/** Byte for byte as it was, unless the file was edited since: then the key alone goes back. */
const restore = (text: string, { textBefore, textAfter, key, before }: KeptChange): string => (text === textAfter ? textBefore : editSettings(text, key, before));
