/** The way from a request to what its caller sees of the workspace. */
import { createView, type CodeView } from '../../analyze';
import type { CallOptions, RequestBase } from '../../kernel';
import { toSnapshotPath, type Snapshot } from '../../source';
import { allowedPaths } from '../access';
import { checkText } from '../input';
import type { Run } from '../run';
import type { StructureParts } from '../structure';
import type { Workspace } from '../workspaces';

export interface Opened {
  readonly workspace: Workspace;
  readonly view: CodeView;
}

/** The workspace as it is now, and of it the files that the caller may read. */
export async function openView(parts: StructureParts, request: RequestBase, options: CallOptions, run: Run): Promise<Opened> {
  const settings = parts.settingsFor(request.settings);
  const workspace = await run.stage('sync', () => parts.workspaces.ready(request, options, settings, 'check', 'structure'));
  const { corpus, snapshot } = workspace;
  if (!options.access) return { workspace, view: createView(corpus) };
  const paths = [...corpus.files()].map(({ path }) => path);
  const allowed = await run.stage('access', () => allowedPaths(paths, snapshot, options));
  return { workspace, view: createView(corpus, allowed) };
}

/** A file's or folder's path relative to the root, an empty string for the root itself; undefined when none is given. */
export function checkPlace(name: string, value: unknown, snapshot: Snapshot, request: RequestBase): string | undefined {
  const given = checkText(name, value)?.trim();
  if (given === undefined) return undefined;
  const path = toSnapshotPath(snapshot, given, request.root);
  return path === '.' ? '' : path;
}
