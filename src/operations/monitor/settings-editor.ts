/** Changes of the settings file, one at a time among all processes, each kept so that it can be taken back. */
import { randomBytes } from 'node:crypto';
import { createError } from '../../kernel';
import type { Clock, SettingsChange } from '../../kernel';
import { openSealedFile, readSettingsText, writeSettingsText, type SealedRead } from '../../io';

export interface KeptChange extends SettingsChange {
  readonly textBefore: string;
  readonly textAfter: string;
}

type Entry = Omit<SettingsChange, 'change' | 'undone'>;

interface Planned {
  readonly text: string;
  readonly journal: readonly KeptChange[];
  readonly done: KeptChange;
}

export interface SettingsEditor {
  /** `edit` gets the file's text and answers the new one; what it throws leaves all as it was. */
  edit(edit: (text: string) => { readonly text: string; readonly entry: Entry }): Promise<SettingsChange>;
  /** `change` is an id or `last`. */
  takeBack(change: string, edit: (text: string, kept: KeptChange) => string): Promise<SettingsChange>;
  /** Newest first. */
  changes(): Promise<readonly SettingsChange[]>;
}

/** Older changes can no longer be taken back. */
const CHANGES_MAX = 20;

export function createSettingsEditor(path: string, home: string, clock: Clock): SettingsEditor {
  const file = openSealedFile(home, 'changes', clock);

  /** Both files change under the journal's lock. One that cannot be put on record is not left standing. */
  async function change(work: (text: string, journal: readonly KeptChange[]) => Planned): Promise<SettingsChange> {
    let before: string | undefined;
    let planned: Planned | undefined;
    /** As it was before the last try, unless somebody has edited it since. */
    const restore = async (): Promise<void> => {
      if (before !== undefined && readSettingsText(path) === planned?.text) await writeSettingsText(path, before);
      before = undefined;
    };
    try {
      await file.update(async (read) => {
        await restore();
        const text = readSettingsText(path);
        planned = work(text, parse(read));
        await writeSettingsText(path, planned.text);
        before = text;
        return Buffer.from(JSON.stringify(planned.journal.slice(-CHANGES_MAX)));
      });
    } catch (thrown) {
      await restore();
      throw thrown;
    }
    return toChange(planned!.done);
  }

  return {
    edit: (edit) =>
      change((text, journal) => {
        const { text: edited, entry } = edit(text);
        const done: KeptChange = { ...entry, change: randomBytes(6).toString('hex'), undone: false, textBefore: text, textAfter: edited };
        return { text: edited, journal: [...journal, done], done };
      }),
    takeBack: (wanted, edit) =>
      change((text, journal) => {
        const kept = journal.findLast((one) => !one.undone && (wanted === 'last' || one.change === wanted));
        if (!kept) throw createError('RECOMMENDATION_REFUSED', { id: wanted, reason: 'there is no such change that could be taken back' });
        const done = { ...kept, undone: true };
        return { text: edit(text, kept), journal: journal.map((one) => (one === kept ? done : one)), done };
      }),
    async changes() {
      if ((await file.stamp()) === '') return [];
      return parse(await file.read()).map(toChange).reverse();
    },
  };
}

const toChange = ({ change, recommendation, key, before, after, at, undone }: KeptChange): SettingsChange => ({ change, recommendation, key, before, after, at, undone });

function parse({ content }: SealedRead): KeptChange[] {
  if (!content) return [];
  try {
    const journal = JSON.parse(content.toString('utf8')) as unknown;
    return Array.isArray(journal) ? (journal as KeptChange[]) : [];
  } catch {
    return [];
  }
}
