import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  IConnections,
  INode,
  INodeParameters,
  INodeProperties,
  INodeTypeDescription,
  IWorkflowSettings,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers, traverseNodeParameters } from 'n8n-workflow';
import { NODE_NAMES, NODES } from './support/nodes';
import { QualityAlertTrigger } from '../../nodes/QualityAlertTrigger/QualityAlertTrigger.node';

interface Template {
  readonly id: string;
  readonly name: string;
  readonly nodes: INode[];
  readonly connections: IConnections;
  readonly settings: IWorkflowSettings;
}

const PREFIX = 'n8n-nodes-hybrid-context.';
const folder = join(__dirname, '../../workflows');
const templates = readdirSync(folder).map((file) => ({
  file,
  template: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template,
}));

/** Types of n8n 2.40.7 that templates may use, with a version that it has. */
const N8N_TYPES: Record<string, number> = {
  'n8n-nodes-base.webhook': 2.1,
  'n8n-nodes-base.set': 3.4,
  'n8n-nodes-base.if': 2.2,
  'n8n-nodes-base.respondToWebhook': 1.5,
  'n8n-nodes-base.httpRequest': 4.2,
  'n8n-nodes-base.switch': 3.2,
  'n8n-nodes-base.noOp': 1,
  'n8n-nodes-base.errorTrigger': 1,
  'n8n-nodes-base.scheduleTrigger': 1.2,
  'n8n-nodes-base.emailSend': 2.1,
  'n8n-nodes-base.stickyNote': 1,
  '@n8n/n8n-nodes-langchain.mcpTrigger': 2,
};

/** Our types; n8n makes `…Tool` of nodes that are usable as tools and adds two parameters. */
const OUR_TYPES = new Map<string, { description: INodeTypeDescription; added: string[] }>(
  NODE_NAMES.flatMap((name) => {
    const { description } = new NODES[name]();
    const type = `${PREFIX}${description.name}`;
    return [
      [type, { description, added: [] }],
      [`${type}Tool`, { description, added: ['descriptionType', 'toolDescription'] }],
    ];
  }),
);
const trigger = new QualityAlertTrigger().description;
OUR_TYPES.set(`${PREFIX}${trigger.name}`, { description: trigger, added: [] });
const isOurs = (node: INode) => node.type.startsWith(PREFIX);
const isNote = (node: INode) => node.type === 'n8n-nodes-base.stickyNote';

test('all templates are there', () => {
  expect(templates.map(({ template }) => template.name).sort()).toEqual([
    'Ask the codebase over MCP',
    'Daily quality report',
    'Enrich an issue with code context',
    'Live dashboard',
    'Review a pull request with impact context',
    'Route an error with the code behind it',
    'Route predictive alerts',
  ]);
});

describe.each(templates)('$file', ({ template }) => {
  const ours = template.nodes.filter(isOurs);

  test('has ids and names that are its own', () => {
    for (const key of ['id', 'name'] as const) {
      const values = template.nodes.map((node) => node[key]);
      expect(new Set(values).size).toBe(values.length);
    }
    expect(new Set(templates.map((other) => other.template.id)).size).toBe(templates.length);
  });

  test('uses node types that exist', () => {
    for (const { type, typeVersion } of template.nodes) {
      expect([type, typeVersion]).toEqual([type, OUR_TYPES.has(type) ? 1 : N8N_TYPES[type]]);
    }
    expect(ours.length).toBeGreaterThan(0);
  });

  test.each(ours.map((node) => [node.name, node] as const))('%s sets known, shown parameters', (_, node) => {
    const { description, added } = OUR_TYPES.get(node.type)!;
    const shown = NodeHelpers.getNodeParameters(
      description.properties,
      node.parameters,
      true,
      false,
      node,
      description,
    )!;
    for (const [name, value] of Object.entries(node.parameters)) {
      if (added.includes(name)) continue;
      expect(Object.keys(shown)).toContain(name);
      const properties = description.properties.filter((property) => property.name === name);
      if (name === 'options') checkCollection(properties, node.parameters, value as INodeParameters);
      else checkChoice(properties.find((property) => showsFor(property, node.parameters))!, value);
    }
  });

  test('connects nodes that exist, and none is left alone', () => {
    const names = new Set(template.nodes.map(({ name }) => name));
    const targets = Object.values(template.connections).flatMap((byType) =>
      Object.values(byType).flatMap((outputs) => outputs.flatMap((output) => output ?? [])),
    );
    for (const name of [...Object.keys(template.connections), ...targets.map(({ node }) => node)]) {
      expect(names).toContain(name);
    }
    const connected = new Set([...Object.keys(template.connections), ...targets.map(({ node }) => node)]);
    const alone = template.nodes.filter((node) => !isNote(node) && !connected.has(node.name));
    expect(alone).toEqual([]);
  });

  test('keeps what it returns out of the database', () => {
    expect(template.settings).toEqual({
      executionOrder: 'v1',
      saveDataSuccessExecution: 'none',
      saveDataErrorExecution: 'none',
      saveManualExecutions: false,
      saveExecutionProgress: false,
    });
  });

  test('tells a newcomer what to set, and ships no secret', () => {
    const notes = template.nodes.filter(isNote).map((node) => node.parameters.content as string);
    expect(notes.join('\n')).toContain('What to set');
    expect(template.nodes.filter((node) => node.credentials)).toEqual([]);
  });
});

