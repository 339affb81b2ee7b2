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

interface Noise {
  readonly isTest: boolean;
  readonly isDocument: boolean;
  /** Of everything that no query asks for. */
  readonly factor: number;
}

/** Five expressions on every path of every query add up; a path never changes what it is. */
const known = new Map<string, Noise>();
const KNOWN_MAX = 50_000;

export function noiseFactor(path: string, options: NoiseOptions): number {
  const { isTest, isDocument, factor } = known.get(path) ?? remember(path);
  return factor * (isTest && !options.wantsTests ? 0.5 : 1) * (isDocument && !options.wantsDocuments ? 0.6 : 1);
}

function remember(path: string): Noise {
  if (known.size >= KNOWN_MAX) known.clear();
  const factor = (EXAMPLES.test(path) ? 0.7 : 1) * (FOREIGN.test(path) ? 0.6 : 1) * (DECLARATIONS.test(path) ? 0.7 : 1);
  const noise = { isTest: TESTS.test(path), isDocument: DOCUMENTS.test(path), factor };
  known.set(path, noise);
  return noise;
}

export function noiseOptions(query: string): NoiseOptions {
  return {
    wantsTests: /\b(?:tests?|specs?|tested|testing|mocks?|fixtures?)\b/i.test(query),
    wantsDocuments: /\b(?:docs?|documentation|readme|changelog|config(?:uration)?|ya?ml|json|toml|css|styles?|html|markdown)\b/i.test(query),
  };
}
