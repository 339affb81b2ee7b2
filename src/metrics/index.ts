/** The record of what the engine did, and what it adds up to. */
export { createBound } from './bound';
export { countOf, RELATIVE_ERROR } from './histogram';
export { GAUGES, nameIndexGauge, parseIndexGauge, type GaugeName, type GaugeSample } from './gauges';
export { indexesOf, recordingsOf } from './tables';
export type { MetricsFolder } from './folder';
export { createStore, type MetricsStore, type StoreOptions } from './store';
export { countRuns, groupBy, sumCells, summarize, type Sum } from './summary';
export { ownSeriesOf, seriesOf, seriesOfAll, shareWithin, type SeriesRequest } from './series';
export { createTotals, MINUTE, type Cell } from './timeline';
export type { Detail } from './view';
export { isWatching } from './watching';
