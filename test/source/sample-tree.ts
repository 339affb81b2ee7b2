/** One tree of files that every kind of source must show in the same way. */
export const MAX_FILE_BYTES = 4_096;

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('const wide = 1;\n', 'utf16le')]);

export const SAMPLE_TREE: Readonly<Record<string, Buffer>> = Object.fromEntries(
  Object.entries({
    'README.md': '# Sample\n',
    'src/index.ts': 'export const answer = 42;\n',
    'src/deep/er/ü.ts': '\uFEFFexport const ü = 1;\r\n',
    'src/wide.ts': utf16,
    'src/latin.ts': Buffer.from('// caf\xe9\n', 'latin1'),
    'src/empty.ts': '',
    'src/same-a.ts': 'export const same = true;\n',
    'src/same-b.ts': 'export const same = true;\n',
    'src/hidden.bin.ts': Buffer.from([0x63, 0, 1, 2, 3, 255]),
    'src/large.ts': 'x'.repeat(MAX_FILE_BYTES + 1),
    'src/limit.ts': `${'y'.repeat(MAX_FILE_BYTES - 1)}\n`,
    'src/-odd [name]*.ts': 'export {};\n',
    'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
    'package-lock.json': '{}\n',
    'node_modules/x/index.js': 'module.exports = 1;\n',
    '.gitignore': 'out/\n*.log\n!keep.log\n',
    'out/made.ts': 'export {};\n',
    'debug.log': 'line\n',
    'keep.log': 'line\n',
    'pkg/.gitignore': '/only-here.ts\n',
    'pkg/only-here.ts': 'export {};\n',
    'pkg/sub/only-here.ts': 'export {};\n',
    'pkg/.hybridcontextignore': 'generated/\n',
    'pkg/generated/a.ts': 'export {};\n',
  }).map(([path, content]) => [path, Buffer.from(content as string)]),
);
