/** The tree-sitter grammars that are published with the engine: their files, projects and licences. */
const { readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

/** Folder of the grammars below dist. */
const GRAMMARS = 'vendor/grammars';

/** Packages that hold one grammar each, with its licence. */
const OWN_PACKAGES = ['@tree-sitter-grammars/tree-sitter-kotlin', 'tree-sitter-bash', 'tree-sitter-scala'];

/** The package that collects the others, built from the packages named here. */
const COLLECTION = 'tree-sitter-wasms';

/** Every grammar that is taken from the collection, by its file, with the copyright line of its project. */
const COLLECTED = {
  'tree-sitter-c.wasm': { name: 'tree-sitter-c', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-c_sharp.wasm': { name: 'tree-sitter-c-sharp', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-cpp.wasm': { name: 'tree-sitter-cpp', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-go.wasm': { name: 'tree-sitter-go', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-java.wasm': { name: 'tree-sitter-java', copyright: '2017 Ayman Nadeem' },
  'tree-sitter-php.wasm': { name: 'tree-sitter-php', copyright: '2017 Josh Vera, GitHub' },
  'tree-sitter-python.wasm': { name: 'tree-sitter-python', copyright: '2016 Max Brunsfeld' },
  'tree-sitter-ruby.wasm': { name: 'tree-sitter-ruby', copyright: '2016 Rob Rix' },
  'tree-sitter-rust.wasm': { name: 'tree-sitter-rust', copyright: '2017 Maxim Sokolov' },
  'tree-sitter-swift.wasm': { name: 'tree-sitter-swift', copyright: '2021 alex-pinkus', owner: 'alex-pinkus' },
};

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/**
 * Lets `require.resolve('….wasm')` find the grammar beside the bundle, and collects in `grammars`
 * (file name → path) what has to be copied there. Fails for a grammar whose licence is not known.
 */
function grammarsOf(grammars) {
  return {
    name: 'grammars',
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm$/ }, ({ path, kind }) => {
        if (kind !== 'require-resolve') return undefined;
        const name = basename(path);
        const isKnown = OWN_PACKAGES.some((one) => path.startsWith(`${one}/`)) || (path.startsWith(`${COLLECTION}/`) && name in COLLECTED);
        if (!isKnown) return { errors: [{ text: `The licence of ${path} is not known: name it in scripts/build/grammars.js` }] };
        grammars.set(name, require.resolve(path));
        return { path: `./${GRAMMARS}/${name}`, external: true };
      });
    },
  };
}

/** Name, version, licence and licence text of each grammar, and of the package that collects them. */
function grammarLicences(root) {
  const collection = packageOf(root, COLLECTION);
  const own = OWN_PACKAGES.map((name) => {
    const { version, license } = packageOf(root, name);
    return { name, version, license, text: textOf(root, name) };
  });
  const collected = Object.values(COLLECTED).map(({ name, copyright, owner = 'tree-sitter' }) => ({
    name,
    version: `${collection.devDependencies[name]} (in ${COLLECTION} ${collection.version})`,
    license: 'MIT',
    text: `https://github.com/${owner}/${name}\n\nCopyright (c) ${copyright}\n\n${MIT}`,
  }));
  return [...own, ...collected, { ...collection, text: textOf(root, COLLECTION) }];
}

const packageOf = (root, name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
const textOf = (root, name) => readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim();

module.exports = { GRAMMARS, grammarsOf, grammarLicences };
