/** The truth about references: a language service of its own over a tree on disk, with the compiler's own resolution. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Project, ts } from 'ts-morph';

export type Role = 'use' | 'declaration' | 'specifier' | 'comment';

export interface TrueReference {
  readonly place: string;
  readonly role: Role;
  /** What kind of syntax it is part of. */
  readonly syntax: string;
}

export interface TrueService {
  /** All that `findReferences` answers, each place once. */
  references(path: string, line: number, column: number): TrueReference[];
  syntaxAt(place: string): string;
}

const LIBRARY = '/node_modules/typescript/lib';

export function openService(root: string, paths: readonly string[]): TrueService {
  const library = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  const isLibrary = (name: string): boolean => name.startsWith(`${LIBRARY}/`);
  const read = (name: string): string | undefined =>
    isLibrary(name) ? library.readFile(name) : existsSync(name) ? readFileSync(name, 'utf8') : undefined;
  const config = join(root, 'tsconfig.json');
  const written = existsSync(config) ? ts.parseJsonConfigFileContent(ts.readConfigFile(config, read).config, { ...ts.sys, readFile: read }, root).options : {};
  const options: ts.CompilerOptions = {
    jsx: ts.JsxEmit.Preserve,
    ...written,
    allowJs: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: [],
    noEmit: true,
  };
  const language = ts.createLanguageService({
    getScriptFileNames: () => paths.map((path) => join(root, path)),
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = read(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (given) => `${LIBRARY}/${ts.getDefaultLibFileName(given)}`,
    fileExists: (name) => (isLibrary(name) ? library.fileExists(name) : ts.sys.fileExists(name)),
    readFile: read,
    directoryExists: (name) => ts.sys.directoryExists(name),
    getDirectories: (name) => ts.sys.getDirectories(name),
  });
  const program = language.getProgram()!;
  const pathOf = (name: string): string => relative(root, name).split(sep).join('/');

  function nodeAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
    let node: ts.Node = source;
    for (;;) {
      const inner: ts.Node | undefined = ts.forEachChild(node, (child) => (child.pos <= offset && offset < child.end ? child : undefined));
      if (!inner) break;
      node = inner;
    }
    const start = node.getStart(source);
    return start === offset || (ts.isStringLiteralLike(node) && start === offset - 1) ? node : undefined;
  }

  function describe(source: ts.SourceFile, offset: number, isDefinition: boolean): Pick<TrueReference, 'role' | 'syntax'> {
    const node = nodeAt(source, offset);
    if (!node || node === source) return { role: 'comment', syntax: 'JSDoc' };
    return { role: isSpecifier(node) ? 'specifier' : isDefinition || isDeclared(node) ? 'declaration' : 'use', syntax: ts.SyntaxKind[node.parent.kind] };
  }

  return {
    references(path, line, column) {
      const source = program.getSourceFile(join(root, path));
      if (!source) return [];
      const start = source.getPositionOfLineAndCharacter(line - 1, column - 1);
      const found = new Map<string, TrueReference>();
      for (const { fileName, textSpan, isDefinition } of (language.findReferences(source.fileName, start) ?? []).flatMap(({ references }) => references)) {
        const inside = program.getSourceFile(fileName);
        if (!inside || isLibrary(fileName)) continue;
        const at = inside.getLineAndCharacterOfPosition(textSpan.start);
        const place = `${pathOf(fileName)}:${at.line + 1}:${at.character + 1}`;
        const next = { place, ...describe(inside, textSpan.start, isDefinition === true) };
        if (!found.has(place) || next.role === 'declaration') found.set(place, next);
      }
      return [...found.values()];
    },
    syntaxAt(place) {
      const [path, line, column] = place.split(':');
      const source = program.getSourceFile(join(root, path!))!;
      const node = nodeAt(source, source.getPositionOfLineAndCharacter(Number(line) - 1, Number(column) - 1));
      return node ? ts.SyntaxKind[node.parent.kind] : 'nothing';
    },
  };
}

/** Names that import or export, and the modules' own. */
function isSpecifier(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent) ||
    ts.isImportEqualsDeclaration(parent) || ts.isExportAssignment(parent) || ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)
  );
}

/** Names of declarations. Keys of objects and of markup, and names in patterns, use what exists: they count as uses. */
function isDeclared(node: ts.Node): boolean {
  const parent = node.parent as ts.NamedDeclaration;
  if (parent.name !== node || ts.isPropertyAccessExpression(parent) || ts.isBindingElement(parent) || ts.isJsxAttribute(parent)) return false;
  return !ts.isObjectLiteralExpression(parent.parent);
}
