/** Other ways to the definitions of TypeScript files, each as its library means to be used. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../packages';
import type { CorpusFile } from './corpus';

/** How many definitions it found: for a look at whether it did the work. */
export type Contender = (files: readonly CorpusFile[]) => Promise<number>;

const OXC = 'oxc-parser@0.159.0';
const pathOf = ({ root, path }: CorpusFile): string => join(root, path);

/** (a) Wrapped nodes: imports, exports and definitions with their signatures, one file after the other. */
export const tsMorphGetters: Contender = async (files) => {
  const { Project } = await import('ts-morph');
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true } });
  let found = 0;
  for (const file of files) {
    const source = project.createSourceFile(`/${file.path}`, readFileSync(pathOf(file), 'utf8'), { overwrite: true });
    source.getImportDeclarations().forEach((each) => each.getModuleSpecifierValue());
    source.getExportDeclarations().forEach((each) => each.getModuleSpecifierValue());
    const callables = [...source.getFunctions(), ...source.getClasses().flatMap((each) => [...each.getMethods(), ...each.getConstructors()])];
    for (const each of callables) {
      each.getParameters().forEach((parameter) => [parameter.getName(), parameter.getTypeNode()?.getText()]);
      each.getReturnTypeNode()?.getText();
    }
    const types = [...source.getClasses(), ...source.getInterfaces(), ...source.getEnums(), ...source.getTypeAliases()];
    const values = source.getVariableDeclarations();
    const members = [...source.getClasses().flatMap((each) => each.getProperties()), ...source.getInterfaces().flatMap((each) => each.getMembers())];
    for (const each of [...callables, ...types, ...values, ...members]) {
      each.getStartLineNumber();
      each.getEndLineNumber();
      found += 1;
    }
    for (const each of [...types, ...values]) each.getName();
    project.removeSourceFile(source);
  }
  return found;
};

/** (b) The compiler's own tree with its defaults, doc comments included: names, kinds and places of definitions. */
export const compilerWalk: Contender = async (files) => {
  const { ts } = await import('ts-morph');
  const found: unknown[] = [];
  for (const file of files) {
    const path = pathOf(file);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
    const visit = (node: import('ts-morph').ts.Node): void => {
      const { name } = node as import('ts-morph').ts.NamedDeclaration;
      if (name && ts.isIdentifier(name) && ts.isDeclarationStatement(node)) {
        found.push({ name: name.text, kind: node.kind, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found.length;
};

/** (c) universal-ctags, from Debian. @throws when it is not installed */
export const ctags: Contender = async (files) => {
  const output = execFileSync('ctags', ['-f', '-', '--languages=TypeScript', '--fields=+neK', '-L', '-'], {
    input: files.map(pathOf).join('\n'), encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'],
  });
  return output.split('\n').filter((line) => line !== '' && !line.startsWith('!')).map((line) => line.split('\t')).length;
};

/** (d) oxc-parser: its tree, handed over to JavaScript and walked. */
export const oxc: Contender = async (files) => {
  const { parseSync } = createRequire(join(cacheFolder('oxc'), 'package.json'))('oxc-parser') as {
    parseSync(path: string, text: string): { readonly program: object };
  };
  let found = 0;
  const visit = (node: object): void => {
    const { type, id, key } = node as { type?: string; id?: { name?: string }; key?: { name?: string } };
    if (type !== undefined && (id?.name !== undefined || key?.name !== undefined)) found += 1;
    for (const value of Object.values(node) as unknown[]) if (typeof value === 'object' && value !== null) visit(value);
  };
  for (const file of files) {
    const path = pathOf(file);
    visit(parseSync(path, readFileSync(path, 'utf8')).program);
  }
  return found;
};

/** Fetched by npm into the ignored cache: a native parser has no place in the package. */
export function fetchOxc(): void {
  const folder = cacheFolder('oxc');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, OXC], { stdio: ['ignore', 'ignore', 'inherit'] });
}
