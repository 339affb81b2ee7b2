import type { INodeProperties } from 'n8n-workflow';
import { alertSeries, alertSignals, alertSubjects, alertWorkspaces, severities } from '../shared/alert';
import { numberField } from '../shared/fields';

const events: INodeProperties = {
  displayName: 'Events',
  name: 'events',
  type: 'multiOptions',
  options: [
    { name: 'Escalated', value: 'escalate', description: 'What was predicted has come true' },
    { name: 'Fired', value: 'fire', description: 'A threshold is about to be crossed, or is crossed' },
    { name: 'Repeated', value: 'repeat', description: 'It still fires and nobody has acknowledged it' },
    { name: 'Resolved', value: 'resolve', description: 'It is over; once for each that fired' },
  ],
  default: ['escalate', 'fire', 'repeat', 'resolve'],
  description: 'What starts the workflow',
};

const options: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    alertSubjects,
    {
      displayName: 'Attempts',
      name: 'attempts',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 100 },
      default: 5,
      description: 'How often to start the workflow with the same events while its runs fail, after 1, 2, 4, … minutes',
    },
    numberField('Check Every (Seconds)', 'checkSeconds', [5, 15], 'How often to look for changes; states are judged once a minute'),
    {
      displayName: 'Group By',
      name: 'groupBy',
      type: 'multiOptions',
      options: [
        { name: 'Severity', value: 'severity' },
        { name: 'Signal', value: 'signal' },
        { name: 'Workspace', value: 'workspace' },
      ],
      default: [],
      description: 'Events that agree in these are one run, the others runs of their own; none starts one run for all that come together',
    },
    alertSeries,
    {
      displayName: 'Wait for the Run',
      name: 'waitForRun',
      type: 'boolean',
      default: true,
      description: 'Whether events count as delivered when the run has succeeded; off, when it has started',
    },
    alertWorkspaces,
  ],
};

export const properties: INodeProperties[] = [events, severities, alertSignals, options];
