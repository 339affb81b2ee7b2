import { withNodes, type Json, type Workflow } from './n8n';

/** A template with values of its Settings node changed, as its note "What to set" asks for. */
export function withSettings(template: Workflow, values: Json): Workflow {
  return withNodes(template, (node) => {
    if (node.name !== 'Settings') return node;
    const { assignments } = node.parameters['assignments'] as { assignments: { name: string; value: unknown }[] };
    const changed = assignments.map((entry) => (entry.name in values ? { ...entry, value: values[entry.name] } : entry));
    return { ...node, parameters: { ...node.parameters, assignments: { assignments: changed } } };
  });
}
