/** Words of a question that say nothing about the code looked for, by its language. Used on queries only. */
const ENGLISH = `a an the and or but if then else of in on at to for from by with without about into over under
is are was were be been being am do does did done have has had can could should would will may might must shall
i you he she it we they me him her us them my your his its our their this that these those there here
what which who whom whose when where why how please also just very so such as than too not no yes
let lets want need needs help find show tell give me look looking code file files function functions`;

/** With what an apostrophe cuts off: `l'utilisateur` is two words. */
const FRENCH = `le la les l à où un une des du d de et ou mais si dans sur au aux pour par avec sans est sont était étaient
être été ai as a ont avait avoir fait faire font peut peuvent doit doivent il elle on nous vous ils elles je j tu moi lui eux
mon ma m mes ton ta t tes son sa s ses notre nos votre vos leur leurs ce c cet cette ces cela ça que qu qui quoi dont quel
quelle quels quelles lequel laquelle quand comment pourquoi combien se ne n y en pas plus moins très aussi alors donc puis
lors lorsque afin chaque tout tous toute toutes même entre vers chez ici là trouve trouver trouvent montre montrer cherche
chercher donne donner explique expliquer fichier fichiers fonction fonctions code merci`;

export const STOP_WORDS: ReadonlySet<string> = new Set(ENGLISH.split(/\s+/));
export const FRENCH_STOP_WORDS: ReadonlySet<string> = new Set(FRENCH.split(/\s+/));
