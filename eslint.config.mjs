/**
 * Two rule sets. What n8n loads (package.json, nodes/, credentials/) follows n8n's preset for
 * self-hosted community packages, composed as @n8n/node-cli's `configWithoutCloudSupport` does:
 * the engine reads files and uses threads, which n8n Cloud does not allow. Everything else, and
 * the nodes too, follows typescript-eslint's strict rules.
 */
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;
const N8N_SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts'];

const n8nPreset = [
  {
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
  },
  {
    files: N8N_SOURCES,
    extends: [community, importX.configs['flat/recommended']],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['package.json'],
    extends: [community],
    rules: n8nNodesBase.configs.community.rules,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { extraFileExtensions: ['.json'] },
    },
  },
  {
    files: ['credentials/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.credentials.rules,
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
      'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
    },
  },
  {
    files: ['nodes/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.nodes.rules,
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
      'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
    },
  },
];

const strict = [
  {
    files: ['**/*.{ts,mts}'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `{ left, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Factories return closures that use no `this`: their methods may be taken out of the object.
      '@typescript-eslint/unbound-method': 'off',
      // Numbers in messages are meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An `async` method without `await` rejects where a plain one would throw at the caller.
      '@typescript-eslint/require-await': 'off',
      // With noUncheckedIndexedAccess, `array[i]!` is how a loop over typed arrays states its bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [js.configs.recommended, tseslint.configs.strict],
    languageOptions: {
      globals: Object.fromEntries(
        ['AbortSignal', 'console', 'fetch', 'module', 'process', 'require', 'URL'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  {
    files: ['**/*.{js,cjs}'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
];

export default tseslint.config(
  globalIgnores(['dist', '.cache', 'coverage', 'test/golden/*/input.*', 'test/**/fixtures']),
  ...strict,
  ...n8nPreset,
);
