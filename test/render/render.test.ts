import fc from 'fast-check';
import { renderItem, renderPack, type RenderableItem } from '../../src/render';

const item = (more: Partial<RenderableItem> = {}): RenderableItem => ({
  path: 'src/a.ts',
  startLine: 3,
  endLine: 4,
  symbol: 'Router.match',
  kind: 'method',
  language: 'typescript',
  code: 'one\ntwo',
  ...more,
});

test('an item is a heading with place and name, then fenced code', () => {
  expect(renderItem(item())).toBe('### src/a.ts:3-4 — method `Router.match`\n\n```typescript\none\ntwo\n```\n');
  expect(renderItem(item({ symbol: '', cut: true }))).toBe('### src/a.ts:3-4 (cut to fit)\n\n```typescript\none\ntwo\n```\n');
});

test('items stand apart by an empty line', () => {
  expect(renderPack([item(), item()])).toBe(`${renderItem(item())}\n${renderItem(item())}`);
  expect(renderPack([])).toBe('');
});

/** What a reader of markdown takes for the fenced part, by the rules of CommonMark. */
function readFenced(markdown: string): { heading: string; code: string; rest: string } {
  const all = markdown.split('\n');
  const open = all.findIndex((line) => /^`{3,}/.test(line));
  const fence = /^`+/.exec(all[open]!)![0];
  const close = all.findIndex((line, index) => index > open && /^ {0,3}`+\s*$/.test(line) && line.trim().length >= fence.length);
  return { heading: all.slice(0, open).join('\n'), code: all.slice(open + 1, close).join('\n'), rest: all.slice(close + 1).join('\n') };
}

test('no code ends its own fence', () => {
  const piece = fc.constantFrom('`', '``', '```', '`````', '~~~', '\n', ' ', 'x', '### y', '\r', '\t');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const code = pieces.join('');
      const read = readFenced(renderItem(item({ code })));
      expect(read).toEqual({ heading: '### src/a.ts:3-4 — method `Router.match`\n', code, rest: '' });
    }),
    { numRuns: 500 },
  );
});

test('no file or symbol name breaks its heading', () => {
  const hostile = fc.array(fc.constantFrom('\n', '\r', '`', '\u2028', '\u2029', '\u202e', '\u200b', '\u0000', '\u001b', '\u0085', '[', '](', '<b>', '*', '_', '#', 'a', '/', '\ud800'), { minLength: 1, maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, hostile, (path, symbol) => {
      const [heading, blank, fence] = renderItem(item({ path, symbol })).split('\n');
      expect(heading).toMatch(/^### /);
      expect(heading).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(heading!.split('`').length % 2).toBe(1);
      // Outside code spans there is nothing that markdown would read.
      expect(heading!.slice(3).replace(/`[^`]*`/g, '')).not.toMatch(/[[\]<>*#]/);
      expect([blank, fence]).toEqual(['', '```typescript']);
    }),
    { numRuns: 500 },
  );
});

test.each(['src/a.ts', 'a b/c-d_e.py', 'app/@scope/x+y~1.js', 'src/é/日本.ts', '.github/a.yml'])('%s stands as it is', (path) => {
  expect(renderItem(item({ path }))).toContain(`### ${path}:3-4 `);
});

test.each(['app/[id]/page.tsx', '(group)/a.ts', '_private.ts', '*.ts', '<b>.ts', ' a.ts'])('%s stands as code', (path) => {
  expect(renderItem(item({ path }))).toContain(`### \`${path}:3-4\` `);
});
