/** Fields of the operations about alerts that fire, fired, or are to be quiet. */
import type { INodeProperties } from 'n8n-workflow';
import { alertSeries, alertSignals, alertSubjects, alertWorkspaces, severities } from '../shared/alert';
import { numberField, optionsField, outputField, showFor, textField } from '../shared/fields';

export const alertsOutput = outputField('One item per alert', 'One item with alerts, silences and the timeline');

const phases: INodeProperties = {
  displayName: 'Phases',
  name: 'phases',
  type: 'options',
  options: [
    { name: 'All', value: 'all', description: 'Calm ones as well' },
    { name: 'Firing', value: 'firing', description: 'Predicted or breaching' },
  ],
  default: 'firing',
  description: 'Which alerts to list',
};

export const alertsOptions = optionsField(
  alertSubjects,
  phases,
  alertSeries,
  severities,
  alertSignals,
  numberField('Timeline (Hours)', 'timelineHours', [1, 24], 'How far back the timeline goes, in hours'),
  alertWorkspaces,
);

export const alertId: INodeProperties = {
  ...textField('Alert ID', 'alertId', '5f0c1d7a9b3e2468', 'The ID of the alert, as List Alerts and the trigger give it'),
  required: true,
};

export const by = textField('By', 'by', 'Ann', 'Who does it, for the others to see');

export const silenceWhat: INodeProperties = {
  displayName: 'Silence',
  name: 'silenceWhat',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'All Alerts', value: 'all', description: 'Whatever they are about' },
    { name: 'Matching Alerts', value: 'matching', description: 'Alerts with all of the labels below' },
    { name: 'Nothing: End a Silence', value: 'end', description: 'Ends a silence before its time' },
  ],
  default: 'matching',
  description: 'What is to be quiet',
};

/** By what is to be quiet. */
export const silenceFields: INodeProperties[] = [
  showFor(textField('Signal or Series', 'matchSignal', 'latency_p95', 'Name of a signal or of a recorded series; empty means any'), { silenceWhat: ['matching'] }),
  showFor(textField('Severity', 'matchSeverity', 'warning', 'Severity, critical or warning; empty means any'), { silenceWhat: ['matching'] }),
  showFor(textField('Workspace', 'matchWorkspace', 'shop', 'Name of a workspace; empty means any'), { silenceWhat: ['matching'] }),
  showFor(numberField('For (Minutes)', 'silenceMinutes', [1, 60], 'After so many minutes the silence ends by itself, at most 30 days'), { silenceWhat: ['all', 'matching'] }),
  showFor(textField('Reason', 'reason', 'planned maintenance', 'Why, for the others to see'), { silenceWhat: ['all', 'matching'] }),
  showFor(textField('Silence ID', 'silenceId', '0a1b2c3d4e5f', 'The ID of the silence, as List Alerts gives it'), { silenceWhat: ['end'] }),
];
