import type { SimilarAnswer, SimilarSymbol } from '../../index';
import { JSON_OPTION, lendTo, printJson, printLines, readNumber, readText, readWorkspace, UsageError, WORKSPACE_OPTIONS, type Command, type Context } from '../command';
import { describePlace, describeRest, describeSteps } from '../describe';
import { readInput } from '../input';

export const similar: Command = {
  name: 'similar',
  usage: 'similar NAME|FILE:LINE --root DIR [options], or similar --snippet FILE --language LANG --root DIR',
  summary: 'find definitions that are built like one, or like pasted code; exit code 1 if there are none',
  options: {
    ...WORKSPACE_OPTIONS,
    file: { type: 'string', value: 'FILE', help: 'the definition is in this file' },
    snippet: { type: 'string', value: 'FILE', help: 'compare with the code in this file; - reads it from the input' },
    language: { type: 'string', value: 'LANG', help: 'language of the snippet, such as typescript or py' },
    'min-similarity': { type: 'string', value: 'N', help: 'least similarity, 0 to 1 (default 0.7)' },
    limit: { type: 'string', value: 'N', help: 'most results, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, streams, engine } = context;
    const request = {
      ...readWorkspace(context),
      ...(await readTarget(context)),
      minSimilarity: readNumber(values, 'min-similarity'),
      limit: readNumber(values, 'limit'),
    };
    const answer = await engine.findSimilar(request, lendTo(context));
    if (values.json) printJson(context, answer);
    else if (answer.total === 0) streams.stderr.write([...describeSteps(answer.steps), 'Nothing is like it.', ''].join('\n'));
    else printLines(context, describe(answer));
    return answer.total === 0 ? 1 : 0;
  },
};

async function readTarget({ values, positionals, streams }: Context): Promise<object> {
  const [asked] = positionals;
  const snippet = readText(values, 'snippet');
  if ((asked === undefined) === (snippet === undefined)) throw new UsageError('give a definition or --snippet, one of the two');
  if (snippet !== undefined) return { snippet: await readInput(snippet, streams.stdin), language: readText(values, 'language') };
  const place = /^(.+):(\d+)$/.exec(asked!);
  return place ? { filePath: place[1], line: Number(place[2]) } : { name: asked, filePath: readText(values, 'file') };
}

function describe({ target, alternatives, matches, total, steps }: SimilarAnswer): string[] {
  return [
    ...(target ? [describePlace(target)] : []),
    ...matches.map((match) => `  ${describeMatch(match)}`),
    ...describeRest(matches.length, total),
    ...alternatives.map((place) => `also defined: ${describePlace(place)}`),
    ...describeSteps(steps),
  ];
}

/** `0.87 similar    src/a.ts: 3-9 …` */
export function describeMatch(match: SimilarSymbol): string {
  return `${match.similarity.toFixed(2)} ${match.match.padEnd(9)}  ${describePlace(match)}`;
}
