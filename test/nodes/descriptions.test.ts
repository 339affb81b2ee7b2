import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { LIMITS, MODES } from '../../src/index';
import { SYMBOL_KINDS } from '../../src/kernel';
import { createNode, createNodeTypes } from './support/host';
import { NODE_NAMES, NODES } from './support/nodes';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as { name: string; n8n: { nodes: string[] } };

interface Codex {
  readonly node: string;
  readonly categories: string[];
  readonly alias: string[];
}

const propertyOf = (node: INodeType, name: string) =>
  node.description.properties.find((property) => property.name === name)!;
const optionsOf = (property: INodeProperties) => property.options as INodePropertyOptions[];

/** One list, or one per resource. */
const operationsOf = (node: INodeType) =>
  node.description.properties.filter(({ name }) => name === 'operation').map(optionsOf);

/** All fields that a user can fill in, those of collections included. */
function fieldsOf(properties: INodeProperties[]): INodeProperties[] {
  return properties.flatMap((property) =>
    property.type === 'collection' ? fieldsOf(property.options as INodeProperties[]) : [property],
  );
}

describe.each(NODE_NAMES)('%s', (className) => {
  const node: INodeType = new NODES[className]();
  const { description } = node;

  test('is registered, and n8n finds its class by the file', () => {
    expect(manifest.n8n.nodes).toContain(`dist/nodes/${className}/${className}.node.js`);
    expect(node.constructor.name).toBe(className);
    expect(description.name).toBe(className[0]!.toLowerCase() + className.slice(1));
  });

  test('can be a tool, and has one main input and output', () => {
    expect(description.usableAsTool).toBe(true);
    expect(description.inputs[0]).toBe(NodeConnectionTypes.Main);
    if (typeof description.outputs === 'string') expect(outputsOf(node, className === 'QualityAlert' ? { operation: 'getMetrics' } : {})).toEqual([{ type: 'main' }]);
    else expect(description.outputs).toEqual([NodeConnectionTypes.Main]);
  });

  test('has its own light and dark icon', () => {
    const icon = description.icon as { light: string; dark: string };
    const [light, dark] = [icon.light, icon.dark].map((reference) => {
      expect(reference).toMatch(/^file:.*\.svg$/);
      return read(`nodes/${className}/${reference.slice('file:'.length)}`);
    });
    for (const svg of [light, dark]) expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 60 60"/);
    expect(light).not.toBe(dark);
  });

  test('is found in the node panel by what it is about', () => {
    const codex = JSON.parse(read(`nodes/${className}/${className}.node.json`)) as Codex;
    expect(codex.node).toBe(`${manifest.name}.${description.name}`);
    // The editor leaves nodes of the category AI out of its general search.
    expect(codex.categories).toEqual(['Development']);
    const aliases = codex.alias.map((alias) => alias.toLowerCase());
    expect(aliases).toEqual(expect.arrayContaining(['context', 'ast', 'code']));
  });

  test('names every operation in the subtitle and for the panel', () => {
    for (const list of operationsOf(node)) {
      for (const { value, action, description: text } of list) {
        expect(description.subtitle).toContain(`${String(value)}:`);
        expect(action).toBeTruthy();
        expect(text).toBeTruthy();
      }
      const names = list.map(({ name }) => name);
      expect(names).toEqual([...names].sort());
    }
  });

  test('explains every field', () => {
    const fields = fieldsOf(description.properties).filter(({ name }) => name !== 'operation' && name !== 'resource');
    expect(fields.filter((field) => !field.description)).toEqual([]);
    const open = fields.filter(({ type, default: value }) => type === 'string' && value === '');
    expect(open.filter(({ placeholder }) => !placeholder?.startsWith('e.g. '))).toEqual([]);
  });

  test('documents every operation and field', () => {
    const text = read('docs/nodes.md');
    for (const { name } of operationsOf(node).flat()) expect(text).toContain(`### ${name}\n`);
    const fields = fieldsOf(description.properties).filter(({ name }) => name !== 'operation' && name !== 'resource');
    const missing = fields.filter(({ displayName }) => !text.includes(`**${displayName}**`));
    expect(missing.map(({ displayName }) => displayName)).toEqual([]);
  });

  test('sorts its collections', () => {
    for (const { type, options } of description.properties) {
      if (type !== 'collection') continue;
      const names = (options as INodeProperties[]).map(({ displayName }) => displayName);
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    }
  });
});

test('the modes on offer are those of the engine', () => {
  const offered = optionsOf(propertyOf(new NODES.HybridContext(), 'mode')).map(({ value }) => value);
  expect([...offered].sort()).toEqual([...MODES, 'default'].sort());
});

