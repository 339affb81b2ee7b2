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
import { depth, diff, direction, entriesOutput, format, framesOutput, line, match, place, symbol, symbolName, symbolsOutput, trace, usesOutput } from './fields';
import { operations, resource } from './operations';
import { against, callerDepth, entriesLimit, filters, mapTokens, related, sortBy, symbolOptions, traverseFilters } from './options';

const pack = (property: INodeProperties): INodeProperties => ({ ...property, default: 'pack' });

const RELATIONS = ['findCallees', 'findCallers', 'findImplementations', 'findReferences'];

export const properties: INodeProperties[] = [
  resource,
  ...operations,
  ...sourceProperties,
  showFor(['findSymbol'], symbolName),
  showFor(RELATIONS, symbol),
  showFor(['findSymbol'], match),
  showFor(['analyzeFile', 'structuralContext'], filePathProperty),
  showFor(['structuralContext'], line),
  showFor(['mapDependencies', 'traverse'], place),
  showFor(['mapDependencies'], direction),
  showFor(['mapDependencies'], depth),
  showFor(['mapDependencies'], format),
  showFor(['searchStructure'], filters),
  showFor(['searchStructure'], sortBy),
  showFor(['resolveStackTrace'], trace),
  showFor(['impactOfChange'], diff),
  showFor(['findCallees', 'findCallers', 'findImplementations', 'findSymbol', 'searchStructure'], symbolsOutput),
  showFor(['findReferences'], usesOutput),
  showFor(['analyzeFile'], pack(symbolsOutput)),
  showFor(['traverse'], entriesOutput),
  showFor(['resolveStackTrace'], framesOutput),
  showFor(
    ['analyzeFile', 'analyzeWorkspace', 'findSymbol', 'resolveStackTrace', 'searchStructure', 'structuralContext'],
    simpleProperty,
  ),
  createOptions('analyzeFile', workspaceOptions),
  createOptions('analyzeWorkspace', [...workspaceOptions, mapTokens]),
  ...RELATIONS.map((operation) => createOptions(operation, [...workspaceOptions, ...symbolOptions, entriesLimit])),
  createOptions('findSymbol', [...workspaceOptions, limitOption]),
  createOptions('impactOfChange', [...workspaceOptions, against, callerDepth, entriesLimit]),
  createOptions('mapDependencies', [...workspaceOptions, entriesLimit]),
  createOptions('resolveStackTrace', [...workspaceOptions, { ...limitOption, default: 20 }]),
  createOptions('searchStructure', [...workspaceOptions, limitOption]),
  createOptions('structuralContext', [...workspaceOptions, related]),
  createOptions('traverse', [...workspaceOptions, ...traverseFilters, entriesLimit]),
];
