/** Unit, contract, golden, property and node tests. End-to-end suites have their own runner in scripts/. */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  globalSetup: '<rootDir>/test/support/temporary.js',
  globalTeardown: '<rootDir>/test/support/tidy.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } }],
    '\\.scm$': '<rootDir>/test/support/text-transform.js',
    '/node_modules/web-tree-sitter/.+\\.cjs$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
    '/node_modules/(stemmer|parse5|entities|micromark[^/]*|mdast-util-[^/]+|unist-util-[^/]+|devlop|decode-named-character-reference|character-entities)/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  // Published as ES modules only; or with `import()`, which jest's own module loader does not run.
  transformIgnorePatterns: ['/node_modules/(?!(stemmer|web-tree-sitter|parse5|entities|micromark[^/]*|mdast-util-[^/]+|unist-util-[^/]+|devlop|decode-named-character-reference|character-entities)/)'],
  collectCoverageFrom: ['src/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
  coverageThreshold: { global: { lines: 90, branches: 85 } },
  maxWorkers: 2,
  // Against hanging only: real threads load real parsers, on machines that may be slow and busy.
  testTimeout: 600_000,
};
