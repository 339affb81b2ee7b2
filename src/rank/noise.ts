/** Files that match words well and are rarely what is meant, unless the query asks for their kind. */
import { PATH_KIND, PATH_KINDS_END, pathKinds } from '../corpus';

export interface NoiseOptions {
  /** The query speaks of tests. */
  readonly wantsTests: boolean;
  /** The query speaks of documentation or configuration. */
  readonly wantsDocuments: boolean;
}

/**
 * What a file counts, 0..1, by the number that `pathKinds` gives its path. Tests and prose say the words of
 * most questions: change logs and guides tell of everything, in the words of who asks. So they count little
 * enough to stand behind code that says the same, and still come first where nothing else matches.
 */
const SHARE = { test: 0.1, document: 0.05, data: 0.3, example: 0.4, foreign: 0.3, declaration: 0.7 } as const satisfies Record<keyof typeof PATH_KIND, number>;

export function noiseFactors({ wantsTests, wantsDocuments }: NoiseOptions): Float64Array {
  const wanted: Readonly<Partial<Record<keyof typeof PATH_KIND, boolean>>> = { test: wantsTests, document: wantsDocuments, data: wantsDocuments, example: wantsDocuments };
  const kinds = Object.entries(PATH_KIND) as [keyof typeof PATH_KIND, number][];
  return Float64Array.from({ length: PATH_KINDS_END }, (_, of) => kinds.reduce((share, [kind, bit]) => (of & bit && !wanted[kind] ? share * SHARE[kind] : share), 1));
}

export const noiseFactor = (path: string, options: NoiseOptions): number => noiseFactors(options)[pathKinds(path)]!;

/** What the first line speaks of: reports mention tests, settings and formats on their way, whatever they are about. */
export function noiseOptions(query: string): NoiseOptions {
  const [first = ''] = query.trim().split('\n', 1);
  return {
    wantsTests: /\b(?:tests?|specs?|tested|testing|mocks?|fixtures?)\b/i.test(first),
    wantsDocuments: /\b(?:docs?|documentation|readme|changelog|config(?:uration)?|ya?ml|json|toml|css|styles?|html|markdown)\b/i.test(first),
  };
}