describe('Enrich an issue with code context', () => {
  const { template } = templates.find(({ file }) => file.startsWith('enrich'))!;
  const node = (name: string) => template.nodes.find((candidate) => candidate.name === name)!;

  test('answers through the error output as well', () => {
    for (const { name, onError } of template.nodes.filter(isOurs)) {
      expect(onError).toBe('continueErrorOutput');
      const [success, error] = template.connections[name]!.main!;
      expect(success![0]!.node).toBe('Respond with the context');
      expect(error![0]!.node).toBe('Respond with the error');
    }
    expect(node('Webhook').parameters).toMatchObject({
      httpMethod: 'POST',
      path: 'code-context',
      responseMode: 'responseNode',
    });
  });
});

describe.each([
  ['review', 'pull-request-impact', ['Get the impact', 'Get the code around it']],
  ['route-error', 'error-code', ['Find the code behind it']],
])('%s: a webhook that answers whatever happens', (start, path, names) => {
  const { template } = templates.find(({ file }) => file.startsWith(start))!;

  test('our nodes have an error output, and every way ends in a response', () => {
    const ours = template.nodes.filter(isOurs);
    expect(ours.map(({ name }) => name)).toEqual(names);
    for (const { name, onError } of ours) {
      expect(onError).toBe('continueErrorOutput');
      expect(template.connections[name]!.main![1]![0]!.node).toBe('Respond with the error');
    }
    const ends = template.nodes.filter((node) => !isNote(node) && !(node.name in template.connections));
    expect(ends.every(({ type }) => type === 'n8n-nodes-base.respondToWebhook')).toBe(true);
    expect(template.nodes.find(({ name }) => name === 'Webhook')!.parameters).toMatchObject({ httpMethod: 'POST', path, responseMode: 'responseNode' });
  });
});

test('a diff is fetched only from where the Settings node allows it', () => {
  const { template } = templates.find(({ file }) => file.startsWith('review'))!;
  const [fetched] = template.connections['May it be fetched?']!.main!;
  expect(fetched![0]!.node).toBe('Fetch the diff');
  const incoming = Object.values(template.connections).flatMap(({ main }) => main ?? []).flat().filter((to) => to?.node === 'Fetch the diff');
  expect(incoming).toHaveLength(1);
  const settings = template.nodes.find(({ name }) => name === 'Settings')!.parameters.assignments as { assignments: { name: string; value: unknown }[] };
  expect(settings.assignments.find(({ name }) => name === 'diffUrlsBelow')?.value).toBe('https://github.com/');
});

