export { defaultSettings, VECTOR_BACKENDS, type Settings } from './schema';
export { checkSettings, describeProblem, parseSettings, type SettingsProblem } from './check';
export { overrideSettings } from './override';
export { editSettings } from './edit';
export { createSettingsSource, type SettingsSource, type SettingsSourceOptions } from './live-source';
export { workerPlan, type WorkerPlan } from './worker-plan';
export { formatDuration, formatSize, parseDuration, parseRatio, parseSize } from './units';
export { writeSettings, type WrittenSettings } from './write';
