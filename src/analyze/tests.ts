/** Which files are tests, by the customs of their languages. */
const FOLDERS = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testdata|src\/test)\//i;
const NAMES = [
  /[._-](?:test|tests|spec|specs|e2e)\.[^./]+$/i,
  /^(?:test_[^/]*|conftest)\.py$/,
  /_(?:test|spec)\.[^./]+$/,
  /(?:Test|Tests|TestCase|Spec|IT)\.(?:java|kt|cs|scala|swift|php|groovy)$/,
  /^Test[A-Z][^/]*\.(?:java|kt|cs)$/,
];

export function isTestPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return FOLDERS.test(path) || NAMES.some((pattern) => pattern.test(name));
}
