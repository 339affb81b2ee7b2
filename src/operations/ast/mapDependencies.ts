import { drawDot, drawMermaid, mapDependencies as mapGraph, type CodeView } from '../../analyze';
import type { CallOptions, DependencyMap, MapDependenciesRequest } from '../../kernel';
import { createError, LIMITS } from '../../kernel';
import { checkChoice, checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { checkPlace, openView } from './open';

const DEPTH_DEFAULT = 2;
const DRAWINGS = { json: undefined, mermaid: drawMermaid, dot: drawDot } as const;

/** Imports and importers of a file, a folder or the whole workspace, with cycles and levels. */
export function mapDependencies(parts: StructureParts, request: MapDependenciesRequest, options: CallOptions): Promise<DependencyMap> {
  return recordRun(parts, 'mapDependencies', request, async (run) => {
    const direction = checkChoice('direction', request.direction, ['imports', 'importers', 'both'] as const, 'both');
    const format = checkChoice('format', request.format, ['json', 'mermaid', 'dot'] as const, 'json');
    const depth = checkWhole('depth', request.depth, 1, LIMITS.stepsMax, DEPTH_DEFAULT);
    const limit = checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault);
    const { workspace, view } = await openView(parts, request, options, run);
    const path = checkPlace('path', request.path, workspace.snapshot, request) ?? '';
    const start = filesAt(view, path, limit);
    const map = await run.stage('map', () => mapGraph(view, { start, direction, depth, limit }));
    const text = DRAWINGS[format]?.(map);
    run.note({ results: map.nodes.length });
    return { ...map, ...(text === undefined ? {} : { text }) };
  });
}

/** When not all of them fit into the map, those that the rest leans on most come first. */
function filesAt(view: CodeView, path: string, limit: number): CodeView['files'] {
  const files = path === '' ? view.files : view.files.filter((file) => file.path === path || file.path.startsWith(`${path}/`));
  if (files.length === 0) throw createError('FILE_NOT_FOUND', { path });
  if (files.length <= limit) return files;
  const ranks = view.graph.ranks().files;
  return [...files].sort((a, b) => (ranks.get(b.id) ?? 0) - (ranks.get(a.id) ?? 0));
}
