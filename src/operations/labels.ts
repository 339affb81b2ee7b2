/** What the metrics tell runs apart by, from a request that may hold anything. Never a path. */
import type { RunRecord } from '../kernel';

export type RunLabels = Pick<RunRecord, 'caller' | 'workspace' | 'workflow'>;

const MAX_LENGTH = 40;

export function labelsOf(request: unknown): RunLabels {
  const { caller, workflow, workspace, root, source } = (request ?? {}) as Record<string, unknown>;
  const { kind, url, name: archive } = (source ?? {}) as Record<string, unknown>;
  const name = label(workspace) ?? label(root) ?? label(archive) ?? label(url) ?? label(kind);
  const flow = label(workflow);
  return {
    caller: label(caller) ?? 'api',
    ...(name !== undefined && { workspace: name }),
    ...(flow !== undefined && { workflow: flow }),
  };
}

/** The last part of a path or URL: where it is, is nobody's business. Control characters would forge lines. */
function label(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = value.replace(/\p{Cc}/gu, ' ').split(/[\\/]+/).map((part) => part.trim()).filter((part) => part !== '');
  return parts.pop()?.replace(/[?#].*$/s, '').replace(/\.git$/, '').slice(0, MAX_LENGTH) || undefined;
}
