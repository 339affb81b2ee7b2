/** Statements of a long function that could stand on their own: few values in, hardly any out. */
import { ts } from 'ts-morph';
import type { ExtractableBlock } from '../../kernel';
import { isFunction, lineOf, type FunctionNode } from './places';
import { readStatement, usesIn, type StatementTraits, type VariableUse } from './variables';

export interface BlockLimits {
  readonly lines: number;
  readonly parameters: number;
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly block: ExtractableBlock;
  readonly score: number;
}

const OUTPUTS_MAX = 2;
/** A block of nearly the whole function is the function. */
const SHARE_MAX = 0.7;
const RANGES_MAX = 4_000;
const BLOCKS_MAX = 3;

/** The best ones that do not overlap, in the order of the text. */
export function extractableBlocks(node: FunctionNode, checker: ts.TypeChecker, limits: BlockLimits): ExtractableBlock[] {
  const source = node.getSourceFile();
  const uses = usesIn(node, checker);
  const linesMax = (lineOf(source, node.end) - lineOf(source, node.getStart(source)) + 1) * SHARE_MAX;
  const ranges: Range[] = [];
  for (const list of listsIn(node.body)) {
    const { statements } = list;
    const traits = statements.map(readStatement);
    for (let first = 0; first < statements.length; first += 1) {
      for (let last = first; last < statements.length && ranges.length < RANGES_MAX; last += 1) {
        if (traits[last]!.escapes) break;
        const lines = lineOf(source, statements[last]!.end) - lineOf(source, statements[first]!.getStart(source)) + 1;
        if (lines > linesMax) break;
        if (lines < limits.lines || (first === 0 && last === statements.length - 1 && list.parent === node.body)) continue;
        const range = describe(source, list, first, last, traits.slice(first, last + 1), uses, limits);
        if (range) ranges.push(range);
      }
    }
  }
  return bestOf(ranges);
}

interface List {
  readonly statements: readonly ts.Statement[];
  readonly parent: ts.Node;
}

/** Lists of statements of the function itself, not of functions inside it. */
function listsIn(body: ts.Node): List[] {
  const lists: List[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node) || ts.isClassLike(node)) return;
    if (ts.isBlock(node)) lists.push({ statements: node.statements, parent: node });
    ts.forEachChild(node, visit);
  };
  visit(body);
  return lists;
}

function describe(
  source: ts.SourceFile,
  { statements, parent }: List,
  first: number,
  last: number,
  traits: readonly StatementTraits[],
  uses: readonly VariableUse[],
  limits: BlockLimits,
): Range | undefined {
  const [start, end] = [statements[first]!.getStart(source), statements[last]!.end];
  const found = flowOf(uses, start, end, isInLoop(parent));
  if (!found || found.inputs.length > limits.parameters || found.outputs.length > OUTPUTS_MAX) return undefined;
  const block: ExtractableBlock = {
    startLine: lineOf(source, start),
    endLine: lineOf(source, end),
    ...found,
    async: traits.some((each) => each.waits),
    usesThis: traits.some((each) => each.usesThis),
  };
  const branches = traits.reduce((sum, each) => sum + each.branches, 0);
  // What a reader is spared, less what the call makes him look up.
  const score = block.endLine - block.startLine + 1 + 3 * branches - 2 * found.inputs.length - 4 * found.outputs.length;
  return score > 0 ? { first: start, last: end, block, score } : undefined;
}

/** Undefined when something other than a variable would have to leave the block. */
function flowOf(uses: readonly VariableUse[], start: number, end: number, inLoop: boolean): Pick<ExtractableBlock, 'inputs' | 'outputs'> | undefined {
  const inside = (offset: number): boolean => offset >= start && offset < end;
  const inputs = new Set<string>();
  const written = new Map<ts.Symbol, string>();
  for (const { offset, name, symbol, declared, reads, writes } of uses) {
    if (!inside(offset)) continue;
    if (!inside(declared) && reads) inputs.add(name);
    if (writes || inside(declared)) written.set(symbol, name);
  }
  const outputs = new Set<string>();
  for (const { offset, symbol, reads, variable } of uses) {
    const name = written.get(symbol);
    if (name === undefined || !reads || inside(offset) || (offset < start && !inLoop)) continue;
    if (!variable) return undefined;
    outputs.add(name);
  }
  return { inputs: [...inputs], outputs: [...outputs] };
}

function isInLoop(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at && !ts.isFunctionLike(at); at = at.parent as ts.Node | undefined) {
    if (ts.isIterationStatement(at, false)) return true;
  }
  return false;
}

function bestOf(ranges: readonly Range[]): ExtractableBlock[] {
  const chosen: Range[] = [];
  for (const range of [...ranges].sort((a, b) => b.score - a.score || a.first - b.first || b.last - a.last)) {
    if (chosen.length >= BLOCKS_MAX) break;
    if (chosen.every(({ first, last }) => range.last <= first || range.first >= last)) chosen.push(range);
  }
  return chosen.sort((a, b) => a.first - b.first).map(({ block }) => block);
}
