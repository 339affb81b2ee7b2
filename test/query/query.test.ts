import fc from 'fast-check';
import { LIMITS } from '../../src/kernel';
import { STOP_WORDS, wordsOf } from '../../src/lexical';
import { parseQuery } from '../../src/query';
import { processorMs } from '../support/processor-time';

describe('identifiers', () => {
  test.each([
    ['where is parseUrl used', ['parseUrl']],
    ['MAX_SIZE and _private and trailing_', ['MAX_SIZE', '_private', 'trailing_']],
    ['Router.match, Map::get, Array#at', ['Router.match', 'Map::get', 'Array#at']],
    ['call close() or open(file)', ['close', 'open']],
    ['the `fetch` word and fetch', ['fetch']],
    ['HTTPServer and $scope', ['HTTPServer', '$scope']],
    ['Handler', ['Handler']],
    ['constructor', ['constructor']],
    ['Read the Docs of NASA', []],
    ['example.com, n8n.io, README.md, app.ts', []],
    ['e.g. this, i.e. that', []],
    ['src/app/parseUrl.ts', []],
    ['', []],
  ])('%j names %j', (text, names) => {
    expect(parseQuery(text).identifiers).toEqual(names);
  });

  test('are cut when there are very many', () => {
    expect(parseQuery(Array.from({ length: 200 }, (_, i) => `name${i}Of`).join(' ')).identifiers).toHaveLength(50);
  });
});

describe('words', () => {
  test('are lower case, in order and without stop words', () => {
    expect(parseQuery('How does the Keep Alive timer of HTTP work?').words).toEqual(['keep', 'alive', 'timer', 'http', 'work']);
  });

  test('with accents stay whole', () => {
    expect(parseQuery('créer une réponse').words).toEqual(['créer', 'réponse']);
  });
});

describe('terms', () => {
  const weightOf = (text: string, term: string): number => parseQuery(text).terms.find((one) => one.term === term)?.weight ?? 0;

  test('leave stop words out', () => {
    expect(parseQuery('where is the function').terms).toEqual([]);
    expect(parseQuery('où est la').terms).toEqual([]);
  });

  test('weigh names more than prose, the first line more than later ones', () => {
    expect(weightOf('parseUrl parser', '=parseurl')).toBeGreaterThan(weightOf('parseUrl parser', 'parser'));
    expect(weightOf('alpha\nbeta', 'alpha')).toBeGreaterThan(weightOf('alpha\nbeta', 'beta'));
    expect(weightOf('alpha alpha alpha', 'alpha')).toBeGreaterThan(weightOf('alpha', 'alpha'));
    expect(weightOf('alpha alpha alpha', 'alpha')).toBeLessThan(3);
  });

  test('are bounded, the heaviest kept, and sorted the same way each time', () => {
    const text = `important importantName\n${Array.from({ length: 1_000 }, (_, i) => `word${i}`).join(' ')}`;
    const { terms } = parseQuery(text);
    expect(terms).toHaveLength(200);
    expect(terms.map(({ term }) => term)).toContain('import');
    expect(parseQuery(text)).toEqual(parseQuery(text));
  });
});

describe('scope', () => {
  test.each([
    ['fix(router): it fails', 'router'],
    ['feat(api/v2, core)!: new', 'api/v2, core'],
    ['router: it fails', 'router'],
    ['fix: it fails', undefined],
    ['TypeError: it fails', undefined],
    ['https://example.com', undefined],
    ['no scope here', undefined],
    ['a: too short', undefined],
    [`${'x'.repeat(100)}: too long`, undefined],
  ])('%j → %j', (text, scope) => {
    expect(parseQuery(text).scope).toBe(scope);
  });
});

