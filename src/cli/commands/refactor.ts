import { resolve } from 'node:path';
import type { Finding, RefactoringAnswer, RefactoringRequest, RefactoringThresholds } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readList,
  readNumber,
  readText,
  readWorkspace,
  UsageError,
  WORKSPACE_OPTIONS,
  type Command,
  type Values,
} from '../command';
import { describeRest, describeSteps } from '../describe';

export const refactor: Command = {
  name: 'refactor',
  usage: 'refactor [PATH] --root DIR [options]',
  summary: 'suggest refactorings, the worthiest for the least effort first, as Markdown',
  options: {
    ...WORKSPACE_OPTIONS,
    rule: { type: 'string', multiple: true, value: 'RULE', help: 'dead_export, unused_import, unused_parameter, cycle, duplicate, …; repeatable (default: all)' },
    glob: { type: 'string', value: 'GLOB', help: 'only in matching paths (.gitignore syntax)' },
    threshold: { type: 'string', multiple: true, value: 'NAME=N', help: 'functionLines, complexity, nesting, fileLines, …; repeatable' },
    'min-confidence': { type: 'string', value: 'N', help: 'leave out what is less sure, 0 to 1 (default 0.5)' },
    tests: { type: 'boolean', help: 'also long, complex, nested and duplicate code of tests' },
    diff: { type: 'boolean', help: 'print the patches alone, for git apply' },
    limit: { type: 'string', value: 'N', help: 'most findings, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, positionals, streams, engine } = context;
    if (values.diff && values.json) throw new UsageError('--diff and --json exclude each other');
    const request = readWorkspace(context);
    const answer = await engine.suggestRefactorings({ ...request, ...readQuestion(values), path: placeOf(positionals[0], request.root) }, lendTo(context));
    if (values.json) printJson(context, answer);
    else if (values.diff) streams.stdout.write(answer.findings.map(({ diff = '' }) => diff).join(''));
    else printLines(context, describe(answer));
    return 0;
  },
};

/** Paths are relative to the root, as answers give them; an absolute one is left as it is. */
const placeOf = (path: string | undefined, root = ''): string | undefined => (path === undefined || path === '.' || resolve(path) === root ? undefined : path);

function readQuestion(values: Values): Omit<RefactoringRequest, 'root'> {
  return {
    // Which rules there are is the engine's to say.
    rules: readList(values, 'rule') as RefactoringRequest['rules'],
    pathGlob: readText(values, 'glob'),
    thresholds: readThresholds(readList(values, 'threshold')),
    minConfidence: readNumber(values, 'min-confidence'),
    includeTests: values.tests === true,
    limit: readNumber(values, 'limit'),
  };
}

function readThresholds(given: readonly string[] = []): Partial<RefactoringThresholds> | undefined {
  if (given.length === 0) return undefined;
  const pairs = given.map((text) => {
    const [, name, value] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
    if (name === undefined) throw new UsageError(`--threshold takes NAME=NUMBER, not "${text}"`);
    return [name, Number(value)] as const;
  });
  return Object.fromEntries(pairs);
}

function describe({ findings, total, byRule, unsure, notChecked, steps }: RefactoringAnswer): string[] {
  const counts = Object.entries(byRule).map(([rule, found]) => `${found} ${rule}`);
  return [
    `# ${total === 1 ? '1 suggestion' : `${total} suggestions`}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(unsure > 0 ? ['', `${unsure} more are less sure; see --min-confidence.`] : []),
    ...findings.flatMap((finding, index) => ['', ...describeFinding(finding, index + 1)]),
    ...describeRest(findings.length, total),
    ...(notChecked.length > 0 ? ['', '## Not checked', ...notChecked.map(({ rule, files, reason }) => `- ${rule}: ${files} files: ${reason}`)] : []),
    ...describeSteps(steps),
  ];
}

function describeFinding({ rule, path, startLine, endLine, message, why, evidence, effort, confidence, places, blocks, cuts, diff }: Finding, number: number): string[] {
  const figures = Object.entries(evidence).map(([name, value]) => `${name} ${String(value)}`);
  return [
    `## ${number}. ${rule}: ${path}:${startLine}${endLine > startLine ? `-${endLine}` : ''}`,
    message,
    `- why: ${why}`,
    `- effort ${effort}, confidence ${confidence}; ${figures.join(', ')}`,
    ...(cuts ?? []).map(({ from, to, line, uses, names }) => `- cut ${from}:${line} → ${to} (${uses} uses: ${names.slice(0, 8).join(', ')})`),
    ...(places ?? []).slice(0, 10).map((place) => `- ${place.path}:${place.startLine}-${place.endLine} ${place.symbol}${place.note ? ` (${place.note})` : ''}`),
    ...(blocks ?? []).map((block) => `- extract lines ${block.startLine}-${block.endLine}: (${block.inputs.join(', ')}) → ${block.outputs.join(', ') || 'nothing'}`),
    ...(diff === undefined ? [] : ['', fence(diff), diff.trimEnd(), fence(diff).replace('diff', '')]),
  ];
}

/** Longer than any run of back ticks in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  return `${'`'.repeat(longest + 1)}diff`;
}
