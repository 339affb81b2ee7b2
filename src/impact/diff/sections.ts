/** Cuts a diff into its files: headers here, the text of each hunk for the hunk parser. */
import { headerNames, sideName, unquote } from './names';
import { DIFF_LIMITS } from './types';

export interface DiffSection {
  from?: string;
  to?: string;
  /** Names from `diff --git`, `---` and `+++` carry prefixes; those of renames do not. */
  prefixed: boolean;
  added: boolean;
  removed: boolean;
  renamed: boolean;
  copied: boolean;
  binary: boolean;
  unusable?: string;
  /** `---` and `+++` were read. */
  named: boolean;
  readonly hunks: { readonly header: string; readonly lines: string[]; complete: boolean }[];
}

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;
export const NO_NEWLINE = '\\ No newline at end of file';

export function cutSections(text: string): { sections: DiffSection[]; dropped: number } {
  const lines = withoutTransportBreaks(text).split('\n');
  const sections: DiffSection[] = [];
  let section: DiffSection | undefined;
  let dropped = 0;
  let left = { old: 0, new: 0 };

  const begin = (): DiffSection => {
    section = { prefixed: true, added: false, removed: false, renamed: false, copied: false, binary: false, named: false, hunks: [] };
    if (sections.length < DIFF_LIMITS.files) sections.push(section);
    else dropped += 1;
    return section;
  };

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const hunk = section?.hunks[section.hunks.length - 1];
    if (hunk && (left.old > 0 || left.new > 0) && takeLine(hunk.lines, line, left)) {
      hunk.complete = left.old === 0 && left.new === 0;
      continue;
    }
    left = { old: 0, new: 0 };
    if (hunk && line.startsWith('\\')) hunk.lines.push(NO_NEWLINE);
    if (line.length > DIFF_LIMITS.headerChars) continue;
    if (line.startsWith('diff ')) {
      readDiffLine(begin(), line);
    } else if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ') && lines[at + 2]?.startsWith('@@')) {
      const target = section && !section.named && section.hunks.length === 0 ? section : begin();
      nameSides(target, line.slice(4), lines[at + 1]!.slice(4));
      at += 1;
    } else if (section) {
      const counts = HUNK.exec(line);
      if (counts) left = beginHunk(section, line, counts);
      else readExtended(section, line);
    }
  }
  return { sections, dropped };
}

/** A diff that a mail or a form sent with `\r\n` everywhere; single ones belong to the files. */
function withoutTransportBreaks(text: string): string {
  const head = /^(?:diff |--- |@@ )[^\n]*/m.exec(text)?.[0];
  return head?.endsWith('\r') ? text.replace(/\r\n/g, '\n') : text;
}

/** Takes a line into the open hunk when it fits its counts. */
function takeLine(into: string[], line: string, left: { old: number; new: number }): boolean {
  const sign = line[0] ?? ' ';
  if (sign === '\\') {
    into.push(NO_NEWLINE);
    return true;
  }
  if (sign === ' ' || (line === '\r' && sign === '\r')) {
    if (left.old === 0 || left.new === 0) return false;
    left.old -= 1;
    left.new -= 1;
    // Some tools cut trailing blanks, and with them the sign of an empty line.
    into.push(line === '' || line === '\r' ? ` ${line}` : line);
    return true;
  }
  const side = sign === '+' ? 'new' : sign === '-' ? 'old' : undefined;
  if (side === undefined || left[side] === 0) return false;
  left[side] -= 1;
  into.push(line);
  return true;
}

function beginHunk(section: DiffSection, header: string, counts: RegExpExecArray): { old: number; new: number } {
  const left = { old: Number(counts[2] ?? 1), new: Number(counts[4] ?? 1) };
  if (left.old > 0 || left.new > 0) section.hunks.push({ header: header.slice(0, 200), lines: [], complete: false });
  return left;
}

function readDiffLine(section: DiffSection, line: string): void {
  if (/^diff --(?:cc|combined) /.test(line)) {
    section.unusable = 'it is the diff of a merge against several parents';
    const name = unquote(line.replace(/^diff --(?:cc|combined) /, '').trim());
    Object.assign(section, { from: name, to: name, prefixed: false });
    return;
  }
  const names = line.startsWith('diff --git ') ? headerNames(line.slice(11).trim()) : undefined;
  if (names) Object.assign(section, names);
}

function nameSides(section: DiffSection, from: string, to: string): void {
  section.named = true;
  const names = { from: sideName(from), to: sideName(to) };
  section.added ||= names.from === undefined;
  section.removed ||= names.to === undefined;
  // Renames were named without prefixes before; merges, too.
  if (!section.prefixed) return;
  Object.assign(section, { from: names.from ?? names.to, to: names.to ?? names.from });
}

function readExtended(section: DiffSection, line: string): void {
  const rename = /^(rename|copy) (from|to) (.+)$/.exec(line);
  if (rename) {
    section[rename[1] === 'rename' ? 'renamed' : 'copied'] = true;
    section[rename[2] === 'from' ? 'from' : 'to'] = unquote(rename[3]!.trimEnd());
    section.prefixed = false;
    return;
  }
  if (line.startsWith('new file mode')) section.added = true;
  if (line.startsWith('deleted file mode')) section.removed = true;
  if (/^(?:Binary files .* differ|GIT binary patch)\s*$/.test(line)) section.binary = true;
  if (/^(?:new file mode|deleted file mode|new mode|index \S+) (?:120000|160000)\s*$/.test(line)) {
    section.unusable = line.includes('160000') ? 'it is a submodule' : 'it is a symbolic link';
  }
  if (line.startsWith('@@@')) section.unusable = 'it is the diff of a merge against several parents';
}
