/** Files that match words well and are rarely what is meant, unless the query asks for their kind. */
export interface NoiseOptions {
  /** The query speaks of tests. */
  readonly wantsTests: boolean;
  /** The query speaks of documentation or configuration. */
  readonly wantsDocuments: boolean;
}

const TESTS = /(?:^|\/)(?:__tests__|__mocks__|tests?|spec|e2e|testdata)\/|[._-](?:test|spec)\.[^/]+$|(?:^|\/)test_[^/]+\.py$|_test\.go$/i;
const EXAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|fixtures?|benchmarks?|bench|playground)\//i;
const FOREIGN = /(?:^|\/)(?:vendor|third_party|generated|__generated__)\/|\.(?:generated|gen|pb)\.[^/]+$|_pb2\.py$/i;
const DECLARATIONS = /\.d\.[cm]?ts$/i;
const DOCUMENTS = /\.(?:md|mdx|rst|txt|json|jsonc|ya?ml|toml|xml|ini|html?|css|scss|less|csv|svg)$|(?:^|\/)changelog[^/]*$/i;

export function noiseFactor(path: string, options: NoiseOptions): number {
  let factor = 1;
  if (!options.wantsTests && TESTS.test(path)) factor *= 0.5;
  if (EXAMPLES.test(path)) factor *= 0.7;
  if (FOREIGN.test(path)) factor *= 0.6;
  if (DECLARATIONS.test(path)) factor *= 0.7;
  if (!options.wantsDocuments && DOCUMENTS.test(path)) factor *= 0.6;
  return factor;
}

export function noiseOptions(query: string): NoiseOptions {
  return {
    wantsTests: /\b(?:tests?|specs?|tested|testing|mocks?|fixtures?)\b/i.test(query),
    wantsDocuments: /\b(?:docs?|documentation|readme|changelog|config(?:uration)?|ya?ml|json|toml|css|styles?|html|markdown)\b/i.test(query),
  };
}
