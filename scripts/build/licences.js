/** THIRD_PARTY_LICENSES.md: what is bundled, as esbuild's metafiles tell it. */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { grammarLicences } = require('./grammars');

/** Code that bundled libraries carry inside their own files, where no metafile shows it. */
const CARRIED = { '@ts-morph/common': ['typescript'] };

/** Markdown: each bundled package with version, licence and licence text. Throws if one has no licence. */
function describeLicences(root, metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const folder = packageFolder(root, input);
      if (folder) folders.add(folder);
    }
  }
  const packages = [...[...folders].flatMap(readPackage), ...grammarLicences(root)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const sections = packages.map(
    ({ name, version, license, text }) => `## ${name} ${version}\n\nLicence: ${license}\n\n${fence(text)}\n`,
  );
  return [
    '# Third-party licences',
    `This package bundles code of the following ${packages.length} packages.`,
    ...sections,
  ].join('\n\n');
}

/** The package that a bundled file belongs to, or undefined for our own files. */
function packageFolder(root, input) {
  const path = join(root, input);
  if (!path.includes('/node_modules/')) return undefined;
  let folder = dirname(path);
  // Packages put bare `{"type": "module"}` manifests into their own subfolders.
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

function isPackage(folder) {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version !== undefined;
}

function readPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author, homepage } = manifest;
  if (typeof license !== 'string') throw new Error(`${name} ${version} in ${folder} names no licence`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|thirdparty)/i.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n---\n\n');
  const carried = (CARRIED[name] ?? []).flatMap((one) =>
    readPackage(join(folder.slice(0, folder.lastIndexOf('node_modules')), 'node_modules', one)).map(
      (found) => ({ ...found, version: `(carried by ${name} ${version})` }),
    ),
  );
  const by = [author?.name ?? author, homepage].filter(Boolean).join(', ');
  return [{ name, version, license, text: text || `No licence file in the package. ${by}` }, ...carried];
}

function fence(text) {
  return `\`\`\`\`text\n${text}\n\`\`\`\``;
}

module.exports = { describeLicences };
