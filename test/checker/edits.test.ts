/** What types say never outlives a change that could make it wrong, and settled anew it is what the language service finds. */
import fc from 'fast-check';
import { createHarness } from './harness';

/** Each file has several texts; types, values and uses lie in different files. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  'types.ts': [
    'export interface Box { open(): void; size: number }\nexport interface Bag { open(): void; size: number }',
    'export interface Box { open(): void }\nexport interface Bag extends Box { size: number }',
    'export interface Bag { open(): void; size: number }\n\nexport interface Box { open(): void; size: number }',
  ],
  'make.ts': [
    "import type { Box } from './types';\nexport const make = (): Box => ({ open() {}, size: 1 }) as Box;",
    "import type { Bag } from './types';\nexport const make = (): Bag => ({ open() {}, size: 1 });",
    "import type { Box } from './types';\nexport class Made implements Box { open() {} size = 1; }\nexport const make = () => new Made();",
  ],
  'pass.ts': ["export { make } from './make';", "import { make as inner } from './make';\nexport const make = () => inner();", 'export const make = () => ({ open() {}, size: 2 });'],
  'use.ts': ["import { make } from './pass';\nmake().open();\nconst { size } = make();\nexport { size };", "import { make } from './make';\n\nmake().open();\nmake()['size'];", 'export {};'],
  'script.ts': ['interface Window { open(): void }', "export {};\ndeclare module './types' { interface Box { size: number } }", 'export const nothing = 1;'],
  'types/index.ts': ['export interface Box { open(): number; size: string }\nexport interface Bag { open(): number; size: string }'],
};
const PATHS = Object.keys(VARIANTS);

test('a value taken out of an object is used where the property is, as the language service has it', async () => {
  const harness = await createHarness(Object.fromEntries(PATHS.map((path) => [path, VARIANTS[path]![0]!])));
  for (const path of ['other.ts', 'loads.ts']) await harness.put(path, "import { make } from './make';\nmake().size;\nexport const { open: shut } = make();");
  await harness.put('loads.ts', "export const { make } = await import('./make');\nmake();");
  for (const name of ['use.ts#size', 'other.ts#shut', 'loads.ts#make', 'make.ts#make']) {
    expect(await harness.settle(name)).toBe(true);
    expect([name, harness.exact(name).sort()]).toEqual([name, (await harness.found(name, 'use')).sort()]);
  }
  expect(harness.exact('use.ts#size')).toContain('other.ts:2:8');
  expect(harness.workspace.uses('use.ts#size')).toEqual([]);
});

const step = fc.record({ path: fc.constantFrom(...PATHS), variant: fc.nat(2), remove: fc.boolean(), settle: fc.boolean() });

test('random edits of files that types flow through', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const first = Object.fromEntries(PATHS.filter((path) => path !== 'types/index.ts').map((path) => [path, VARIANTS[path]![0]!]));
      const harness = await createHarness(first);
      const { workspace } = harness;
      const members = (): string[] =>
        workspace
          .paths()
          .flatMap((path) => workspace.file(path).facts.symbols.flatMap(({ name, qualifiedName }) => (['open', 'size'].includes(name) ? [`${path}#${qualifiedName}`] : [])));
      const settle = async (): Promise<void> => {
        for (const name of members()) expect(await harness.settle(name)).toBe(true);
      };
      await settle();
      for (const { path, variant, remove, settle: again } of steps) {
        const texts = VARIANTS[path]!;
        if (remove && path !== 'types.ts') harness.remove(path);
        else await harness.put(path, texts[variant % texts.length]!);
        for (const name of members()) {
          const truth = new Set(await harness.found(name, 'use'));
          expect([name, harness.exact(name).filter((use) => !truth.has(use))]).toEqual([name, []]);
        }
        if (!again) continue;
        await settle();
        for (const name of members()) expect([name, harness.exact(name).sort()]).toEqual([name, (await harness.found(name, 'use')).sort()]);
      }
    }),
    { numRuns: 12 },
  );
});
