import type { SyncReport } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';

export const sync: Command = {
  name: 'sync',
  usage: 'sync --root DIR [options]',
  summary: 'read a folder and report what would be searched, and what was left out',
  options: { ...WORKSPACE_OPTIONS, ...JSON_OPTION },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const report = await context.engine.syncIndex(readWorkspace(context), lendTo(context));
    if (context.values.json) printJson(context, report);
    else printLines(context, describe(report));
    return 0;
  },
};

function describe(report: SyncReport): string[] {
  const { embedding, skipped, skippedCount, problems } = report;
  const unlisted = skippedCount - skipped.length;
  return [
    `${report.files} files, ${report.symbols} symbols, ${report.chunks} chunks in ${Math.round(report.durationMs)} ms`,
    `added ${report.added}, changed ${report.changed}, removed ${report.removed}, unchanged ${report.unchanged}`,
    `embedding ${embedding.model} (${embedding.dimensions}), vectors ${report.vectorBackend}`,
    ...report.notes.map((note) => `note: ${note}`),
    ...problems.map(({ path, detail }) => `problem: ${path}: ${detail}`),
    ...skipped.map(({ path, reason, detail }) => `skipped: ${path}: ${detail ?? reason}`),
    ...(unlisted > 0 ? [`skipped: ${unlisted} more`] : []),
  ];
}
