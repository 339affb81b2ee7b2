/** Clone groups: definitions whose code is the same, the same but for names and values, or nearly so. */
import type { IndexedFile } from '../corpus';
import type { DuplicateGroup, SimilarityMatch, SimilarSymbol, SymbolFact } from '../kernel';
import { compareFingerprints, isAround, treeKey, type Likeness, type Print } from '../similar';
import { compareText, placeOf, type CodeView } from './view';

export interface DuplicateQuestion {
  /** 0.6..1; default 0.85. */
  readonly minSimilarity?: number;
  /** Syntax nodes that a definition has at least; default 40, about five lines. */
  readonly minSize?: number;
}

/** A definition as a duplicate: its answer, and where the view has it. */
export interface DuplicateMember extends SimilarSymbol {
  readonly file: IndexedFile;
  /** Index in `facts.symbols`. */
  readonly index: number;
}

export interface FoundDuplicates {
  /** Those that save most first. A definition stands in one group of equal trees and one of similar ones at most. */
  readonly groups: readonly (Omit<DuplicateGroup, 'members'> & { readonly members: readonly DuplicateMember[] })[];
  /** False when so much is alike that not everything was compared. */
  readonly complete: boolean;
}

export const DUPLICATE_DEFAULTS = { minSimilarity: 0.85, minSize: 40 } as const;

/** Comparisons for one definition, and for all: generated code could make them endless. So many take a few seconds at most. */
const COMPARED_EACH = 1_000;
const COMPARED_ALL = 4_000_000;

/** Definitions looked at between pauses where each takes microseconds. */
const STEP = 500;

type Group = FoundDuplicates['groups'][number];

/** Awaited between steps: lets other work have its turn, and throws when nobody wants the answer any more. */
export type Pause = () => Promise<void> | void;

/**
 * All clone groups of what the caller may see, step by step with `pause` in between: a grown workspace takes seconds. Equal trees form groups of their own; of similar definitions
 * (one for each set of equal trees) the largest leads a group of those that are similar to it. What lies inside
 * the members of another group is not listed again.
 */
export async function findDuplicates(view: CodeView, question: DuplicateQuestion = {}, pause: Pause = () => undefined): Promise<FoundDuplicates> {
  const { minSimilarity, minSize } = { ...DUPLICATE_DEFAULTS, ...question };
  const members = await candidates(view, minSize, pause);
  const classes = await classesOf(members, pause);
  const same = classes.filter(({ length }) => length > 1).map((each) => toGroup(each, ({ print }) => compareFingerprints(each[0]!.print, print)));
  const near = minSimilarity < 1 ? await similarGroups(view, classes, { minSimilarity, minSize }, pause) : { groups: [], complete: true };
  await pause();
  const groups = withoutInner([...same, ...near.groups]);
  return { groups: groups.sort(compareGroups), complete: near.complete };
}

interface Member {
  readonly print: Print;
  readonly file: IndexedFile;
  readonly symbol: SymbolFact;
}

/** The largest first, then by place: the order decides which one leads. */
async function candidates(view: CodeView, minSize: number, pause: Pause): Promise<Member[]> {
  const found: Member[] = [];
  let step = 0;
  for (const print of view.similar.prints()) {
    if ((step += 1) % STEP === 0) await pause();
    const file = print.size >= minSize ? view.fileOf(print) : undefined;
    const symbol = file?.facts.symbols[print.symbol];
    if (file && symbol) found.push({ print, file, symbol });
  }
  return found.sort((a, b) => b.print.size - a.print.size || compareText(a.file.path, b.file.path) || a.print.symbol - b.print.symbol);
}

/** All that have the same tree, by the first of them. */
async function classesOf(members: readonly Member[], pause: Pause): Promise<Member[][]> {
  const byTree = new Map<string, Member[]>();
  for (const [at, member] of members.entries()) {
    if (at % STEP === 0) await pause();
    const key = treeKey(member.print);
    const known = byTree.get(key);
    if (known) known.push(member);
    else byTree.set(key, [member]);
  }
  return [...byTree.values()];
}