test('Route predictive alerts: every channel gets the key, and only what has an address is told', () => {
  const { template } = templates.find(({ file }) => file.startsWith('route-predictive'))!;
  const channels = template.connections['By severity']!.main!.map((output) => output![0]!.node);
  expect(channels).toEqual(['Page whoever is on call', 'Tell the channel', 'Hand it to the mail service', 'Send Email']);
  for (const name of channels) {
    const { type, parameters, retryOnFail, disabled } = template.nodes.find((node) => node.name === name)!;
    expect(retryOnFail).toBe(true);
    // SMTP is off until somebody has chosen a credential; it knows no headers of ours.
    const smtp = type === 'n8n-nodes-base.emailSend';
    expect(disabled ?? false).toBe(smtp);
    expect(JSON.stringify(smtp ? parameters.text : parameters.headerParameters)).toMatch(smtp ? /\$json\.key/ : /"Idempotency-Key","value":"={{ \$json\.key }}-/);
  }
  const rules = (template.nodes.find(({ name }) => name === 'By severity')!.parameters.rules as { values: object[] }).values;
  for (const rule of rules) expect(JSON.stringify(rule)).toMatch(/(pagerUrl|chatUrl|mailUrl|mailTo).*notEmpty/);
});

test('Live dashboard: nothing is read or changed before the token was compared, and the page holds none', () => {
  const { template } = templates.find(({ file }) => file.startsWith('live'))!;
  const node = (name: string) => template.nodes.find((candidate) => candidate.name === name)!.parameters;
  expect(template.connections['Is it the token?']!.main!.map((output) => output![0]!.node)).toEqual(['Is something to be changed?', 'Refuse']);
  const sourcesOf = (name: string) => Object.entries(template.connections).filter(([, { main }]) => main!.flat().some((to) => to!.node === name)).map(([from]) => from);
  const changes = ['Acknowledge', 'Silence', 'End the silence'];
  expect(sourcesOf('Is something to be changed?')).toEqual(['Is it the token?']);
  for (const change of changes) expect(sourcesOf(change)).toEqual(['Is something to be changed?']);
  expect(sourcesOf('Read the state').sort()).toEqual([...changes, 'Is something to be changed?'].sort());
  expect(sourcesOf('Settings')).toEqual(['Data']);
  expect(node('Render the page')).toMatchObject({ format: 'page', dataUrl: node('Data').path, token: '' });
  expect(JSON.stringify(node('Settings'))).toContain('"name":"token","value":""');
  expect(node('Is it the token?').conditions).toMatchObject({ combinator: 'and', conditions: [{ operator: { operation: 'notEmpty' } }, { operator: { operation: 'equals' } }] });
  for (const name of ['Respond with the state', 'Say what is wrong', 'Refuse']) expect(JSON.stringify(node(name))).toContain('"Access-Control-Allow-Origin","value":"*"');
  expect(node('Refuse').options).toMatchObject({ responseCode: 401 });
});

test('Daily quality report: by mail service or by SMTP, which is off without a credential', () => {
  const { template } = templates.find(({ file }) => file.startsWith('daily'))!;
  const node = (name: string) => template.nodes.find((candidate) => candidate.name === name)!;
  const ways = template.connections['Is there a mail service?']!.main!.map((output) => node(output![0]!.node));
  expect(ways.map(({ type, disabled, retryOnFail }) => [type, disabled ?? false, retryOnFail])).toEqual([
    ['n8n-nodes-base.httpRequest', false, true],
    ['n8n-nodes-base.emailSend', true, true],
  ]);
  for (const { parameters } of ways) expect(JSON.stringify(parameters)).toMatch(/\$json\.html.*|\$json\.text/);
  expect(node('Write the report').parameters).toMatchObject({ format: 'report', windowMinutes: 1440 });
});

describe('Ask the codebase over MCP', () => {
  const { template } = templates.find(({ file }) => file.startsWith('ask'))!;
  const tools = template.nodes.filter(isOurs);

  test('has four tools that hang on the trigger', () => {
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'code_at_line',
      'find_symbol',
      'get_code_context',
      'search_code',
    ]);
    for (const { name, type } of tools) {
      expect(type).toMatch(/Tool$/);
      expect(template.connections[name]).toHaveProperty(NodeConnectionTypes.AiTool);
    }
  });

  test('agents give the question, the author gives the workspace', () => {
    const argumentsOf = (node: INode) => {
      const collected: Array<{ key: string; type?: string }> = [];
      traverseNodeParameters(node.parameters, collected as never);
      return collected.map(({ key, type }) => `${key}: ${type}`);
    };
    const byName = Object.fromEntries(tools.map((tool) => [tool.name, argumentsOf(tool)]));
    expect(byName).toEqual({
      get_code_context: ['query: string'],
      search_code: ['query: string'],
      find_symbol: ['name: string'],
      code_at_line: ['file: string', 'line: number'],
    });
    for (const { parameters } of tools) {
      expect(parameters.root).toMatch(/^\//);
      expect(JSON.stringify(parameters.options)).not.toContain('$fromAI');
      expect(parameters.toolDescription).toMatch(/^.{40,}\.$/);
    }
  });

  test('asks for a bearer token', () => {
    const trigger = template.nodes.find(({ type }) => type.endsWith('mcpTrigger'))!;
    expect(trigger.parameters.authentication).toBe('bearerAuth');
  });
});

/** The options of a collection that shows for the operation. */
function checkCollection(
  collections: INodeProperties[],
  parameters: INodeParameters,
  value: INodeParameters,
): void {
  const collection = collections.find(({ displayOptions }) =>
    !displayOptions || displayOptions.show?.operation?.includes(parameters.operation as string),
  );
  const known = (collection!.options as INodeProperties[]).map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining(Object.keys(value)));
}

/** Nodes with resources have one list of operations for each. */
function showsFor({ displayOptions }: INodeProperties, { resource }: INodeParameters): boolean {
  const resources = displayOptions?.show?.resource;
  return !resources || resources.includes(resource as string);
}

function checkChoice(property: INodeProperties, value: unknown): void {
  if (property.type !== 'options') return;
  const values = (property.options as Array<{ value: unknown }>).map((option) => option.value);
  expect(values).toContain(value);
}
