export { createLocator, type LocatedFrame, type Locator, type TraceFile } from './locate';
export { scanTraces, type ScannedText } from './scan';
export { createSourceMaps, type MappedPlace, type SourceMaps } from './source-maps';
export { TRACE_LIMITS, type ParsedTrace, type TraceFrame } from './types';