async function similarGroups(
  view: CodeView,
  classes: readonly (readonly Member[])[],
  { minSimilarity, minSize }: Required<DuplicateQuestion>,
  pause: Pause,
): Promise<FoundDuplicates> {
  const leaders = classes.map(([first]) => first!);
  const firstOf = new Map(classes.flatMap((members) => members.map(({ print }) => [print, members[0]!] as const)));
  const open = new Set(leaders);
  const groups: Group[] = [];
  let compared = 0;
  let complete = true;
  for (const leader of leaders) {
    if (!open.delete(leader)) continue;
    await pause();
    const alike = new Map<Member, Likeness>();
    let own = 0;
    view.similar.forEachNear(leader.print, (same) => {
      if (same[0]!.size < Math.max(minSize, leader.print.size * minSimilarity)) return true;
      // The first one may be none that the caller sees.
      const seen = same.find((print) => firstOf.has(print));
      const member = seen && firstOf.get(seen)!;
      if (!member || !open.has(member) || areNested(leader, member)) return true;
      own += 1;
      compared += 1;
      const likeness = compareFingerprints(leader.print, member.print);
      if (likeness.similarity >= minSimilarity) alike.set(member, likeness);
      return own < COMPARED_EACH && compared < COMPARED_ALL;
    });
    if (own >= COMPARED_EACH || compared >= COMPARED_ALL) complete = false;
    if (alike.size === 0) continue;
    const members = [...alike.keys()].sort((a, b) => alike.get(b)!.similarity - alike.get(a)!.similarity || byPlace(a, b));
    for (const member of members) open.delete(member);
    groups.push(toGroup([leader, ...members], (member) => alike.get(member) ?? { similarity: 1, match: 'identical' }));
  }
  return { groups, complete };
}

const byPlace = (a: Member, b: Member): number => compareText(a.file.path, b.file.path) || a.print.symbol - b.print.symbol;

/** Whether one of the two holds the other. */
const areNested = (a: Member, b: Member): boolean => a.file === b.file && isAround(a.file.facts.symbols, a.print.symbol, b.print.symbol);

const MATCHES: readonly SimilarityMatch[] = ['identical', 'renamed', 'similar'];

function toGroup(all: readonly Member[], likenessTo: (member: Member) => Likeness): Group {
  const members = all.map((member): DuplicateMember => {
    const { print, file, symbol } = member;
    const { similarity, match } = likenessTo(member);
    return { ...placeOf(file.facts, symbol), similarity, match, size: print.size, file, index: print.symbol };
  });
  const lines = members.map(({ startLine, endLine }) => endLine - startLine + 1);
  return {
    match: MATCHES[Math.max(...members.map(({ match }) => MATCHES.indexOf(match)))]!,
    similarity: Math.min(...members.map(({ similarity }) => similarity)),
    lines: lines.reduce((sum, each) => sum + each, 0) - Math.max(...lines),
    members,
  };
}

/** Two classes that are alike have methods that are: the classes are enough. */
function withoutInner(groups: readonly Group[]): Group[] {
  const groupsOf = new Map<string, number[]>();
  const keyOf = ({ file, index }: Pick<DuplicateMember, 'file' | 'index'>): string => `${file.id}:${index}`;
  groups.forEach(({ members }, group) => {
    for (const member of members) groupsOf.set(keyOf(member), [...(groupsOf.get(keyOf(member)) ?? []), group]);
  });
  const around = ({ file, index }: DuplicateMember): Set<number> => {
    const found = new Set<number>();
    for (let at = file.facts.symbols[index]!.parent; at >= 0; at = file.facts.symbols[at]!.parent) {
      for (const group of groupsOf.get(keyOf({ file, index: at })) ?? []) found.add(group);
    }
    return found;
  };
  return groups.filter(({ members }) => {
    const [first, ...others] = members.map(around);
    return ![...first!].some((group) => others.every((each) => each.has(group)));
  });
}

function compareGroups(a: Group, b: Group): number {
  const [x, y] = [a.members[0]!, b.members[0]!];
  return b.lines - a.lines || b.similarity - a.similarity || compareText(x.path, y.path) || x.index - y.index;
}
