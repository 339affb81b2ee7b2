/** Which files are tests, by the customs of their languages. */
const FOLDERS = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testdata|src\/test)\//i;
const NAMES = [
  /[._-](?:test|tests|spec|specs|e2e)\.[^./]+$/i,
  /^(?:test_[^/]*|conftest)\.py$/,
  /_(?:test|spec)\.[^./]+$/,
  /(?:Test|Tests|TestCase|Spec|IT)\.(?:java|kt|cs|scala|swift|php|groovy)$/,
  /^Test[A-Z][^/]*\.(?:java|kt|cs)$/,
];
const DATA = /\.(?:json|jsonc|ya?ml|toml|xml|csv|md|txt|snap|html|css|sql|lock)$/i;

/** Tests and what lies beside them. */
export function isTestPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return FOLDERS.test(path) || NAMES.some((pattern) => pattern.test(name));
}

/** The same without data: fixtures and snapshots lie beside tests. */
export const isTestCode = (path: string): boolean => isTestPath(path) && !DATA.test(path);

/** What a test and the file that it tests have in common: `src/cart/total.test.ts` → `total`. */
export function testedName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return name.replace(/(?:[._-](?:test|tests|spec|specs|e2e|cy)|(?:Test|Tests|IT|Spec|TestCase))$/, '').replace(/^test_/, '').toLowerCase();
}
