/** Everything that touches the file system by name goes through here (or src/source). */
export { codeOf, reasonOf } from './fs-errors';
export { isInside, normalizeRelative, toRelative } from './paths';
export { resolveRoot, rootError } from './root';
export { readFileInside, type FileBytes } from './read-file';
export { createPathAccess, GIT_PATHS, type PathRules } from './path-access';
export { readPathRules } from './path-rules';
export { readSettingsText, statSettings, writeSettingsText, type FileStamp } from './settings-file';
export { writeAtomic } from './write-atomic';
export { homeFolder, makeHomeFolder } from './home';
export { createLease, type Lease, type LeaseOptions } from './lease';
export { openSealedFile, type SealedFile, type SealedRead } from './sealed-file';
export { openLogFolder, type LogFolder } from './log-folder';
export { readBaselineModule, shareBaselineTurns } from './baseline';
