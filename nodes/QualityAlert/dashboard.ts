/** Fields of the operation that renders the dashboard. */
import type { INodeProperties } from 'n8n-workflow';
import { numberField, showFor, textField } from '../shared/fields';
import { show, windowMinutes } from './fields';

const format: INodeProperties = {
  displayName: 'Format',
  name: 'format',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Page', value: 'page', description: 'HTML to answer a webhook with; it asks another webhook for what it shows' },
    { name: 'Report', value: 'report', description: 'HTML for a mail, with pictures and without scripts' },
    { name: 'State (JSON)', value: 'state', description: 'What the page shows, for the webhook that it asks' },
  ],
  default: 'page',
  description: 'What to render',
};

const dataUrl: INodeProperties = {
  ...textField('Data URL', 'dataUrl', 'live-dashboard-data', 'Where the page gets what it shows: the path of a webhook beside its own, or a whole URL'),
  required: true,
  default: 'live-dashboard-data',
};

const token: INodeProperties = {
  ...textField('Token', 'token', 'a long random text', 'Sent as "Authorization: Bearer …". Whoever sees the page can read it; leave it empty to have the page ask for it.'),
  typeOptions: { password: true },
};

const changes: INodeProperties = {
  displayName: 'Offer Changes',
  name: 'changes',
  type: 'boolean',
  default: false,
  description: 'Whether alerts can be acknowledged and silenced on the page; the Data URL then has to take POST as well, as in the template Live dashboard',
};

const updateInterval = numberField('Update Interval (Seconds)', 'updateInterval', [1, 5], 'How long the page waits before it asks again; each time is a run of a workflow');

const forFormat = (field: INodeProperties, ...formats: string[]): INodeProperties => showFor(field, { operation: ['renderDashboard'], format: formats });

export const dashboardFields: INodeProperties[] = [
  show(format, 'renderDashboard'),
  forFormat(dataUrl, 'page'),
  forFormat(token, 'page'),
  forFormat(changes, 'page'),
  forFormat(updateInterval, 'page'),
  forFormat(windowMinutes, 'report', 'state'),
];
