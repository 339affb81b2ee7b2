import fc from 'fast-check';
import { frenchStems, termsOfWord } from '../../src/lexical';
import { formsAmong, withoutAccents } from '../../src/lexical/french';
import { removeTempFolders } from '../io/temp-folder';
import { corpusOf } from '../support/corpus';

afterAll(removeTempFolders);

/** As an index holds them. */
const termsOf = (text: string): string[] => text.split(' ').flatMap((word) => termsOfWord(word));

test.each([
  ['vérification', 'vérifie vérifiés verifier vérification'],
  ['envoyer', 'envoi envoie envoyé envoyer'],
  ['calculs', 'calcul calcule calculé calculée calculer'],
  ['commandes', 'commande commander commandes'],
  ['utilisateurs', 'utilisateur utilisé utilisation'],
  ['supprime', 'supprimer supprimé'],
  ['requêtes', 'requête requete requetes'],
  ['clés', 'clé cle'],
])('%s is found in the forms %s, with accents or without', (word, forms) => {
  const terms = [...new Set(termsOf(forms))];
  expect(formsAmong([word], terms)[0]).toEqual([...terms].sort());
});

test.each([
  ['données', 'don done donkey donor'],
  ['clé', 'clear cleave clever'],
  ['erreurs', 'err erase errand'],
  ['compte', 'compute component'],
])('%s has nothing to do with %s', (word, others) => {
  expect(formsAmong([word], termsOf(others))[0]).toEqual([]);
});

test('each word gets its own forms; whole identifiers and data are none', () => {
  const terms = ['=calculertotal', 'calcul', 'calcul2', 'x'.repeat(64), 'pani', 'panier', 'été'];
  expect(formsAmong(['calculer', 'paniers', 'été', ''], terms)).toEqual([['calcul'], ['pani', 'panier'], ['été'], []]);
});

test('a word is a form of itself, in any letters, unless English stems cut it to the bone', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[abcdeéèêiïoôuùçlmnrstzœ]{1,15}$/), (word) => {
      const [term] = termsOfWord(word);
      fc.pre(withoutAccents(term!).slice(0, 3) === withoutAccents(word).slice(0, 3));
      expect(formsAmong([word], [term!])[0]).toEqual([term]);
      expect(frenchStems(word).length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('an index answers for the terms that it has met', async () => {
  const { corpus } = await corpusOf({ 'src/panier.js': '// Vérifié avant chaque envoi.\nfunction verifierPanier() {}\n' });
  expect(corpus.lexical.formsOf(['vérifie', 'envoyer', 'client'])).toEqual([['verifi', 'vérifié'], ['envoi'], []]);
});