describe('shape', () => {
  test.each([
    ['where is parseUrl defined?', { words: 4, asksForDefinition: true, frames: 0 }],
    ['how does caching work', { words: 4, asksForMeaning: true, asksForDefinition: false, proseShare: 1 }],
    ['pourquoi ça échoue', { asksForMeaning: true }],
    ['où est le routeur', { asksForDefinition: true }],
    ['', { words: 0, proseShare: 0, frames: 0, asksForMeaning: false, asksForDefinition: false }],
    ['at f (/a/b.js:1:2)\nat g (/a/c.js:1:2)', { frames: 2 }],
    ['parseUrl', { words: 1, proseShare: 0 }],
  ])('%j', (text, shape) => {
    expect(parseQuery(text).shape).toMatchObject(shape);
  });
});

test('anything at all gives something that is bounded and the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const parsed = parseQuery(text);
      expect(parseQuery(text)).toEqual(parsed);
      expect(parsed.text).toBe(text);
      for (const { term, weight } of parsed.terms) {
        // As a part of a name (`_look`) a stop word tells something.
        const isPart = wordsOf(text).some((word) => word.toLowerCase() !== term && word.toLowerCase().includes(term));
        expect(STOP_WORDS.has(term) && term.length > 3 && !isPart).toBe(false);
        expect(weight).toBeGreaterThan(0);
      }
      expect(parsed.shape.proseShare).toBeGreaterThanOrEqual(0);
      expect(parsed.shape.proseShare).toBeLessThanOrEqual(1);
    }),
  );
});

/** The longest text that is ever parsed, out of pieces that patterns with too many ways to match choke on. */
describe('hostile text takes no more than its share of time', () => {
  const size = LIMITS.queryUsedChars;
  const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  const inLines = (piece: string): string => fill(`${piece.repeat(Math.floor(1_990 / piece.length))}\n`);
  const pieces = [
    'A', 'a', 'aA', '_', '$', '.', 'a.', '..', '::', 'a::', '#', '(', ')', '((', '()', '[', '/', '\\', 'a/', './', '../', '~', '@', '-',
    ' ', '\t', '\r', ',', 'aa, ', 'aa,', ':', 'a:', 'C:', '1', '1:', ':1', '`', '`a', 'é', '日', '\ud800', 'at ', 'at', 'File "', 'line 1',
    'x.go:', 'x.go:1', 'a.ts', 'a.ts:', '#L1', 'https://', 'from a:1', '# 1 ', 'fix(', 'a(', 'where is', "where's", 'explique', 'A.b',
  ];

  test.each(pieces)('%j', async (piece) => {
    for (const text of [fill(piece), inLines(piece), `${inLines(piece)}!`, `fix(${fill(piece)}`]) {
      expect(await processorMs(() => parseQuery(text))).toBeLessThan(2_000);
    }
  });
});

describe('questions about one name', () => {
  test.each([
    ['where is batch defined', 'batch'],
    ['definition of `Router.match`', 'Router.match'],
    ["where's parseUrl?", 'parseUrl'],
    ['parseUrl', 'parseUrl'],
    ['où est parseUrl défini ?', 'parseUrl'],
    ['Où est définie la fonction parseUrl ?', 'parseUrl'],
    ['où se trouve Router.match', 'Router.match'],
    ['définition de la classe `Router`', 'Router'],
  ])('%s asks for a definition', (text, name) => {
    const { definitionOf, identifiers } = parseQuery(text);
    expect(definitionOf).toBe(name);
    expect(identifiers).toContain(name);
  });

  test.each([
    ['who calls parseUrl?', 'parseUrl'],
    ['callers of Router.match', 'Router.match'],
    ['which functions use `batch`', 'batch'],
    ['where is pipe used?', 'pipe'],
    ['qui appelle parseUrl ?', 'parseUrl'],
    ['qui utilise la méthode Router.match ?', 'Router.match'],
    ['où est utilisée la fonction parseUrl ?', 'parseUrl'],
    ['appels à parseUrl()', 'parseUrl'],
  ])('%s asks for callers', (text, name) => {
    expect(parseQuery(text).callersOf).toBe(name);
  });

  test.each(['where is the parser defined', 'what uses it', 'how are calls of the cache handled', `who calls ${'x'.repeat(400)}`])('%s names nothing', (text) => {
    const { definitionOf, callersOf } = parseQuery(text);
    expect({ definitionOf, callersOf }).toEqual({});
  });
});
