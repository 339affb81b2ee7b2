/** What surrounds a line of a file, and what it has at hand. */
import { describeSurroundings, type CodeView } from '../../analyze';
import type {
  CallOptions,
  EnclosingSymbol,
  FileFacts,
  LocalName,
  Step,
  StructuralContext,
  StructuralContextRequest,
  SymbolFact,
} from '../../kernel';
import { toEngineError } from '../../kernel';
import { splitLines } from '../../parse';
import { discloseLines } from '../disclose';
import { checkFlag, checkWhole } from '../input';
import { recordRun, type Run } from '../run';
import { openFile, type StructureParts } from '../structure';
import { openView } from './open';

/** Lines shown around a line that no symbol encloses, or of a symbol that is long. */
const NEARBY_LINES = 20;
const CODE_LINES_MAX = 120;
/** Locals are an extra: a file whose parser takes longer goes without. */
const LOCALS_TIMEOUT_MS = 2_000;

export function structuralContext(
  parts: StructureParts,
  request: StructuralContextRequest,
  options: CallOptions,
): Promise<StructuralContext> {
  return recordRun(parts, 'structuralContext', request, async (run) => {
    const related = checkFlag('related', request.related) ?? true;
    const { facts, text } = await openFile(parts, request, options, run);
    const line = checkWhole('line', request.line, 1, Math.max(1, facts.lineCount));
    const chain = enclosingChain(facts, line);
    const innermost = chain[chain.length - 1];
    const lines = splitLines(text);
    const steps: Step[] = [];
    const [locals, view] = await Promise.all([
      run.stage('locals', () => findLocals(parts, facts, text, line, options, steps)),
      related ? findView(parts, request, options, run, facts, steps) : undefined,
    ]);
    return {
      path: facts.path,
      line,
      language: facts.language,
      structure: facts.structure,
      hash: facts.hash,
      enclosing: chain.map((index) => withDoc(facts.symbols[index]!, lines)),
      siblings: siblingsOf(facts, innermost),
      imports: facts.imports,
      ...(await run.stage('related', () => describeSurroundings(facts, line, chain, view))),
      locals,
      code: codeAround(facts, lines, line, innermost, steps),
      steps,
    };
  });
}

async function findLocals(
  parts: StructureParts,
  { path, structure }: FileFacts,
  text: string,
  line: number,
  { signal }: CallOptions,
  steps: Step[],
): Promise<readonly LocalName[]> {
  if (structure === 'none' || structure === 'document') return [];
  try {
    return await parts
      .localsPool()
      .run({ kind: 'locals', path, text, line }, { priority: 'interactive', label: path, signal, timeoutMs: LOCALS_TIMEOUT_MS });
  } catch (thrown) {
    survive(thrown, 'locals', steps);
    return [];
  }
}

/** The index, in which the file stands as it is now; undefined, with the reason among the steps, when it cannot help. */
async function findView(
  parts: StructureParts,
  request: StructuralContextRequest,
  options: CallOptions,
  run: Run,
  facts: FileFacts,
  steps: Step[],
): Promise<CodeView | undefined> {
  try {
    let { workspace, view } = await openView(parts, request, options, run);
    let known = workspace.corpus.file(facts.path);
    if (known && known.facts.hash !== facts.hash) {
      parts.workspaces.expire(workspace, [facts.path]);
      ({ workspace, view } = await openView(parts, request, options, run));
      known = workspace.corpus.file(facts.path);
    }
    if (known?.facts.hash === facts.hash) return view;
    const detail = known ? 'the file keeps changing' : 'the file is none of those that are indexed';
    steps.push({ step: 'related', status: 'dropped', detail });
    return undefined;
  } catch (thrown) {
    survive(thrown, 'related', steps);
    return undefined;
  }
}

/** What the file alone tells is still an answer; only the end of everything is none. */
function survive(thrown: unknown, step: string, steps: Step[]): void {
  const error = toEngineError(thrown);
  if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED') throw error;
  steps.push({ step, status: 'failed', detail: error.message });
}

/** Indexes of the symbols around the line, outermost first. */
function enclosingChain(facts: FileFacts, line: number): number[] {
  return facts.symbols.flatMap((symbol, index) => (symbol.startLine <= line && symbol.endLine >= line ? [index] : []));
}

function withDoc(symbol: SymbolFact, lines: readonly string[]): EnclosingSymbol {
  if (!symbol.doc) return symbol;
  const { startLine, endLine } = symbol.doc;
  const docText = discloseLines(lines, '', { startLine, endLine }).text.split('\n').map((text) => text.trim()).join('\n');
  return { ...symbol, docText };
}

function siblingsOf(facts: FileFacts, innermost: number | undefined): SymbolFact[] {
  const parent = innermost === undefined ? -1 : facts.symbols[innermost]!.parent;
  return facts.symbols.filter((symbol, index) => symbol.parent === parent && index !== innermost);
}

function codeAround({ symbols, language }: FileFacts, lines: readonly string[], line: number, innermost: number | undefined, steps: Step[]): StructuralContext['code'] {
  const symbol = innermost === undefined ? undefined : symbols[innermost];
  const whole = symbol && symbol.endLine - symbol.startLine < CODE_LINES_MAX;
  const startLine = whole ? symbol.startLine : Math.max(symbol?.startLine ?? 1, line - NEARBY_LINES);
  const endLine = whole ? symbol.endLine : Math.min(symbol?.endLine ?? lines.length, line + NEARBY_LINES);
  const { text, kinds } = discloseLines(lines, language, { startLine, endLine });
  if (kinds.length > 0) steps.push({ step: 'redact', status: 'note', detail: `${kinds.length} secrets were taken out of the code: ${[...new Set(kinds)].join(', ')}` });
  return { startLine, endLine, text };
}
