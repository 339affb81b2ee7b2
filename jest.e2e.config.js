/** Tests against a real n8n, which one global setup starts and stops for all suites. */
const { transform } = require('./jest.config');

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test/e2e'],
  testMatch: ['**/*.test.ts'],
  transform,
  globalSetup: '<rootDir>/test/e2e/setup.mjs',
  globalTeardown: '<rootDir>/test/e2e/teardown.mjs',
  // Nothing here is judged by how soon it comes; the machine may be slow and busy.
  testTimeout: 1_800_000,
  maxWorkers: 1,
};
