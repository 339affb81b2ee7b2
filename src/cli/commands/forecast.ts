import { loadSeriesWatches, type SeriesVerdict } from '../../index';
import { JSON_OPTION, readChoice, readNumber, readText, UsageError, type Command } from '../command';
import { readInput } from '../input';
import { parseSeries } from '../series';

export const forecast: Command = {
  name: 'forecast',
  usage: 'forecast --csv FILE --threshold X [--direction above|below] [--json]',
  summary: 'forecast a series row by row: quantiles, probability of a breach and alert state, each row seeing only the past',
  options: {
    csv: { type: 'string', value: 'FILE', help: 'timestamp,value rows; - reads stdin' },
    threshold: { type: 'string', value: 'X', help: 'the limit, in the unit of the values' },
    direction: { type: 'string', value: 'SIDE', help: 'above (default) or below: which side of the limit is a breach' },
    kind: { type: 'string', value: 'KIND', help: 'value (default) | positive (noise grows with the level) | ratio (0..1)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },
  isOwnWork: true,

  async run({ values, streams, signal }) {
    const file = readText(values, 'csv');
    const threshold = readNumber(values, 'threshold');
    if (file === undefined || threshold === undefined) throw new UsageError('--csv FILE and --threshold X are needed');
    const direction = readChoice(values, 'direction', ['above', 'below']) ?? 'above';
    const kind = readChoice(values, 'kind', ['value', 'positive', 'ratio']);
    const rows = parseSeries(await readInput(file, streams.stdin));
    const { createSeriesWatch } = await loadSeriesWatches();
    const watch = createSeriesWatch({ threshold, direction, kind });
    const write = values.json === true ? toJson : toLine;
    for (const { timestamp, at, value } of rows) {
      signal.throwIfAborted();
      streams.stdout.write(`${write(timestamp, value, watch.observe(at, value), watch.horizons)}\n`);
    }
    return 0;
  },
};

type Write = (timestamp: string, value: number, verdict: SeriesVerdict, horizons: readonly number[]) => string;

/** All horizons are always there; with insufficient data their values are null. */
const toJson: Write = (timestamp, value, { quantiles, breach, state }, horizons) =>
  JSON.stringify({
    timestamp,
    value: Number.isFinite(value) ? value : null,
    quantiles: Object.fromEntries(horizons.map((horizon, i) => [horizon, quantiles?.[i] ?? { p05: null, p50: null, p95: null }])),
    breach: Object.fromEntries(horizons.map((horizon, i) => [horizon, breach?.[i] ?? null])),
    state,
  });

const toLine: Write = (timestamp, value, { quantiles, breach, state }, horizons) => {
  const last = horizons.length - 1;
  const outlook = quantiles?.[last];
  if (outlook === undefined || breach === undefined) return `${timestamp}  ${value}  ${state}`;
  const range = [outlook.p05, outlook.p50, outlook.p95].map((one) => one.toPrecision(5)).join(' … ');
  return `${timestamp}  ${value}  ${state}  in ${horizons[last]}: ${range}  breach ${(100 * breach[last]!).toFixed(0)} %`;
};
