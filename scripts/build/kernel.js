/** Makes `src/vector/kernel/scan.ts`, the bytes that are bundled, from `scan.wat` beside it, which is what people change. */
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const openWabt = require('wabt');

const FOLDER = join(resolve(__dirname, '../..'), 'src/vector/kernel');

/** The text of scan.ts, as it has to be. */
async function compileKernel() {
  const wabt = await openWabt();
  const parsed = wabt.parseWat('scan.wat', readFileSync(join(FOLDER, 'scan.wat'), 'utf8'), { simd: true });
  parsed.validate();
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  const lines = Buffer.from(buffer).toString('base64').match(/.{1,120}/g);
  return [
    '/** Made from scan.wat by `npm run build`; inline, so that no file has to be found where n8n installs packages. */',
    'export const SCAN_KERNEL =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

/** Writes scan.ts if it is not what scan.wat says. */
async function buildKernel() {
  const file = join(FOLDER, 'scan.ts');
  const text = await compileKernel();
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) !== text) writeFileSync(file, text);
}

module.exports = { buildKernel, compileKernel };

if (require.main === module) void buildKernel();
