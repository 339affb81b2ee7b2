/** Patches for findings that the type checker's thread can act on. */
import type { EditOrder } from '../../../checker';
import type { CallOptions, Step } from '../../../kernel';
import { toEngineError } from '../../../kernel';
import type { Weighed } from '../../../refactor';
import type { Workspace } from '../../workspaces';
import type { TypedParts } from '../references';

const TURN_MS = 10_000;
const EDITS_EACH = 100;
/** All questions of one request, ms. */
const PATCHES_MS = 60_000;

export interface Patched {
  readonly findings: readonly Weighed[];
  readonly steps: readonly Step[];
}

export async function addPatches({ types, clock }: TypedParts, workspace: Workspace, findings: readonly Weighed[], { signal }: CallOptions): Promise<Patched> {
  const orders = findings.flatMap(({ edit, path }, at): EditOrder[] => (edit ? [{ at, path, ...edit }] : []));
  const files = [...new Set(orders.map(({ path }) => path))].flatMap((path) => workspace.corpus.file(path) ?? []);
  const made = new Map<number, { diff?: string; refused?: string }>();
  const until = clock.monotonic() + PATCHES_MS;
  const finish = (steps: readonly Step[]): Patched => ({ findings: findings.map((finding, at) => withPatch(finding, made.get(at))), steps });
  try {
    for (let left: readonly EditOrder[] = orders; left.length > 0; left = left.filter(({ at }) => !made.has(at))) {
      if (clock.monotonic() > until) return finish([note(`${left.length} patches were not made in time: give a path or a lower limit`)]);
      const answer = await types.ask(workspace, files, { kind: 'edits', edits: left.slice(0, EDITS_EACH), budgetMs: TURN_MS }, signal);
      const changed = new Set(answer.changed);
      for (const { at, diff, refused } of answer.patches) made.set(at, changed.has(findings[at]!.path) ? { refused: 'the file changed meanwhile' } : { diff, refused });
    }
    return finish([]);
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED') throw error;
    return finish([{ step: 'patches', status: 'failed', detail: error.message }]);
  }
}

function withPatch(finding: Weighed, patch: { diff?: string; refused?: string } | undefined): Weighed {
  if (patch?.diff !== undefined) return { ...finding, diff: patch.diff };
  return patch?.refused === undefined ? finding : { ...finding, evidence: { ...finding.evidence, noPatch: patch.refused } };
}

const note = (detail: string): Step => ({ step: 'patches', status: 'note', detail });
