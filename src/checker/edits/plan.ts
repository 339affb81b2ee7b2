/** Which edit an order stands for, and whether it may be made: the questions that need the whole program. */
import { ts } from 'ts-morph';
import type { EditOrder } from '../messages';
import { unusedImports } from '../review/imports';
import { callsOf, isExported, isPlain } from '../review/parameters';
import { nodeAt, offsetAt } from '../review/places';
import type { Service } from '../service';
import { addAwait, removeParameter, underscore } from './code';
import type { Change } from './editor';
import { dropExport, removeDefinition } from './exports';
import { removeNames } from './imports';

export interface Plan {
  readonly changes: readonly Change[];
  /** What the edit leaves unused may be taken away as well. */
  readonly mends: boolean;
  /** Modules are loaded whether or not their names are used. */
  readonly keepsModules: boolean;
}

/** A sentence says why not. */
export function planEdit(service: Service, order: EditOrder): Plan | string {
  const source = service.source(order.path)!;
  const offset = offsetAt(source, order);
  if (offset === undefined) return 'the place is not there any more';
  service.program().getTypeChecker();
  const keepsModules = !/\.[cm]?tsx?$/.test(order.path) || service.program().getCompilerOptions().verbatimModuleSyntax === true;
  switch (order.kind) {
    case 'import': {
      const found = unusedImports(service, source).find(({ line }) => line === order.line);
      return found ? { changes: [(file) => removeNames(file, found, keepsModules)], mends: false, keepsModules } : 'the import is used';
    }
    case 'await':
      return { changes: [(file) => addAwait(file, offset)], mends: false, keepsModules };
    case 'export':
      return planExport(service, source, offset, keepsModules);
    case 'parameter':
      return planParameter(service, source, offset, keepsModules);
  }
}

function planExport(service: Service, source: ts.SourceFile, offset: number, keepsModules: boolean): Plan | string {
  const node = nodeAt(source, offset);
  if (!ts.isIdentifier(node)) return 'the definition has no name of its own';
  const found = service.language.findReferences(source.fileName, node.getStart(source))?.flatMap(({ references }) => references) ?? [];
  if (found.some(({ fileName }) => fileName !== source.fileName)) return 'another file uses it';
  const { text } = node;
  const used = found.some(({ textSpan }) => !isInside(node, textSpan.start) && !isNamedInExport(source, textSpan.start));
  const drop: Change = (file) => dropExport(file, offset, text);
  const remove: Change = (file) => removeDefinition(file, text);
  return { changes: used ? [drop] : [drop, remove], mends: !used, keepsModules };
}

/** In the definition itself: recursion is no use. */
function isInside(name: ts.Identifier, offset: number): boolean {
  let node: ts.Node = name;
  while (!ts.isSourceFile(node.parent) && !ts.isVariableDeclaration(node)) node = node.parent;
  return node.pos <= offset && offset < node.end;
}

const isNamedInExport = (source: ts.SourceFile, offset: number): boolean => ts.isExportSpecifier(nodeAt(source, offset).parent);

function planParameter(service: Service, source: ts.SourceFile, offset: number, keepsModules: boolean): Plan | string {
  let parameter = nodeAt(source, offset);
  while (!ts.isParameter(parameter)) {
    if (ts.isSourceFile(parameter)) return 'the parameter is not there any more';
    parameter = parameter.parent;
  }
  const { parent: owner } = parameter;
  const holder = owner.name ?? (owner.parent as ts.NamedDeclaration).name;
  const calls = holder && callsOf(service, source, holder);
  if (!calls) return 'the function is not only called';
  const at = owner.parameters.indexOf(parameter);
  const own = calls.every((call) => call.getSourceFile() === source && (!call.arguments[at] || isPlain(call.arguments[at])));
  const isLast = at === owner.parameters.length - 1;
  // Where others may call it with more arguments, it only gets a name that says that it is not used.
  if (!own || !isLast || isExported(owner)) return { changes: [(file) => underscore(file, offset)], mends: false, keepsModules };
  const places = calls.map((call) => nameOfCallee(call).getStart(source));
  return { changes: [(file) => removeParameter(file, offset, places)], mends: false, keepsModules };
}

const nameOfCallee = ({ expression }: ts.CallExpression): ts.Node => (ts.isPropertyAccessExpression(expression) ? expression.name : expression);
