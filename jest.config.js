/** Unit, contract, golden, property and node tests. End-to-end suites have their own runner in scripts/. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } }],
    '/node_modules/stemmer/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  // Published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(stemmer)/)'],
  collectCoverageFrom: ['src/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
  coverageThreshold: { global: { lines: 90, branches: 85 } },
  maxWorkers: 2,
  // Real threads load real parsers, on machines that may be busy.
  testTimeout: 30_000,
};
