import type { INodeProperties } from 'n8n-workflow';
import { countField } from '../shared/fields';

/** Fields of Suggest Refactorings. */
const RULES: readonly (readonly [name: string, value: string, description: string])[] = [
  ['Complex Functions', 'complex_function', 'Functions with many branches, and blocks that could become functions'],
  ['Cycles', 'cycle', 'Files that import each other, and the import that is cheapest to cut'],
  ['Dead Exports', 'dead_export', 'Exports that nothing imports'],
  ['Deep Nesting', 'deep_nesting', 'Branches and loops inside each other'],
  ['Duplicates', 'duplicate', 'Definitions with the same or nearly the same code'],
  ['Floating Promises', 'floating_promise', 'Promises that nobody waits for'],
  ['God Files', 'god_file', 'Files that hold too much'],
  ['Long Functions', 'long_function', 'Functions with many lines, and blocks that could become functions'],
  ['Unused Imports', 'unused_import', 'Imports that a file does not use'],
  ['Unused Parameters', 'unused_parameter', 'Parameters that their function does not use'],
];

export const rules: INodeProperties = {
  displayName: 'Rules',
  name: 'rules',
  type: 'multiOptions',
  options: [...RULES].sort(([a], [b]) => a.localeCompare(b)).map(([name, value, description]) => ({ name, value, description })),
  default: [],
  description: 'What to look for; none means everything',
};

export const thresholds: INodeProperties = {
  displayName: 'Thresholds',
  name: 'thresholds',
  type: 'collection',
  placeholder: 'Add threshold',
  default: {},
  description: 'From which figure on something is suggested',
  options: [
    countField('Complexity', 'complexity', [1, 15], 'Cyclomatic complexity of a function'),
    countField('Definitions per File', 'fileDefinitions', [1, 40], 'Definitions of a long file'),
    countField('Duplicate Lines', 'duplicateLines', [1, 8], 'Lines of a definition that another one repeats'),
    countField('Importers per File', 'fileUsers', [1, 25], 'Files that import a long file'),
    countField('Lines per File', 'fileLines', [1, 600], 'Lines of a file'),
    countField('Lines per Function', 'functionLines', [1, 80], 'Lines of a function, definitions inside it apart'),
    countField('Nesting', 'nesting', [1, 5], 'Branches and loops inside each other'),
    {
      displayName: 'Similarity',
      name: 'similarity',
      type: 'number',
      typeOptions: { minValue: 0.6, maxValue: 1, numberPrecision: 2 },
      default: 0.9,
      description: 'How alike duplicates are, from 0.6 to 1',
    },
  ],
};

export const refactoringOptions: INodeProperties[] = [
  {
    displayName: 'Include Tests',
    name: 'includeTests',
    type: 'boolean',
    default: false,
    description: 'Whether to also suggest something for long, complex, nested, duplicate and large code of tests',
  },
  {
    displayName: 'Minimum Confidence',
    name: 'minConfidence',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
    default: 0.5,
    description: 'Leave out what is less sure, from 0 to 1',
  },
  {
    displayName: 'Patches',
    name: 'patches',
    type: 'boolean',
    default: true,
    description: 'Whether to give a unified diff where the change is safe. Nothing is ever written to the files.',
  },
  {
    displayName: 'Path Pattern',
    name: 'glob',
    type: 'string',
    default: '',
    placeholder: 'e.g. src/**/*.ts',
    description: 'Only in paths that match this pattern (.gitignore syntax)',
  },
];
