/**
 * How the files and definitions of a workspace hang together. Only names are indexed; what a use means
 * is resolved when it is asked for, from the facts as they are now, and remembered until something
 * changes. An edited graph therefore always equals a rebuilt one.
 */
import type { FileFacts } from '../kernel';
import { createBindings, type Bindings } from './bindings';
import { createDependencies, type Dependencies } from './dependencies';
import type { GraphFiles } from './files';
import { createNameIndex } from './names';
import { computeRanks, type Ranks } from './ranks';
import type { SymbolTable } from './symbols';
import { createTypedUses, type TypedUses } from './typed';
import { createUses, type Uses } from './uses';

export interface CodeGraph
  extends Omit<Uses, 'forget'>,
    Pick<Bindings, 'resolve' | 'exported' | 'membersOf'>,
    Pick<TypedUses, 'learn' | 'version'>,
    Omit<Dependencies, 'modules' | 'siblings' | 'forget'> {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  ranks(): Ranks;
  /** Of what is known without being asked. */
  bytes(): number;
}

export function createCodeGraph(files: GraphFiles, symbols: SymbolTable): CodeGraph {
  const names = createNameIndex();
  const dependencies = createDependencies(files);
  const typed = createTypedUses(files);
  const bindings = createBindings({
    files,
    modules: dependencies.modules,
    siblings: dependencies.siblings,
    definitionsNamed: symbols.spelled,
    filesDefining: symbols.filesDefining,
  });
  const uses = createUses(files, names, bindings, typed);
  let ranks: Ranks | undefined;
  const forget = (): void => {
    dependencies.forget();
    bindings.forget();
    uses.forget();
    ranks = undefined;
  };

  return {
    ...uses,
    resolve: bindings.resolve,
    exported: bindings.exported,
    membersOf: bindings.membersOf,
    learn: typed.learn,
    version: typed.version,
    importsOf: dependencies.importsOf,
    importersOf: dependencies.importersOf,
    connectedTo: dependencies.connectedTo,
    cycles: dependencies.cycles,
    levels: dependencies.levels,
    list: dependencies.list,
    bytes: names.bytes,
    ranks: () => (ranks ??= computeRanks(dependencies.list(), bindings)),
    addFile(file, facts) {
      names.addFile(file, facts);
      typed.addFile(file, facts);
      forget();
    },
    removeFile(file) {
      names.removeFile(file);
      typed.removeFile(file);
      forget();
    },
  };
}
