import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { forEachTerm, FRENCH_STOP_WORDS, partsOf, STOP_WORDS, termsOf, termsOfWord, wholeTerm } from '../../src/lexical';

describe('words of identifiers', () => {
  test.each([
    ['parseHTTPUrl2', ['parse', 'http', 'url', '2']],
    ['HTTPServer2', ['http', 'server', '2']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['MAX_SIZE', ['max', 'size']],
    ['__proto__', ['proto']],
    ['$scope', ['scope']],
    ['IOError', ['io', 'error']],
    ['aB', ['a', 'b']],
    ['utf8', ['utf', '8']],
    ['étéChaud', ['été', 'chaud']],
    ['ΑλφαΒήτα', ['αλφα', 'βήτα']],
    ['日本語', ['日本語']],
    ['_', []],
    ['$', []],
    ['', []],
  ])('%s', (word, parts) => {
    expect(partsOf(word)).toEqual(parts);
  });

  test('are the same beside letters that are not ASCII', () => {
    const word = fc.stringMatching(/^[ -~]*$/);
    fc.assert(fc.property(word, (text) => expect(partsOf(`é_${text}`)).toEqual(['é', ...partsOf(text)])));
  });

  test('are stemmed, and followed by the whole when there are several', () => {
    expect(termsOf('parseHTTPUrl2')).toEqual(['pars', 'http', 'url', '2', '=parsehttpurl2']);
    expect(termsOf('handlers')).toEqual(['handler']);
    expect(termsOf('snake_case')).toEqual(['snake', 'case', '=snakecase']);
    expect(wholeTerm('snake_case')).toBe(wholeTerm('snakeCase'));
    expect(wholeTerm('$snake')).toBe('=snake');
  });

  test('of prose in several languages', () => {
    expect(termsOf("l'été, où êtes-vous ?")).toEqual(['l', 'été', 'où', 'êtes', 'vou']);
    expect(termsOf('größe naïve')).toEqual(['größe', 'naïve']);
  });

  test('are the same however accents are written', () => {
    const composed = 'déjàVu';
    expect(termsOf(composed.normalize('NFD'))).toEqual(termsOf(composed));
    expect(termsOf(composed)).toEqual(['déjà', 'vu', '=déjàvu']);
    // Marks that have no composed form stay part of their word.
    expect(termsOf('हिन्दी')).toEqual(['हिन्दी']);
  });

  test('of numbers and signs', () => {
    expect(termsOf('404 + x1.5 -> "a"')).toEqual(['404', 'x', '1', '=x1', '5', 'a']);
    expect(termsOf('... --- !!! \ud800 \0')).toEqual([]);
  });

  test('long names are words by their parts and a short form of the whole, long data only by that', () => {
    const name = 'shouldReturnTheSameAnswerWhenTheIndexWasBuiltAnewAfterManyChangesOfFiles';
    const terms = termsOf(name);
    expect(terms).toContain('answer');
    expect(terms.at(-1)).toMatch(/^=shouldreturnthesameanswer[a-z]*~[a-z0-9]+$/);
    expect(terms.at(-1)!.length).toBeLessThan(50);
    expect(terms.at(-1)).toBe(wholeTerm(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
    expect(termsOf(`${name}s`).at(-1)).not.toBe(terms.at(-1));
    expect(termsOf('aB3xZ9'.repeat(15))).toHaveLength(1);
  });

  test('data is no word, and many parts are cut', () => {
    expect(termsOf('a'.repeat(513))).toEqual([]);
    expect(termsOf('a'.repeat(512))).toHaveLength(1);
    expect(termsOf('a'.repeat(64))).toHaveLength(1);
    expect(termsOf('a_b_c_d_e_f_g_h_i_j_k_l_m_n_o')).toHaveLength(13);
  });

  test('names that plain objects know are words like others', () => {
    expect(termsOfWord('constructor')).toEqual(['constructor']);
    expect(termsOfWord('toString')).toEqual(['to', 'string', '=tostring']);
    expect(termsOfWord('__proto__')).toEqual(['proto']);
  });
});

test('no term is empty or holds a line break, which would break the vocabulary apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      forEachTerm(text, (term) => expect(term).toMatch(/^[^\s]+$/u));
      expect(termsOf(text)).toEqual(termsOf(text));
    }),
  );
});

test('stop words are those of questions, not those of code', () => {
  for (const word of ['the', 'where']) expect(STOP_WORDS.has(word)).toBe(true);
  for (const word of ['où', 'comment', 'les', 'qu']) expect([STOP_WORDS.has(word), FRENCH_STOP_WORDS.has(word)]).toEqual([false, true]);
  for (const word of ['', 'parse', 'class', 'return', 'const']) expect([STOP_WORDS.has(word), FRENCH_STOP_WORDS.has(word)]).toEqual([false, false]);
});

test('words that are remembered do not keep the texts they came from', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  for (let i = 0; i < 40; i += 1) {
    // Made anew each time, one long word in a text of a million characters.
    const text = `${' '.repeat(500_000)}retainedWordNumber${i}${'.'.repeat(500_000)}${String(i)}`;
    forEachTerm(Buffer.from(text).toString(), () => undefined);
  }
  expect(heap() - before).toBeLessThan(10_000_000);
});
