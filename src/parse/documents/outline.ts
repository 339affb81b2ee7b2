/** Collects the parts of one document, bounded in number, and turns offsets into lines. */
import { LIMITS, type ParseProblem, type SymbolFact, type SymbolKind } from '../../kernel';
import { createLineTable } from '../lines';

export interface Part {
  readonly kind: SymbolKind;
  /** As written; made one line and cut. A part without a name is left out. */
  readonly name: string;
  /** Offset of its first character, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  /** Offset of its name; default: `start`. */
  readonly nameAt?: number;
  /** Head without contents; default: none. */
  readonly signature?: string;
  /** What `add` gave for the part around it; default: none. */
  readonly parent?: number;
}

export interface Outline {
  readonly lineCount: number;
  /** The part's number, for `parent` of those inside; -1 when it is left out. */
  add(part: Part): number;
  /** For parts whose end is known only later. */
  close(part: number, end: number): void;
  /** Whether no further part would be taken. */
  isFull(): boolean;
  problem(offset: number, message: string): void;
  symbols(): SymbolFact[];
  problems(): ParseProblem[];
}

const PROBLEMS_MAX = 20;

export function createOutline(text: string): Outline {
  const lines = createLineTable(text);
  const parts: { part: Part; name: string; qualifiedName: string; end: number }[] = [];
  const problems: ParseProblem[] = [];
  const isFull = (): boolean => parts.length >= LIMITS.documentSymbolsMax;
  const clamp = (offset: number): number => Math.max(0, Math.min(offset, text.length));

  return {
    lineCount: lines.count,
    add(part) {
      const name = oneLine(part.name, LIMITS.documentNameMaxChars);
      if (name === '' || isFull()) return -1;
      const around = parts[part.parent ?? -1];
      parts.push({ part, name, qualifiedName: around ? `${around.qualifiedName}.${name}` : name, end: part.end });
      return parts.length - 1;
    },
    close(part, end) {
      const known = parts[part];
      if (known) known.end = end;
    },
    isFull,
    problem(offset, message) {
      if (problems.length < PROBLEMS_MAX) problems.push({ line: lines.lineAt(clamp(offset)), message: oneLine(message, LIMITS.signatureMaxChars) });
    },
    symbols: () => parts.map(({ part, name, qualifiedName, end }): SymbolFact => {
      const start = clamp(part.start);
      const nameAt = clamp(part.nameAt ?? start);
      return {
        name,
        qualifiedName,
        kind: part.kind,
        signature: oneLine(part.signature ?? '', LIMITS.signatureMaxChars),
        exported: false,
        parent: part.parent ?? -1,
        startLine: lines.lineAt(start),
        // The character behind the last one may stand on the next line.
        endLine: lines.lineAt(Math.max(start, clamp(end) - 1)),
        nameLine: lines.lineAt(nameAt),
        nameColumn: lines.columnAt(nameAt),
        parameters: [],
        returnType: '',
        typeParameters: [],
        modifiers: [],
        decorators: [],
        heritage: [],
        complexity: 0,
      };
    }),
    problems: () => problems,
  };
}

/** Long names are cut before they are looked at: contents may follow that are as long as the file. */
const oneLine = (text: string, max: number): string => text.slice(0, 4 * max).replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, max);
