/** Files that match words well and are rarely what is meant, unless the query asks for their kind. */
import { PATH_KIND, PATH_KINDS_END, pathKinds } from '../corpus';

export interface NoiseOptions {
  /** The query speaks of tests. */
  readonly wantsTests: boolean;
  /** The query speaks of documentation or configuration. */
  readonly wantsDocuments: boolean;
}

/** What a file counts, 0..1, by the number that `pathKinds` gives its path. */
export function noiseFactors({ wantsTests, wantsDocuments }: NoiseOptions): Float64Array {
  const factor = (kinds: number, kind: keyof typeof PATH_KIND, value: number): number => (kinds & PATH_KIND[kind] ? value : 1);
  return Float64Array.from({ length: PATH_KINDS_END }, (_, kinds) => {
    const always = factor(kinds, 'example', 0.7) * factor(kinds, 'foreign', 0.6) * factor(kinds, 'declaration', 0.7);
    return always * (wantsTests ? 1 : factor(kinds, 'test', 0.25)) * (wantsDocuments ? 1 : factor(kinds, 'document', 0.3));
  });
}

export const noiseFactor = (path: string, options: NoiseOptions): number => noiseFactors(options)[pathKinds(path)]!;

export function noiseOptions(query: string): NoiseOptions {
  return {
    wantsTests: /\b(?:tests?|specs?|tested|testing|mocks?|fixtures?)\b/i.test(query),
    wantsDocuments: /\b(?:docs?|documentation|readme|changelog|config(?:uration)?|ya?ml|json|toml|css|styles?|html|markdown)\b/i.test(query),
  };
}
