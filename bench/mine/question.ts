/** What a commit's message asks for, as somebody would put it who does not know the answer yet. */

export interface Question {
  readonly query: string;
  /** The same without what is said to be the part of the code. */
  readonly withoutScope: string;
  readonly subject: string;
  readonly scope?: string;
}

const QUERY_MAX = 600;
const WORDS_MIN = 3;
/** Kinds of conventional commits that change no behaviour. */
const OTHER_KINDS = new Set(['build', 'chore', 'ci', 'cs', 'dep', 'deps', 'doc', 'docs', 'example', 'examples', 'release', 'revert', 'style', 'test', 'tests', 'typo', 'version', 'website']);
const KINDS = new Set(['bug', 'bugfix', 'feat', 'feature', 'fix', 'fixes', 'hotfix', 'improvement', 'perf', 'refactor', 'security']);
/** Subjects of releases, upkeep and prose. */
const UPKEEP = /^(?:\[?(?:maven-release|ci|docs?|changelog|readme|wip|release|skip ci|typo)\b|revert\b|v?\d+\.\d+|(?:back)?port\b|bump\b|prepar|releas|upgrade\b|(?:fix|correct|remove|minor)?\s*(?:a |some |more )?(?:typos?|spelling|grammar|lint|formatting|indentation|whitespace|code ?style|cs|javadocs?|comments?|docs?|documentation|tests?|build|ci|warnings?)\b|(?:run |cargo |apply )?(?:rustfmt|clippy|fmt|prettier|php-cs-fixer|gofmt)\b|(?:add|update|improve|fix|change|move|clean up|enable|disable|use|skip|run|drop|allow|simplify|refactor|rename|increase|reduce)\s+(?:\S+\s+){0,3}?(?:dependenc|changelog|readme|version|copyright|licen[cs]e|tests?\b|specs?\b|travis|github|workflow|actions?\b|ci\b|docs?\b|documentation|javadoc|comments?\b|typos?\b|sponsor|contributing|todo|gitignore|lint|phpstan|psalm|baseline|examples?\b|benchmarks?\b|msrv|edition\b))/i;
const MERGE = /^(?:merge (?:pull request|pr)\b|auto merge of\b|merge #\d+|merged? in\b)/i;
/** Trailers, references, checklists, headings of templates. */
const NOISE_LINE = /^(?:[\w-]+-by:|(?:change-id|pr-url|refs?|see|fixes|closes|resolves|relates? to|piperorigin-revid|cr-commit|conflicts|git-svn-id|backport|bug|issue)\b.{0,3}(?:#|http|:|\d)|[-*] \[[ x]\]|#{1,6} |-{3,}|={3,}|\||```|<!--|co-authored|cherry.picked|\(cherry picked|r=|by @)/i;

/** Undefined where the message asks for nothing that code answers, or says too little. */
export function questionOf(message: string): Question | undefined {
  const lines = message.replace(/\r/g, '').split('\n').map((line) => line.trim());
  const at = lines.findIndex((line, index) => line !== '' && !(index === 0 && MERGE.test(line)));
  if (at < 0 || /^(?:merge|revert)\b/i.test(lines[at]!)) return undefined;
  const { scope, subject } = subjectOf(clean(lines[at]!.replace(/^\d+: /, '').replace(/ r=\S+( a=\S+)?$/, '')));
  if (subject === undefined || UPKEEP.test(subject) || wordsIn(subject) < WORDS_MIN) return undefined;
  const body = clean(lines.slice(at + 1).filter((line) => line !== '' && !NOISE_LINE.test(line)).join(' '));
  const withoutScope = cut(body === '' ? subject : `${subject.replace(/[.:]$/, '')}. ${body}`);
  return { query: scope === undefined ? withoutScope : `${scope}: ${withoutScope}`, withoutScope, subject, ...(scope !== undefined && { scope }) };
}

/** `fix(scope): subject`, `scope: subject`, `[Scope] subject`; no subject where the kind is upkeep. */
function subjectOf(line: string): { scope?: string; subject?: string } {
  const [, kind, inner, rest] = /^(\w+)(?:\(([^)]*)\))?!?: +(.*)$/.exec(line) ?? [];
  if (kind !== undefined && OTHER_KINDS.has(kind.toLowerCase())) return {};
  if (kind !== undefined && KINDS.has(kind.toLowerCase())) return { subject: rest!, ...(inner && { scope: inner }) };
  const [, named, other] = /^\[?([A-Za-z][\w./, -]{0,30})(?:\]:?|:) +(.*)$/.exec(line) ?? [];
  if (named === undefined) return { subject: line };
  return OTHER_KINDS.has(named.toLowerCase()) ? {} : { subject: other!, scope: named };
}

const clean = (text: string): string =>
  text
    .replace(/<!--.*?-->/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/[([]?(?:(?:fix(?:es)?|closes?|resolves?|see|refs?|gh|issue|pr)\W{0,2})?#\d+[)\]]?[.,]?/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const wordsIn = (text: string): number => text.match(/[A-Za-z]{2,}/g)?.length ?? 0;

/** At the end of a word. */
const cut = (text: string): string => (text.length <= QUERY_MAX ? text : text.slice(0, QUERY_MAX).replace(/\s+\S*$/, ''));
