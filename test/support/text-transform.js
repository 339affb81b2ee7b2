/** Query files as their text, as esbuild bundles them. */
module.exports = { process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
