/**
 * Conditions of the preprocessor that cut across what grammars of C and C++ know: braces opened in one branch and
 * closed behind it, parts of an expression or of a list of values. Of such a condition its longest branch is left, as
 * one way to compile the file; all others hold whole statements or declarations and stay as they are.
 */
interface Branch {
  readonly start: number;
  end: number;
  /** Braces and parentheses open at its end, over those at its start. */
  net: number;
  whole: boolean;
  readonly dead: boolean;
}

interface Condition {
  readonly directives: [start: number, end: number][];
  readonly branches: Branch[];
  /** What was open in front of it. */
  readonly open: readonly string[];
  readonly inside: boolean;
}

/** What decides where code stands: comments, strings, directives with all their lines, brackets. */
export const NEXT = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\[^])*(?:"|$)|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\[^])*(?:'|$)|^[ \t]*#(?:\/\*[^]*?\*\/|[^\n\\]|\\\r?\n|\\)*|[(){}]/gm;
const DIRECTIVE = /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif|define|undef|include)\b[ \t]*(0?\b)/;
/** Opens a list of values or of names; what stands in it are no statements. */
const LIST = /(?:[=,]\s*|\benum\b[^;{}()]{0,200})$/;
const CONDITIONS_MAX = 2_000;
const OPEN_MAX = 1_000;

export function wholeBranches(text: string): string {
  if (!/^[ \t]*#/m.test(text)) return text;
  const emptied: [start: number, end: number][] = [];
  const conditions: Condition[] = [];
  let open: string[] = [];
  let count = 0;

  // A comment without an end is one to the end: looking for one from each start would take the square of the length.
  for (const { 0: found, index } of `${text}*/`.matchAll(NEXT)) {
    if (open.length > OPEN_MAX) return text;
    if (found === '{') open.push(LIST.test(text.slice(Math.max(0, index - 300), index)) ? 'list' : found);
    else if (found === '(') open.push(found);
    else if (found === ')' || found === '}') close();
    else {
      const [, word, rest] = DIRECTIVE.exec(found) ?? [];
      if (word !== undefined) direct(word, rest === '0', index, index + found.length);
      if (count > CONDITIONS_MAX) return text;
    }
  }
  return emptied.length === 0 ? text : without(text, emptied);

  function close(): void {
    const condition = conditions.at(-1);
    if (condition && open.length <= condition.open.length) condition.branches.at(-1)!.whole = false;
    open.pop();
  }

  function direct(word: string, dead: boolean, start: number, end: number): void {
    const inside = open.at(-1) === '(' || open.at(-1) === 'list';
    if (word.startsWith('if')) {
      count += 1;
      conditions.push({ directives: [[start, end]], branches: [branchAt(end, dead)], open: [...open], inside });
      return;
    }
    const condition = conditions.at(-1);
    if (!word.startsWith('e')) {
      // Names of macros that end here are definitions: only what gives a list its values is taken out.
      if (inside) emptied.push([start, end]);
      return;
    }
    if (!condition) return;
    const last = condition.branches.at(-1)!;
    last.end = start;
    last.net = open.length - condition.open.length;
    condition.directives.push([start, end]);
    if (word === 'endif') finish(conditions.pop()!);
    else {
      condition.branches.push(branchAt(end, false));
      open = [...condition.open];
    }
  }

  function finish({ directives, branches, open: before, inside }: Condition): void {
    // `#if 0` holds what is not compiled, often no code at all.
    for (const each of branches) if (each.dead) emptied.push([each.start, each.end]);
    const size = ({ start, end, dead }: Branch): number => (dead ? 0 : end - start);
    const kept = branches.reduce((best, each) => (size(each) > size(best) ? each : best));
    const isEnum = inside && before.at(-1) === 'list' && branches.every(({ whole, net }) => whole && net === 0);
    if (!inside && branches.every(({ whole, net }) => whole && net === 0)) open = [...before];
    else {
      emptied.push(...directives);
      if (!isEnum) for (const each of branches) if (each !== kept) emptied.push([each.start, each.end]);
      const depth = Math.max(0, before.length + kept.net);
      open = [...before.slice(0, depth), ...Array.from({ length: depth - Math.min(depth, before.length) }, () => '{')];
    }
  }
}

const branchAt = (start: number, dead: boolean): Branch => ({ start, end: start, net: 0, whole: true, dead });

function without(text: string, places: readonly (readonly [number, number])[]): string {
  let made = '';
  let at = 0;
  for (const [start, end] of [...places].sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    made += text.slice(at, from) + text.slice(from, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return made + text.slice(at);
}
