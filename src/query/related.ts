/**
 * Words that programmers use for each other, and their abbreviations. Those of a group are related; a word
 * may be in several. Kept to what holds in any code base: what a repository's own words mean is in its code.
 */
import { termsOfWord } from '../lexical';

/** How much a related word says, beside the word itself. */
export const RELATED_SHARE = 0.6;

const GROUPS = `
create make build new construct generate produce instantiate factory define
/ remove delete drop clear unset discard omit evict purge erase
/ get retrieve fetch read obtain load lookup resolve access query return / find search locate lookup seek
/ set assign update put write store save change modify mutate patch
/ is has check test verify validate ensure assert determine whether can should contain exist include
/ convert to transform cast turn translate as / from parse decode deserialize read / to encode serialize stringify format
/ compare equal equivalence eq same match / count number size length total amount / first head begin start initial front
/ last end tail final / add append push insert attach prepend / list array collection items sequence iterable
/ function fn callback handler cb func / error err exception fail failure throw reject / message msg
/ argument arg param parameter args / address addr / config configuration cfg options opts settings preferences
/ initialize init setup / identifier id / string str text / number num int integer numeric / boolean bool / temporary tmp temp
/ previous prev / current cur curr / maximum max / minimum min / average avg mean / position pos / index idx / object obj record
/ element el elem item / document doc / directory dir folder / environment env / reference ref / attribute attr property prop
/ request req / response res resp / database db / application app / authentication auth login / authorization auth permission
/ context ctx / command cmd / event evt / execute exec run invoke call perform apply / allocate alloc
/ calculate calc compute evaluate / character char / column col / connection conn / destination dest target / source src origin
/ difference diff / asynchronous async / synchronous sync / print display show render / combine merge join concat zip
/ split divide partition / filter select pick / iterate each loop walk traverse visit / wait delay sleep defer
/ stop cancel abort interrupt kill terminate / start begin launch open run / close shut dispose destroy teardown / condition predicate
/ copy clone duplicate / replace swap substitute / increase increment / decrease decrement / hash digest / random rand
/ listen subscribe watch observe / emit publish dispatch notify trigger fire / absence none null undefined empty
/ optional maybe nullable / map project transform / reduce fold accumulate aggregate / sort order / reverse invert
/ repeat retry again / unique distinct dedupe / hide conceal / enable activate on / disable deactivate off / import require
/ utility util helper / version ver / window win / button btn / image img picture / password pwd / manager mgr / service svc
/ package pkg / information info / statistics stats / specification spec / description desc / variable var / expression expr
/ statement stmt / declaration decl / definition def / implementation impl / original orig / repository repo / administrator admin
/ user usr account / buffer buf / pointer ptr / memory mem / process proc / thread worker / timestamp time date
/ milliseconds ms millis / seconds sec
`;

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Terms (as `termsOfWord` gives them) that may stand for a term in a name. */
export function relatedTo(term: string): ReadonlySet<string> {
  known ??= readGroups();
  return known.get(term) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

function readGroups(): ReadonlyMap<string, ReadonlySet<string>> {
  const related = new Map<string, Set<string>>();
  for (const group of GROUPS.split('/')) {
    const terms = new Set(group.trim().split(/\s+/).flatMap((word) => termsOfWord(word)));
    for (const term of terms) {
      const own = related.get(term) ?? new Set();
      for (const other of terms) if (other !== term) own.add(other);
      related.set(term, own);
    }
  }
  return related;
}
