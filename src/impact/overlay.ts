/** The workspace in its other state: the same files, but for those that a change touches. */
import type { FileFacts } from '../kernel';
import { createCodeGraph, createSymbolTable, type CodeGraph, type GraphFile, type GraphFiles } from '../graph';

/** One state of the workspace as the analysis of a change sees it. */
export interface WorkspaceView {
  readonly graph: CodeGraph;
  readonly files: GraphFiles;
}

/** `changes`: facts of each touched path in the other state; undefined where there is no such file. */
export function overlay(base: GraphFiles, changes: ReadonlyMap<string, FileFacts | undefined>): WorkspaceView {
  const byPath = new Map<string, GraphFile>();
  const byId = new Map<number, GraphFile>();
  const files: GraphFiles = { file: (path) => byPath.get(path), fileById: (id) => byId.get(id), files: () => byPath.values() };
  const symbols = createSymbolTable();
  const graph = createCodeGraph(files, symbols);
  const add = (facts: FileFacts): void => {
    const file = { id: byId.size, path: facts.path, facts };
    byPath.set(file.path, file);
    byId.set(file.id, file);
    symbols.addFile(file.id, facts);
    graph.addFile(file.id, facts);
  };
  for (const { path, facts } of base.files()) if (!changes.has(path)) add(facts);
  for (const facts of changes.values()) if (facts) add(facts);
  return { graph, files };
}
