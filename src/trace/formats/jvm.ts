/** Java, Kotlin, Scala, Groovy: `\tat app//com.shop.Cart.total(Cart.java:12) ~[shop.jar:1.0]`. */
import type { FrameMatch, TraceFormat, TraceHead } from '../types';
import { namedHead, wholeNumber } from './errors';

const FILE = /\(([\w$<>-]{1,200}\.(?:java|kts?|scala|sc|groovy|clj))(?::(\d{1,9}))?\)/;
const WITHOUT_FILE = /\((?:Native Method|Unknown Source|<generated>|SourceFile:\d+|Redefined)\)/;
const LANGUAGES: Readonly<Record<string, string>> = { kt: 'kotlin', kts: 'kotlin', scala: 'scala', sc: 'scala', groovy: 'groovy', clj: 'clojure' };

export const jvm: TraceFormat = {
  language: 'java',
  anyHead: true,
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    if (!raw.startsWith('at ')) return undefined;
    const match = FILE.exec(raw) ?? WITHOUT_FILE.exec(raw);
    if (!match) return undefined;
    const called = raw.slice(3, match.index).trim();
    // `java.base@17/java.util.List.of`, `app//com.shop.Cart.total`: loader and module stand in front.
    const name = called.slice(called.lastIndexOf('/') + 1);
    if (!name.includes('.')) return undefined;
    const line = wholeNumber(match[2]);
    return {
      frame: { raw, function: methodOf(name), path: match[1] ?? '', folder: folderOf(name), ...(line === undefined ? {} : { line }) },
      lines: 1,
    };
  },
  readHead(line): TraceHead | undefined {
    const text = line.trim();
    const head = namedHead(text, /^(?:Wrapped by|Caused by):/);
    if (head && text.startsWith('Suppressed:')) return { ...head, relation: 'suppressed' };
    if (head || !text.startsWith('Caused by:')) return head;
    return { error: text.slice(10).trim(), relation: 'cause' };
  },
  isFiller: (line) => /^\s*\.\.\. \d+ (?:more|common frames omitted)/.test(line),
  languageOf(frames) {
    const counts = new Map<string, number>();
    for (const { path } of frames) {
      const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'java';
      if (path !== '') counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    const other = [...counts].find(([language]) => language !== 'java');
    return other && other[1] >= (counts.get('java') ?? 0) ? other[0] : 'java';
  },
};

/** `com.shop.Cart$Line.lambda$total$0` → `Cart.Line.total`: as facts name it. */
function methodOf(name: string): string {
  const parts = name.replace(/lambda\$(\w+)\$\d+$/, '$1').split('.');
  const type = (parts[parts.length - 2] ?? '').split(/[$]+/).filter((part) => part !== '' && !/^\d/.test(part) && part !== 'Companion');
  return [...type, parts[parts.length - 1]!.replace(/\$default$/, '')].join('.');
}

function folderOf(name: string): string {
  return name.split('.').slice(0, -2).join('/');
}
