import type { TraversedEntry } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readList,
  readNumber,
  readText,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describeRest, describeSize } from '../describe';

export const tree: Command = {
  name: 'tree',
  usage: 'tree [FOLDER] --root DIR [options]',
  summary: 'list the files that would be indexed, and why others are not',
  options: {
    ...WORKSPACE_OPTIONS,
    glob: { type: 'string', value: 'GLOB', help: 'only matching paths (.gitignore syntax)' },
    language: { type: 'string', multiple: true, value: 'NAME', help: 'only files of this language; repeatable' },
    'min-bytes': { type: 'string', value: 'N', help: 'only files of at least this size' },
    'max-bytes': { type: 'string', value: 'N', help: 'only files of at most this size' },
    'changed-since': { type: 'string', value: 'TIME', help: 'only files changed since, such as 2025-01-31' },
    ignored: { type: 'boolean', help: 'also list what is left out, and why' },
    limit: { type: 'string', value: 'N', help: 'most entries, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, positionals } = context;
    const request = {
      ...readWorkspace(context),
      path: positionals[0],
      glob: readText(values, 'glob'),
      languages: readList(values, 'language'),
      minBytes: readNumber(values, 'min-bytes'),
      maxBytes: readNumber(values, 'max-bytes'),
      changedSince: readText(values, 'changed-since'),
      includeIgnored: values.ignored === true,
      limit: readNumber(values, 'limit'),
    };
    const { entries, total, skippedByReason } = await context.engine.traverse(request, lendTo(context));
    if (values.json) printJson(context, { entries, total, skippedByReason });
    else {
      const reasons = Object.entries(skippedByReason).map(([reason, count]) => `${reason} ${count}`);
      printLines(context, [
        ...entries.map(describeEntry),
        ...describeRest(entries.length, total),
        ...(reasons.length > 0 ? [`left out: ${reasons.join(', ')}`] : []),
      ]);
    }
    return 0;
  },
};

function describeEntry({ path, type, language, bytes, modifiedAt, ignored }: TraversedEntry): string {
  if (ignored) return `${path}${type === 'folder' ? '/' : ''}  (${ignored})`;
  if (type === 'folder') return `${path}/  ${describeSize(bytes)}`;
  return `${path}  ${[language, describeSize(bytes), modifiedAt.slice(0, 16)].filter(Boolean).join(', ')}`;
}
