/** The record of what the engine did, and what it adds up to. */
export { countOf, RELATIVE_ERROR } from './histogram';
export { GAUGES, type GaugeName, type GaugeSample } from './gauges';
export type { MetricsFolder } from './reader';
export { createStore, type MetricsStore, type StoreOptions } from './store';
export { countRuns, groupBy, sumCells, summarize, type Sum } from './summary';
export { ownSeriesOf, seriesOf, seriesOfAll, shareWithin, type SeriesRequest } from './series';
export { MINUTE, type Cell } from './timeline';
