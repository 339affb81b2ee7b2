/** Which files are tests, by the customs of their languages. */
const FOLDERS = /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|testdata)\//i;
/** `Shop.Tests/`, `ShopTests/`, `src/jvmTest/`, `src/testFixtures/`: letter case tells them from `contests/`. */
const JOINED_FOLDERS = /(?:^|\/)(?:[^/]*[a-z0-9.](?:Tests?|Specs?)|test[A-Z][^/]*)\//;
const NAMES = [
  /[._-](?:test|tests|spec|specs|e2e|unittest)\.[^./]+$/i,
  /^(?:test_[^/]*|conftest|tests)\.py$/,
  /^test[-_][^/]*\.(?:c|cc|cpp|cxx|rb|sh)$/,
  /^tests?\.rs$/,
  /\.bats$/,
  /(?:Test|Tests|TestCase|Spec|IT)\.(?:java|kt|cs|scala|swift|php|groovy)$/,
  /^Test[A-Z][^/]*\.(?:java|kt|cs)$/,
];

/** Tests and what lies beside them. */
export function isTestPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return FOLDERS.test(path) || JOINED_FOLDERS.test(path) || NAMES.some((pattern) => pattern.test(name));
}
