import type { Metafile } from 'esbuild';

/** The repository's folder. */
export const ROOT: string;
/** Bundles the engine with its threads and the CLI into the folder `dist`. */
export function bundleEngine(dist: string): Promise<Metafile[]>;
/** Bundles the nodes and credentials into the folder `dist`. */
export function bundleNodes(dist: string): Promise<Metafile[]>;
