/**
 * Types worked out before anybody asks. The first questions about members of common names wait for the types
 * of all values that a member of that name is taken of; once known, those stay with the program.
 */
import { ts } from 'ts-morph';
import { getHeapStatistics } from 'node:v8';
import type { Service } from './service';

export interface Warmer {
  /** Goes on with the next files until time is up. Whether nothing is left to do. */
  warm(expired: () => boolean): boolean;
  /** Whether all is worked out for the files as they are now. */
  isWarm(): boolean;
}

interface Inner {
  getNameTable(source: ts.SourceFile): unknown;
}

/** Types may take this share of the thread's heap; beyond it questions have to do with what is known. */
const HEAP_SHARE = 0.7;

export function createWarmer(service: Service): Warmer {
  // A program that went away takes its types along.
  const done = new WeakMap<ts.Program, number>();

  const heapIsFull = (): boolean => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used > HEAP_SHARE * limit;
  };
  const isDone = (program: ts.Program): boolean => (done.get(program) ?? 0) >= program.getSourceFiles().length;

  return {
    isWarm: () => isDone(service.program()),
    warm(expired) {
      const program = service.program();
      const files = program.getSourceFiles();
      for (let next = done.get(program) ?? 0; next < files.length && !expired(); next += 1) {
        const source = files[next]!;
        if (service.pathOf(source.fileName) !== undefined) warmFile(source, program.getTypeChecker());
        done.set(program, heapIsFull() ? files.length : next + 1);
      }
      return isDone(program);
    },
  };
}

function warmFile(source: ts.SourceFile, checker: ts.TypeChecker): void {
  // What the search asks of every file first: which names it has at all.
  (ts as unknown as Inner).getNameTable(source);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) checker.getSymbolAtLocation(node.name);
    else if (ts.isObjectLiteralExpression(node)) checker.getContextualType(node);
    else if (ts.isObjectBindingPattern(node)) checker.getTypeAtLocation(node);
    else if (ts.isJsxAttributes(node)) checker.getContextualType(node);
    ts.forEachChild(node, visit);
  };
  try {
    visit(source);
  } catch {
    // The compiler asserts what it believes of code; where code is broken, the rest of the file stays cold.
  }
}
