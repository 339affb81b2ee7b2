import { createHash } from 'node:crypto';
import { createError, type EngineError, type SourceItem } from '../kernel';
import { createBudget } from './budget';
import { SOURCE_LIMITS, type SourceLimits } from './limits';
import { createMemorySnapshot } from './memory/snapshot';
import { createTreeBuilder, quote, refusePath } from './memory/tree';
import type { Snapshot } from './types';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const FORM = 'Give a list of objects with "path" (relative, with /) and "content"; and "encoding": "base64" where the content is base64.';
const LABEL = 'items';

/** Tells lists of different content apart: SHA-256 (hex). Throws VALUE_INVALID for what is no list of files. */
export function hashItems(files: readonly SourceItem[]): string {
  const hash = createHash('sha256');
  for (const { path, content, encoding } of checkItems(files)) {
    hash.update(`${path.length}:${content.length}:${encoding ?? 'utf8'}\n${path}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Files given one by one. Throws VALUE_INVALID (not a list of files, base64 that is none, a path that
 * is no relative one, the same path twice), SOURCE_FORMAT (a file that is a folder too) and
 * SOURCE_TOO_LARGE.
 */
export function createItemsSnapshot(
  files: readonly SourceItem[],
  maxFileBytes: number,
  limits: SourceLimits = SOURCE_LIMITS,
): Snapshot {
  const id = hashItems(files);
  const budget = createBudget(LABEL, limits);
  const tree = createTreeBuilder(LABEL, maxFileBytes);
  const seen = new Set<string>();
  for (const [index, item] of files.entries()) {
    budget.enter();
    const path = item.path.startsWith('./') ? item.path.slice(2) : item.path;
    const reason = refusePath(path) ?? (seen.has(path) ? 'is there twice' : undefined);
    if (reason) throw invalid(index, `its path ${quote(item.path)} ${reason}`);
    seen.add(path);
    const bytes = Buffer.from(item.content, item.encoding === 'base64' ? 'base64' : 'utf8');
    budget.receive(bytes.length);
    tree.add(path, bytes, 0);
  }
  return createMemorySnapshot(tree.build(), { id, origin: { kind: 'items', label: LABEL }, maxFileBytes });
}

function checkItems(files: unknown): readonly SourceItem[] {
  if (!Array.isArray(files)) {
    throw createError('VALUE_INVALID', { name: 'source.files', reason: 'it is not a list of { path, content }', fix: FORM });
  }
  (files as readonly unknown[]).forEach((item, index) => {
    const { path, content, encoding } = (item ?? {}) as Partial<Record<keyof SourceItem, unknown>>;
    if (typeof path !== 'string') throw invalid(index, 'it has no "path" that is a text');
    if (typeof content !== 'string') throw invalid(index, 'it has no "content" that is a text');
    if (encoding === undefined || encoding === 'utf8') return;
    if (encoding !== 'base64') throw invalid(index, 'its "encoding" is neither utf8 nor base64');
    if (!BASE64.test(content.replace(/[\r\n]/g, ''))) throw invalid(index, 'its "content" is not base64');
  });
  return files as readonly SourceItem[];
}

function invalid(index: number, reason: string): EngineError {
  return createError('VALUE_INVALID', { name: `source.files[${index}]`, reason, fix: FORM });
}
