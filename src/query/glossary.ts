/**
 * French words of programming and the English ones that code has for them: who asks in French mostly asks
 * about code that is named in English. Kept to what holds in any code base; words that both languages share
 * (`signature`, `configuration`) need no entry.
 */
import { frenchStems, termsOfWord } from '../lexical';

const GLOSSARY = `
vérifier verify check validate / contrôler check control / valider validate / calculer compute calculate / créer create make new
/ supprimer remove delete / effacer clear erase / ajouter add append / envoyer send / recevoir receive / lire read / écrire write
/ charger load / télécharger download / enregistrer save store / sauvegarder save backup / ouvrir open / fermer close
/ chercher search find / rechercher search / trier sort / filtrer filter / convertir convert / transformer transform / analyser parse analyze
/ afficher display show render / appeler call invoke / exécuter run execute / lancer start launch throw / arrêter stop / démarrer start
/ attendre wait / gérer handle manage / traiter handle process / traitement handling processing / échouer fail / échec failure
/ réessayer retry / annuler cancel / mettre put set / obtenir get / récupérer get fetch / renvoyer return send / retourner return
/ remplacer replace / fusionner merge / découper split cut / joindre join / compter count / comparer compare / copier copy clone
/ connecter connect login / connexion connection login / déconnecter disconnect logout / déconnexion logout / inscrire register subscribe
/ chiffrer encrypt / déchiffrer decrypt / signer sign / hacher hash / coder encode / décoder decode / arrondir round / formater format
/ importer import / exporter export / notifier notify / planifier schedule / nettoyer clean / initialiser initialize init
/ panier cart basket / commande order command / client customer client / utilisateur user / compte account / prix price / facture invoice
/ paiement payment / remise discount / livraison delivery shipping / adresse address / solde balance / montant amount / taux rate / devise currency
/ mot word / passe password / clé key / jeton token / droit permission right / rôle role / chaîne string chain / nombre number
/ entier integer / tableau array table / liste list / objet object / valeur value / champ field / ligne line row / colonne column
/ chemin path / dossier folder directory / répertoire directory / racine root / tampon buffer / mémoire memory / réseau network / serveur server
/ requête request query / réponse response / erreur error / exception exception / avertissement warning / journal log / message message
/ base database base / données data / modèle model / vue view / page page / bouton button / fenêtre window / écran screen
/ événement event / écouteur listener / file queue / tâche task job / fil thread / verrou lock / boucle loop / minuterie timer
/ délai delay timeout / durée duration / heure hour time / jour day / date date / essai attempt / tentative attempt
/ réglage setting option / paramètre parameter setting / argument argument / variable variable / classe class / méthode method
/ interface interface / héritage inheritance / test test / bibliothèque library / paquet package / dépendance dependency
/ entrée input entry / sortie output exit / début start begin / fin end / premier first / dernier last / suivant next / précédent previous
/ vide empty / plein full / grand large big / petit small / taille size / longueur length / largeur width / hauteur height / couleur color
/ lien link / image image / courriel mail email / pièce attachment / modèle template / langue language locale / traduction translation
/ cache cache / état state / mise update / jour update / version version / droits permissions / accès access / sécurité security
/ côté side / nom name / étiquette label tag / identifiant identifier id / unique unique / dupliquer duplicate / doublon duplicate
`;

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Terms (as `termsOfWord` gives them) of the English words for a French one in any of its forms. */
export function englishFor(word: string): readonly string[] {
  known ??= readGlossary();
  const found = frenchStems(word).flatMap((stem) => known!.get(stem) ?? []);
  return [...new Set(found)];
}

function readGlossary(): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, string[]>();
  for (const entry of GLOSSARY.split('/')) {
    const [french, ...english] = entry.trim().split(/\s+/);
    const terms = english.flatMap((word) => termsOfWord(word));
    for (const stem of new Set(frenchStems(french!))) entries.set(stem, [...(entries.get(stem) ?? []), ...terms]);
  }
  return entries;
}
