/** French questions: about code with French comments and names, and about English code. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { parseQuery } from '../../src/query';
import { withForms } from '../../src/retrieve';
import { entryOf, openCorpus } from '../corpus/entries';
import { corpusOf } from '../support/corpus';
import { addFiles, cleanUp, depot, FRESH, openTestEngine, tempFolder } from './support';

const BOUTIQUE = {
  'src/panier/total.js': `/** Calcule le montant total des articles, remises comprises. */
export function calculerTotal(panier) {
  return panier.articles.reduce((somme, { prix, quantite }) => somme + prix * quantite, 0) - panier.remise;
}
`,
  'src/commandes/annulation.js': `/** Annule une commande qui n'a pas encore été expédiée et rembourse le client. */
export async function annulerCommande(commande) {
  if (commande.expediee) throw new Error('déjà expédiée');
  await rembourser(commande.paiement);
}
`,
  'src/courriels/confirmation.py': `def envoyer_confirmation(client, commande):
    """Prépare le courriel de confirmation et l'envoie au client."""
    serveur.envoie(client.adresse, modele(commande))
`,
  'src/securite/jeton.js': `// Vérification des jetons : la signature et la date d'expiration.
export function verifierJeton(jeton, cle) {
  return jeton.signature === signer(jeton.contenu, cle) && jeton.expiration > Date.now();
}
`,
  'src/stock/inventaire.js': `/** Met à jour les quantités en réserve après une livraison du fournisseur. */
export function recevoirLivraison(reserve, livraison) {
  for (const { reference, nombre } of livraison) reserve.set(reference, (reserve.get(reference) ?? 0) + nombre);
}
`,
};

let engine: Engine;
let boutique: string;
let english: string;

beforeAll(async () => {
  engine = await openTestEngine();
  boutique = tempFolder(BOUTIQUE);
  english = depot();
});
afterAll(cleanUp);

const firstOf = async (root: string, query: string) => (await engine.search({ root, query, limit: 1, settings: FRESH })).results[0]?.path;

test.each([
  ['où est calculé le total du panier ?', 'src/panier/total.js'],
  ['comment les commandes sont-elles annulées ?', 'src/commandes/annulation.js'],
  ["envoi d'un courriel de confirmation aux clients", 'src/courriels/confirmation.py'],
  ['où les signatures des jetons sont-elles vérifiées ?', 'src/securite/jeton.js'],
  ['pourquoi annulerCommande échoue quand le colis est expédié', 'src/commandes/annulation.js'],
  ['réception des livraisons par le fournisseur', 'src/stock/inventaire.js'],
  ['qui définit la fonction verifierJeton ?', 'src/securite/jeton.js'],
])('%j on French code', async (query, path) => expect(await firstOf(boutique, query)).toBe(path));

test.each([
  ['où est vérifiée la signature du webhook ?', 'src/http/signature.ts'],
  ['comment une tâche est-elle réessayée après un échec ?', 'src/jobs/retry.js'],
  ['comment le solde du compte est-il calculé ?', 'src/ledger/ledger.ts'],
  ['arrondir les montants dans roundHalfEven', 'src/ledger/currency.ts'],
  ['où est définie la fonction verifyWebhookSignature ?', 'src/http/signature.ts'],
])('%j on English code', async (query, path) => expect(await firstOf(english, query)).toBe(path));

test('English questions are not touched', async () => {
  const { corpus } = await corpusOf(BOUTIQUE);
  for (const text of ['where is the total of the cart computed', 'verify the comment of the panier', 'calculerTotal', '']) {
    const query = parseQuery(text);
    expect(withForms(query, corpus)).toBe(query);
  }
});

test('words that files held before an edit change nothing', async () => {
  const edited = await openCorpus();
  const fresh = await openCorpus();
  for (const corpus of [edited, fresh]) for (const [path, text] of Object.entries(BOUTIQUE)) await corpus.put(await entryOf(path, text));
  await edited.put(await entryOf('src/vieux.js', '// calculait les totaux, calculée, vérifiable, check cart\n'));
  await edited.remove(['src/vieux.js']);
  const query = parseQuery('où est vérifié le calcul du panier ?');
  expect(withForms(query, edited)).toEqual(withForms(query, fresh));
  expect(withForms(query, fresh).terms.map(({ term }) => term)).toEqual(expect.arrayContaining(['calcul', 'panier', 'verifi', 'vérification']));
});

test('an edited folder answers as it is now', async () => {
  const own = tempFolder(BOUTIQUE);
  addFiles(own, { 'src/facture.js': '/** Facturation : additionne les lignes et la TVA. */\nexport function facturer(lignes) {}\n' });
  expect(await firstOf(own, 'comment sont facturées les lignes ?')).toBe('src/facture.js');
  rmSync(join(own, 'src/facture.js'));
  expect(await firstOf(own, 'comment sont facturées les lignes ?')).not.toBe('src/facture.js');
});
