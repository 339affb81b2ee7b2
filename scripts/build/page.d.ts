export function buildPage(): Promise<{ html: string; metafile: object }>;
