/** Texts that hold traces (logs, issues, JSON) to lines as the program printed them. */
import { TRACE_LIMITS } from './types';

const ESCAPE = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]|${ESCAPE}\\][^${ESCAPE}]{0,200}${ESCAPE}\\\\`, 'g');
/** A line break written as `\n`, when what follows is a frame: a folder may be called `n…`, too. */
const WRITTEN_BREAK =
  /(?:\\{1,4}r)?\\{1,4}n(?=(?:\\{1,4}t| {1,40}){0,8}(?:at |File \\?"|from |#\d|goroutine |created by |Caused by|Suppressed|Traceback|The above exc|During handling|\.\.\. \d|---|\d{1,4}: )|[\w$.:]{1,200}(?:Error|Exception)\b|\/[\w./-]{1,200}\.(?:rb|go):\d)/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", amp: '&' };

/** What containers, loggers and quoting put in front of a line; each takes at most one space after itself. */
const PREFIXES: readonly RegExp[] = [
  /^\s{0,20}(?:[\w.-]{1,64}\s{1,40})?\|\s?/,
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s?/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?\s/,
  /^(?:stdout|stderr) [FP] /,
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,100} \S{1,100}: /,
  /^[\w./-]{1,64}\[[\w.-]{1,64}\]: /,
  /^##\[\w{1,20}\]/,
  /^\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\]?\s/,
  /^> ?/,
];
const PREFIXES_MAX = 5;

/** Lines without colours, prefixes and trailing space; indentation is kept. Long ones are cut. */
export function cleanLines(text: string): string[] {
  return expandWritten(text.slice(0, TRACE_LIMITS.textChars))
    .split(/\r\n|[\n\r]/)
    .map(cleanLine);
}

function cleanLine(line: string): string {
  let rest = line.slice(0, TRACE_LIMITS.lineChars);
  if (rest.includes(ESCAPE)) rest = rest.replace(COLOURS, '');
  for (let count = 0; count < PREFIXES_MAX; count += 1) {
    const prefix = PREFIXES.find((pattern) => pattern.test(rest));
    if (!prefix) break;
    rest = rest.replace(prefix, '');
  }
  if (rest.includes('&')) rest = rest.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name: string) => ENTITIES[name]!);
  return rest.trimEnd();
}

/** A trace inside a JSON text stands on one line, its breaks written as `\n`. */
function expandWritten(text: string): string {
  if (!text.includes('\\n')) return text;
  return text
    .split('\n')
    .map((line) => {
      const [head, ...others] = line.split(WRITTEN_BREAK);
      if (others.length === 0) return line;
      // The quote that ends the JSON text ends the trace's last line, too; inside of other JSON it has one backslash less than the breaks.
      const depth = /^(?:\\{1,4}r)?(\\{1,4})/.exec(line.slice(head!.length))![1]!.length;
      const end = new RegExp(`(?<!\\\\)\\\\{0,${depth - 1}}"`);
      return [head!, ...others.map((part) => part.replace(end, '\n"'))].map(unescape).join('\n');
    })
    .join('\n');
}

const unescape = (text: string): string => text.replace(/\\{1,3}(["/\\])/g, '$1').replace(/\\t/g, '\t');
