/** Archives as other programs make them, and as nobody should. */
import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { pack, type Header } from 'tar-stream';

export type Tree = Readonly<Record<string, Buffer>>;

export function makeZip(tree: Tree, options: { readonly top?: string; readonly level?: 0 | 6 } = {}): Buffer {
  const { top = '', level = 6 } = options;
  const entries: Zippable = {};
  for (const [path, bytes] of Object.entries(tree)) entries[top + path] = [new Uint8Array(bytes), { level }];
  return Buffer.from(zipSync(entries));
}

export interface TarEntry {
  readonly header: Partial<Header> & { readonly name: string };
  readonly content?: Buffer;
}

export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { header, content } of entries) archive.entry(header, content ?? Buffer.alloc(0));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function makeTarGz(tree: Tree, top = ''): Promise<Buffer> {
  return gzipSync(await makeTar(fileEntries(tree, top)));
}

export function fileEntries(tree: Tree, top = ''): TarEntry[] {
  return Object.entries(tree).map(([path, content]) => ({ header: { name: top + path }, content }));
}
