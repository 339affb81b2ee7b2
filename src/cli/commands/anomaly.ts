import { loadSeriesWatches } from '../../index';
import { JSON_OPTION, readText, UsageError, type Command } from '../command';
import { readInput } from '../input';
import { parseSeries } from '../series';

export const anomaly: Command = {
  name: 'anomaly',
  usage: 'anomaly --csv FILE [--json]',
  summary: 'score every row of a series by how unusual it is against its own past, 0..1; from 0.5 on it is an anomaly',
  options: {
    csv: { type: 'string', value: 'FILE', help: 'timestamp,value rows; - reads stdin' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },
  isOwnWork: true,

  async run({ values, streams, signal }) {
    const file = readText(values, 'csv');
    if (file === undefined) throw new UsageError('--csv FILE is needed');
    const rows = parseSeries(await readInput(file, streams.stdin));
    const watch = (await loadSeriesWatches()).createAnomalyWatch();
    for (const { timestamp, at, value } of rows) {
      signal.throwIfAborted();
      const score = Number(watch.observe(at, value).toFixed(6));
      streams.stdout.write(values.json === true ? `${JSON.stringify({ timestamp, score })}\n` : `${timestamp}  ${score.toFixed(3)}\n`);
    }
    return 0;
  },
};
