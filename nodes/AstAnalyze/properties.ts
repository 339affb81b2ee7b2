import type { INodeProperties } from 'n8n-workflow';
import {
  createOptions,
  filePathProperty,
  limitOption,
  showFor,
  simpleProperty,
  workspaceOptions,
} from '../shared/properties';
import { sourceProperties } from '../shared/sourceProperties';
import {
  compareWith, depth, diff, direction, entriesOutput, findingsOutput, format, framesOutput, groupsOutput, line, match, place, snippet, snippetLanguage, symbol, symbolName,
  symbolsOutput, trace, usesOutput,
} from './fields';
import { operations, resource } from './operations';
import {
  against, callerDepth, duplicateMin, duplicateSize, entriesLimit, filters, mapTokens, related, similarMin, similarSymbol, sortBy, symbolOptions, traverseFilters,
} from './options';
import { refactoringOptions, rules, thresholds } from './refactoring';

const pack = (property: INodeProperties): INodeProperties => ({ ...property, default: 'pack' });

/** What is asked for depends on what to compare with. */
const showBeside = (way: string, property: INodeProperties): INodeProperties => ({
  ...property,
  displayOptions: { show: { operation: ['findSimilar'], compareWith: [way] } },
});

const RELATIONS = ['findCallees', 'findCallers', 'findImplementations', 'findReferences'];

export const properties: INodeProperties[] = [
  resource,
  ...operations,
  ...sourceProperties,
  showFor(['findSymbol'], symbolName),
  showFor(RELATIONS, symbol),
  showFor(['findSimilar'], compareWith),
  showBeside('symbol', symbol),
  showBeside('snippet', snippet),
  showBeside('snippet', snippetLanguage),
  showFor(['findSymbol'], match),
  showFor(['analyzeFile', 'structuralContext'], filePathProperty),
  showFor(['structuralContext'], line),
  showFor(['findDuplicates', 'mapDependencies', 'suggestRefactorings', 'traverse'], place),
  showFor(['mapDependencies'], direction),
  showFor(['mapDependencies'], depth),
  showFor(['mapDependencies'], format),
  showFor(['searchStructure'], filters),
  showFor(['searchStructure'], sortBy),
  showFor(['resolveStackTrace'], trace),
  showFor(['impactOfChange'], diff),
  showFor(['findCallees', 'findCallers', 'findImplementations', 'findSimilar', 'findSymbol', 'searchStructure'], symbolsOutput),
  showFor(['findReferences'], usesOutput),
  showFor(['findDuplicates'], groupsOutput),
  showFor(['analyzeFile'], pack(symbolsOutput)),
  showFor(['suggestRefactorings'], rules),
  showFor(['suggestRefactorings'], thresholds),
  showFor(['suggestRefactorings'], findingsOutput),
  showFor(['traverse'], entriesOutput),
  showFor(['resolveStackTrace'], framesOutput),
  showFor(
    ['analyzeFile', 'analyzeWorkspace', 'findSymbol', 'resolveStackTrace', 'searchStructure', 'structuralContext', 'suggestRefactorings'],
    simpleProperty,
  ),
  createOptions('analyzeFile', workspaceOptions),
  createOptions('analyzeWorkspace', [...workspaceOptions, mapTokens]),
  ...RELATIONS.map((operation) => createOptions(operation, [...workspaceOptions, ...symbolOptions, entriesLimit])),
  createOptions('findDuplicates', [...workspaceOptions, duplicateMin, duplicateSize, entriesLimit]),
  createOptions('findSimilar', [...workspaceOptions, ...similarSymbol, similarMin, entriesLimit]),
  createOptions('findSymbol', [...workspaceOptions, limitOption]),
  createOptions('impactOfChange', [...workspaceOptions, against, callerDepth, entriesLimit]),
  createOptions('mapDependencies', [...workspaceOptions, entriesLimit]),
  createOptions('resolveStackTrace', [...workspaceOptions, { ...limitOption, default: 20 }]),
  createOptions('searchStructure', [...workspaceOptions, limitOption]),
  createOptions('structuralContext', [...workspaceOptions, related]),
  createOptions('suggestRefactorings', [...workspaceOptions, ...refactoringOptions, entriesLimit]),
  createOptions('traverse', [...workspaceOptions, ...traverseFilters, entriesLimit]),
];
