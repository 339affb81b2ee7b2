/** Words of a question that say nothing about the code looked for. Used on queries only. */
const ENGLISH = `a an the and or but if then else of in on at to for from by with without about into over under
is are was were be been being am do does did done have has had can could should would will may might must shall
i you he she it we they me him her us them my your his its our their this that these those there here
what which who whom whose when where why how please also just very so such as than too not no yes
let lets want need needs help find show tell give me look looking code file files function functions`;

const FRENCH = `le la les à où un une des du de et ou mais si dans sur au aux pour par avec sans est sont il elle nous vous
ils elles je tu mon ma mes ton ta tes son sa ses ce cet cette ces que qui quoi dont quand comment pourquoi se ne pas
plus moins trouver montre cherche fichier fonction`;

export const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${FRENCH}`.split(/\s+/));
