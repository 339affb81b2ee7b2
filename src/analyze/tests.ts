/** What tests have to do with other files. */
import { isTestPath } from '../corpus';

const DATA = /\.(?:json|jsonc|ya?ml|toml|xml|csv|md|txt|snap|html|css|sql|lock)$/i;

/** Tests without data: fixtures and snapshots lie beside tests. */
export const isTestCode = (path: string): boolean => isTestPath(path) && !DATA.test(path);

/** What a test and the file that it tests have in common: `src/cart/total.test.ts` → `total`. */
export function testedName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return name.replace(/(?:[._-](?:test|tests|spec|specs|e2e|cy)|(?:Test|Tests|IT|Spec|TestCase))$/, '').replace(/^test_/, '').toLowerCase();
}
