/** Questions about definitions and uses, answered by the language service. */
import { ts } from 'ts-morph';
import type { NamePlace } from '../graph';
import type { CheckedPlace, FoundCall, MeaningAnswer } from './messages';
import { meaningOf, type Meaning } from './meaning';
import { nameAt, nameOffset, startOf } from './nodes';
import type { Service } from './service';

/** Meanings in the order of `places`, until time is up. Places without a name, or that the compiler fails at, are left out. */
export function meaningsOf(
  service: Service,
  places: readonly CheckedPlace[],
  expired: () => boolean,
): { readonly meanings: MeaningAnswer[]; readonly complete: boolean } {
  const checker = service.program().getTypeChecker();
  const meanings: MeaningAnswer[] = [];
  for (const place of places) {
    if (expired()) return { meanings, complete: false };
    const source = service.source(place.path);
    const offset = service.offsetOf(place);
    const node = source && offset !== undefined ? nameAt(source, offset) : undefined;
    const meaning = node && tryMeaning(node, checker, place.key);
    if (!meaning) continue;
    meanings.push({ at: place.at, path: place.path, own: placesOf(service, meaning.own), bases: placesOf(service, meaning.bases) });
  }
  return { meanings, complete: true };
}

/** The compiler asserts what it believes of code; where code is broken, that may not hold. */
function tryMeaning(node: ts.Node, checker: ts.TypeChecker, key: boolean): Meaning | undefined {
  try {
    return meaningOf(node, checker, key);
  } catch {
    return undefined;
  }
}

function placesOf(service: Service, declarations: readonly ts.Declaration[]): NamePlace[] {
  return declarations.map((each) => service.anyPlaceOf(each.getSourceFile(), nameOffset(each)));
}

export function findImplementations(service: Service, place: NamePlace): FoundCall[] {
  const start = startOf(service, place);
  const found = start ? (service.language.getImplementationAtPosition(start.name, start.offset) ?? []) : [];
  return found.flatMap(({ fileName, textSpan }) => {
    const source = service.program().getSourceFile(fileName);
    const at = source && service.placeOf(source, anchorOfImplementation(source, textSpan.start));
    return at ? [{ ...at, lines: [at.line], module: false }] : [];
  });
}

/** An object that implements a type is reported by its value; facts know it by its variable. */
function anchorOfImplementation(source: ts.SourceFile, offset: number): number {
  if (nameAt(source, offset)) return offset;
  let anchor = offset;
  const visit = (each: ts.Node): void => {
    if (ts.isVariableDeclaration(each) && each.initializer?.getStart(source) === offset) anchor = each.name.getStart(source);
    if (each.pos <= offset && offset < each.end) ts.forEachChild(each, visit);
  };
  visit(source);
  return anchor;
}

export function findCalls(service: Service, place: NamePlace, direction: 'callers' | 'callees'): FoundCall[] {
  const start = startOf(service, place);
  const prepared = start && service.language.prepareCallHierarchy(start.name, start.offset);
  const items = prepared === undefined ? [] : Array.isArray(prepared) ? prepared : [prepared];
  const calls = items.flatMap((item) => {
    const at = item.selectionSpan.start;
    if (direction === 'callers') {
      return service.language.provideCallHierarchyIncomingCalls(item.file, at).map(({ from, fromSpans }) => ({ item: from, spans: fromSpans, file: from.file }));
    }
    return service.language.provideCallHierarchyOutgoingCalls(item.file, at).map(({ to, fromSpans }) => ({ item: to, spans: fromSpans, file: item.file }));
  });
  return calls.flatMap(({ item, spans, file }) => {
    const source = service.program().getSourceFile(item.file);
    const around = service.program().getSourceFile(file);
    const found = source && service.placeOf(source, item.selectionSpan.start);
    if (!found || !around) return [];
    const lines = spans.map(({ start: at }) => around.getLineAndCharacterOfPosition(at).line + 1);
    return [{ ...found, lines: [...new Set(lines)].sort((a, b) => a - b), module: item.kind === ts.ScriptElementKind.moduleElement && item.selectionSpan.start === 0 }];
  });
}
