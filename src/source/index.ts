export { openSource, readTask, type Source } from './open';
export { listDirectory } from './list';
export { compilePatterns } from './patterns';
export { createDirectorySnapshot } from './directory';
export { hashArchive, openArchive, type ArchiveInput, type ArchiveParts } from './archive';
export { createItemsSnapshot, hashItems } from './items';
export { checkGitSource, openGit, type GitParts, type GitTransport } from './git';
export { HELD_BYTES_MAX, SOURCE_LIMITS, type SourceLimits } from './limits';
export { decodeText, type DecodedText } from './decode';
export { toSnapshotPath } from './paths';
export type {
  DirectoryRef,
  Listing,
  ListOptions,
  MemoryRef,
  Snapshot,
  SnapshotOrigin,
  SourceRef,
  TaskSource,
} from './types';
