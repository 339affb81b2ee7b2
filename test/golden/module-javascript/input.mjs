import { readFile } from 'node:fs/promises';

export default async function load(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

export const { depth, draught = 2 } = await load('harbour.json');
