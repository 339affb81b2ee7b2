/**
 * Unified diffs, as `git diff`, `diff -u` and pull requests give them. parse-diff reads the hunks; the
 * headers are read here, since it takes no notice of renames, quoted names, binary files and merges,
 * and its pattern for names is quadratic.
 */
import parseDiff from 'parse-diff';
import { stripPrefixes } from './names';
import { cutSections, NO_NEWLINE, type DiffSection } from './sections';
import type { DiffFile, FileChange, Hunk, HunkLine, ParsedDiff } from './types';

/** Never throws: what cannot be read is left out and noted. Expects at most `DIFF_LIMITS.chars` characters. */
export function parseUnifiedDiff(text: string): ParsedDiff {
  const { sections, dropped } = cutSections(text);
  const files = sections.map(readFile).filter((file) => file !== undefined);
  const notes = files.filter(({ unusable }) => unusable).map(({ path, unusable }) => `${path}: ${unusable!}`);
  if (dropped > 0) notes.push(`${dropped} further files of the diff were not read`);
  return { files, notes };
}

function readFile(section: DiffSection): DiffFile | undefined {
  const { from, to } = section.prefixed ? stripPrefixes(section.from, section.to) : section;
  if (!from || !to) return undefined;
  const cutOff = section.hunks.some(({ complete }) => !complete);
  const hunks = cutOff ? [] : section.hunks.flatMap(({ header, lines }) => readHunk(header, lines));
  const count = (sign: string): number => section.hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0);
  const unusable = section.unusable ?? (cutOff ? 'a part of its diff is missing' : undefined);
  return {
    path: section.removed ? from : to,
    oldPath: section.added && !section.copied ? to : from,
    change: changeOf(section, from, to),
    copied: section.copied,
    additions: count('+'),
    deletions: count('-'),
    hunks: unusable ? [] : hunks,
    ...(unusable ? { unusable } : {}),
  };
}

function changeOf(section: DiffSection, from: string, to: string): FileChange {
  if (section.binary) return 'binary';
  if (section.added || section.copied) return 'added';
  if (section.removed) return 'removed';
  return section.renamed || from !== to ? 'renamed' : 'modified';
}

function readHunk(header: string, lines: readonly string[]): Hunk[] {
  const [chunk] = parseDiff(`--- a\n+++ b\n${header}\n${lines.join('\n')}`)[0]?.chunks ?? [];
  if (!chunk) return [];
  const { oldStart, oldLines, newStart, newLines } = chunk;
  return [{ oldStart, oldLines, newStart, newLines, lines: toLines(chunk.changes) }];
}

function toLines(changes: readonly parseDiff.Change[]): HunkLine[] {
  const lines: HunkLine[] = [];
  for (const { type, content } of changes) {
    const last = lines[lines.length - 1];
    if (content !== NO_NEWLINE) lines.push({ kind: type === 'normal' ? 'context' : type, text: content.slice(1), noNewline: false });
    else if (last) lines[lines.length - 1] = { ...last, noNewline: true };
  }
  return lines;
}
