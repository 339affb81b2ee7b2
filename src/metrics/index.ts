/** The record of what the engine did, and what it adds up to. */
export { RELATIVE_ERROR } from './histogram';
export { GAUGES, type GaugeName, type GaugeSample } from './gauges';
export { LABELS, type LabelName } from './labels';
export type { MetricsFolder } from './reader';
export { createStore, type MetricsStore, type StoreOptions } from './store';
export { sumCells, summarize, type LabelFilter, type LatencySummary, type MetricsSummary } from './summary';
export { ownSeriesOf, seriesOf, seriesOfAll, shareWithin, SIGNAL_NAMES, type SeriesPoint, type SeriesRequest, type SignalName } from './series';
export { MINUTE, type Cell } from './timeline';
