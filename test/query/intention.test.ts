import { parseQuery, relatedTo } from '../../src/query';
import { isIntention } from '../../src/query/intention';
import { languageOf } from '../../src/query/language';

test.each([
  'Decodes a byte array into a number.',
  'Returns the first element of a list, or nothing if it is empty',
  'where is the cache emptied?',
  'how long does a lease hold',
  'Get the mask of a shape.',
  'Creates an effect that fails with the error',
  'Prepares a request and fills in what is missing.',
  'Vérifie la signature du webhook',
  'comment sont calculés les frais de livraison',
  'où le cache est-il vidé ?',
  'la fonction qui arrondit les montants',
])('"%s" tells what code does', (text) => {
  expect(isIntention(text, languageOf(text))).toBe(true);
  expect(parseQuery(text).intention).toBe(true);
});

test.each([
  'fix the cache being emptied twice',
  'flatten children once at the start',
  'Add an option for the size of the cache',
  'The cache does not forget what is old',
  'Adds an option for the size of the cache which is missing',
  'Entries are wrongly dropped from the cache.',
  'Drop entries that are old. The cache grows without bounds.',
  'Updated the supported versions in the list.',
  'Dropped the limit of the cache.',
  'Reference the limit by name rather than as a constant.',
  'cache',
  'corriger le calcul du total dans le panier',
  'Le panier ne fonctionne pas avec une remise.',
  'Ajoute une option pour la taille du cache',
  Array.from({ length: 41 }, () => 'word').join(' '),
])('"%s" does not', (text) => {
  expect(parseQuery(text).intention).toBe(false);
});

test.each(['router: match paths with a wildcard', 'how does src/cache.ts forget', 'who calls parseUrl?', 'where is parseUrl defined'])(
  '"%s" names a place, a part or a symbol',
  (text) => {
    expect(parseQuery(text).intention).toBe(false);
  },
);

test('related words are related both ways, in the form of the index, and never to themselves', () => {
  expect([...relatedTo('address')]).toEqual(['addr']);
  expect([...relatedTo('addr')]).toEqual(['address']);
  for (const term of ['creat', 'remov', 'config', 'convert']) {
    expect(relatedTo(term).size).toBeGreaterThan(0);
    expect(relatedTo(term)).not.toContain(term);
    for (const other of relatedTo(term)) expect(relatedTo(other)).toContain(term);
  }
  expect(relatedTo('constructor').size).toBe(0);
  expect(relatedTo('nothinglikeit').size).toBe(0);
});