test('the defaults shown are those of the engine', () => {
  const defaultsOf = (node: INodeType, name: string) =>
    fieldsOf(node.description.properties)
      .filter((field) => field.name === name)
      .map((field) => field.default);
  const hybrid = new NODES.HybridContext();
  const items = LIMITS.contextItemsDefault;
  expect(defaultsOf(hybrid, 'maxResults')).toEqual([items, items]);
  expect(defaultsOf(hybrid, 'budgetTokens')).toContain(LIMITS.budgetTokensDefault);
  expect(defaultsOf(new NODES.RagRetrieve(), 'maxResults')).toEqual([LIMITS.resultsDefault]);
  const ast = new NODES.AstAnalyze();
  expect(new Set(defaultsOf(ast, 'maxResults'))).toEqual(new Set([LIMITS.resultsDefault, 2 * LIMITS.resultsDefault]));
  expect(new Set(defaultsOf(ast, 'maxEntries'))).toEqual(new Set([LIMITS.listDefault]));
  expect(defaultsOf(ast, 'mapTokens')).toEqual([LIMITS.mapTokensDefault]);
});

test('AST Analyze: every operation belongs to a resource and runs, whatever resource is set', () => {
  const node = new NODES.AstAnalyze();
  const resources = optionsOf(propertyOf(node, 'resource')).map(({ value }) => value);
  const lists = node.description.properties.filter(({ name }) => name === 'operation');
  expect(lists.flatMap(({ displayOptions }) => displayOptions!.show!.resource)).toEqual(resources);
  for (const { default: value, options } of lists) expect((options as INodePropertyOptions[]).map((option) => option.value)).toContain(value);
  const kinds = fieldsOf(node.description.properties).find(({ name }) => name === 'kinds')!;
  expect(optionsOf(kinds).map(({ value }) => value)).toEqual([...SYMBOL_KINDS].sort());
});

test.each(['HybridContext', 'RagRetrieve'] as const)('%s takes one optional embedding and reranker', (name) => {
  const { inputs } = new NODES[name]().description;
  const optional = { required: false, maxConnections: 1 };
  expect(inputs[1]).toMatchObject({ type: NodeConnectionTypes.AiEmbedding, ...optional });
  expect(inputs[2]).toMatchObject({ type: NodeConnectionTypes.AiReranker, ...optional });
  expect(inputs[3]).toMatchObject({ type: NodeConnectionTypes.AiVectorStore, ...optional });
});

/** As the editor works out the outputs of a node from its parameters. */
function outputsOf(type: INodeType, parameters: INodeParameters): unknown {
  const node = createNode('Node', 'test', { parameters });
  const nodeTypes = createNodeTypes({ test: type });
  const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
  return workflow.expression.getSimpleParameterValue(workflow.nodes.Node!, type.description.outputs as string, 'internal', {});
}

test.each(['HybridContext', 'RagRetrieve'] as const)('%s has a second output only where answers come out and it is asked for', (name) => {
  const outputs = new NODES[name]();
  const operation = name === 'RagRetrieve' ? 'retrieve' : 'enrichAction';
  expect(outputsOf(outputs, { operation, lowQualityOutput: true })).toEqual([
    { type: 'main', displayName: 'Answers' },
    { type: 'main', displayName: 'Low Quality' },
  ]);
  expect(outputsOf(outputs, { operation, lowQualityOutput: false })).toEqual([{ type: 'main' }]);
  expect(outputsOf(outputs, { operation: 'syncIndex', lowQualityOutput: true })).toEqual([{ type: 'main' }]);
  expect(outputsOf(outputs, { operation: 'recordFeedback', lowQualityOutput: true })).toEqual([{ type: 'main' }]);
});

test('Quality Alert sorts by severity only where it evaluates', () => {
  const outputs = outputsOf(new NODES.QualityAlert(), { operation: 'evaluate' }) as { displayName: string }[];
  expect(outputs.map(({ displayName }) => displayName)).toEqual(['Critical', 'Warning', 'Resolved', 'All Clear']);
});

test('loading the nodes loads nothing of the engine', () => {
  jest.isolateModules(() => {
    jest.doMock('../../src/index', () => {
      throw new Error('The engine was loaded.');
    });
    for (const name of NODE_NAMES) {
      const path = `../../nodes/${name}/${name}.node`;
      const loaded = jest.requireActual<Record<string, unknown>>(path);
      expect(loaded[name]).toBeDefined();
    }
  });
  jest.dontMock('../../src/index');
});
