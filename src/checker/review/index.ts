/** What could be better in a file, as far as types and syntax tell. */
import { ts } from 'ts-morph';
import type { FileReview, ReviewedFile } from '../messages';
import type { Service } from '../service';
import { extractableBlocks } from './blocks';
import { unusedImports } from './imports';
import { deepNesting } from './nesting';
import { unusedParameters } from './parameters';
import { functionAt, offsetAt } from './places';
import { floatingPromises } from './promises';

/** Reviews in the order of `files`, until time is up. One file is always reviewed. */
export function reviewFiles(service: Service, files: readonly ReviewedFile[], expired: () => boolean): { reviews: FileReview[]; complete: boolean } {
  const reviews: FileReview[] = [];
  for (const file of files) {
    if (reviews.length > 0 && expired()) return { reviews, complete: false };
    reviews.push(reviewFile(service, file));
  }
  return { reviews, complete: true };
}

function reviewFile(service: Service, wanted: ReviewedFile): FileReview {
  const { path } = wanted;
  const none = { path, imports: [], parameters: [], promises: [], nesting: [], functions: [] };
  const source = service.source(path);
  if (!source) return { ...none, failed: 'the file is not there any more' };
  if (service.program().getSyntacticDiagnostics(source).length > 0) return { ...none, failed: 'the file has syntax errors' };
  try {
    // Nodes know their parents only once the checker has bound the files.
    service.program().getTypeChecker();
    return { path, ...reviewSource(service, source, wanted) };
  } catch (thrown) {
    // The compiler asserts what it believes of code, and its walk may be too deep for the stack.
    return { ...none, failed: `the compiler failed at it: ${(thrown as Error).message.split('\n', 1)[0]!.slice(0, 100)}` };
  }
}

function reviewSource(service: Service, source: ts.SourceFile, wanted: ReviewedFile): Omit<FileReview, 'path'> {
  const checker = service.program().getTypeChecker();
  const limits = { lines: wanted.blockLines, parameters: wanted.blockParameters };
  return {
    imports: wanted.imports ? unusedImports(service, source) : [],
    parameters: wanted.parameters ? unusedParameters(service, source) : [],
    promises: wanted.promises ? floatingPromises(service, source) : [],
    nesting: wanted.nesting > 0 ? deepNesting(source, wanted.nesting) : [],
    functions: wanted.functions.map((place) => {
      const offset = offsetAt(source, place);
      const node = offset === undefined ? undefined : functionAt(source, offset);
      return { line: place.line, column: place.column, blocks: node && ts.isBlock(node.body) ? extractableBlocks(node, checker, limits) : [] };
    }),
  };
}
