import fc from 'fast-check';
import { englishFor } from '../../src/query';
import { languageOf } from '../../src/query/language';

test.each([
  'où est calculé le total du panier ?',
  'signature du webhook',
  "pourquoi l'utilisateur est-il déconnecté",
  'Pourquoi l’erreur `TypeError` de parseUrl',
  'comment sont annulées les commandes',
  'la fonction qui arrondit les montants',
  'pourquoi parseUrl() renvoie null sur une chaîne vide ?',
  'erreur lors de la connexion à Redis',
])('%j is French', (text) => expect(languageOf(text)).toBe('fr'));

test.each([
  'parse the comment of a node', 'fix(des): use the EST time zone', 'size of a folder as du prints it', 'un-escape the text', 'le',
  'la la land', 'Capture d\'écran is how Macs name a screenshot of the desktop', "don't resolve the client's promise twice", 'sort plus merge on main',
  'the le and la flags of the locale', 'café', 'router.match', 'src/les/des.ts:12', '', 'return pas de deux in the list of dances',
])('%j is not', (text) => expect(languageOf(text)).toBe('en'));

test('English questions with a French word or name in them stay English', () => {
  const english = fc.constantFrom('where is the', 'how does this', 'what happens if the', 'when are they', 'fix the bug in the');
  const french = fc.constantFrom('panier', 'café', 'les', 'du', 'Où', 'façade', 'une', 'naïve');
  const rest = fc.constantFrom('parser called', 'value of it computed', 'list sorted by name', 'cache of the index');
  fc.assert(fc.property(english, french, rest, (...parts) => expect(languageOf(parts.join(' '))).toBe('en')));
});

test.each([
  ['vérifiée', ['verifi', 'check', 'valid']],
  ['paniers', ['cart', 'basket']],
  ['jeton', ['token']],
  ['configuration', []],
])('%s is %j in English code', (word, terms) => expect(englishFor(word)).toEqual(terms));
