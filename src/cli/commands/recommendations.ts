import type { Evidence, Recommendation, RecommendationsAnswer } from '../../index';
import { JSON_OPTION, printJson, printLines, readNumber, readText, UsageError, type Command } from '../command';

export const recommendations: Command = {
  name: 'recommendations',
  usage: 'recommendations [--window MINUTES] [--apply ID | --undo CHANGE] [--json]',
  summary: 'what got worse, why, and what to do; --apply changes the settings file, --undo takes a change back',
  options: {
    config: { type: 'string', value: 'FILE', help: 'settings file (default: $HYBRID_CONTEXT_CONFIG)' },
    window: { type: 'string', value: 'MINUTES', help: 'how far back to look (default 60); compared with as much before' },
    apply: { type: 'string', value: 'ID', help: 'change the settings file as this recommendation says' },
    undo: { type: 'string', value: 'CHANGE', help: 'take a change back: its id, or last' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, engine, signal } = context;
    const [id, undo] = [readText(values, 'apply'), readText(values, 'undo')];
    if (id !== undefined && undo !== undefined) throw new UsageError('--apply and --undo exclude each other');
    if (id !== undefined || undo !== undefined) {
      const answer = await engine.applyRecommendation({ id, undo }, { signal });
      if (values.json) printJson(context, answer);
      else printLines(context, [answer.message, ...(answer.done === 'applied' ? [`To take it back: --undo ${answer.change.change}`] : [])]);
      return 0;
    }
    const minutes = readNumber(values, 'window');
    const answer = await engine.getRecommendations({ ...(minutes !== undefined && { windowMs: Math.round(minutes * 60_000) }) }, { signal });
    if (values.json) printJson(context, answer);
    else printLines(context, describe(answer));
    return 0;
  },
};

function describe({ recommendations: found, message, changes }: RecommendationsAnswer): string[] {
  const open = changes.filter(({ undone }) => !undone);
  return [
    ...(found.length === 0 ? [message] : found.flatMap(describeOne)),
    ...(open.length === 0 ? [] : ['', 'Changes that were made:']),
    ...open.map(({ change, key, before, after, at }) => `  ${change}  ${new Date(at).toISOString()}  ${key}: ${before} -> ${after}`),
  ];
}

const describeOne = ({ id, title, score, evidence, action, effect }: Recommendation): string[] => [
  `${score.toFixed(2)}  ${title}`,
  ...evidence.map((one) => `      ${describeEvidence(one)}`),
  `      ${action.text} ${effect}`,
  ...(action.kind === 'setting' ? [`      --apply ${id}`] : []),
];

function describeEvidence({ name, unit, now, before, limit }: Evidence): string {
  const write = (value: number | undefined): string => {
    if (value === undefined) return '?';
    if (unit === 'share') return `${(100 * value).toFixed(1)} %`;
    return unit === 'bytes' ? `${Math.round(value / 1_048_576)} MB` : `${Math.round(value * 10) / 10}${unit === 'ms' ? ' ms' : ''}`;
  };
  return `${name}: ${write(now)}, before ${write(before)}${limit === undefined ? '' : `, threshold ${write(limit)}`}`;
}
