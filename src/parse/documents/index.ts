/** Documents: their parts become symbols that nothing in code can mean. */
import { LIMITS, type FileContent, type FileFacts } from '../../kernel';
import { NO_REFERENCES } from '../references';
import { createOutline, type Outline } from './outline';

/** Puts the parts of `text` into the outline, outer ones first, each in the order of the text. */
export type OutlineDocument = (text: string, outline: Outline) => void;

/** How a document's parts are read; the parser is loaded by the first file that needs it. */
export interface DocumentEntry {
  /** Package of the parser; none where the project reads them itself. */
  readonly package?: string;
  readonly load: () => Promise<OutlineDocument>;
}

/** Throws what the parser throws, such as a RangeError where nesting is too deep for the stack. */
export async function parseDocument({ path, hash, text, invalidUtf8 }: FileContent, language: string, entry: DocumentEntry): Promise<FileFacts> {
  const read = await entry.load();
  const outline = createOutline(text);
  read(text, outline);
  return {
    path,
    hash,
    language,
    structure: 'document',
    lineCount: outline.lineCount,
    symbols: outline.symbols(),
    imports: [],
    exports: [],
    module: '',
    references: NO_REFERENCES,
    problems: outline.problems(),
    invalidUtf8,
  };
}

/** Whether a document of so many characters is read. */
export const isReadable = ({ text }: Pick<FileContent, 'text'>): boolean => text.length <= LIMITS.documentMaxChars;
