/** Options that choose alerts. */
import type { AlertFilter } from '../index';
import { readList, type OptionSpec, type Values } from './values';

export const ALERT_FILTER_OPTIONS = {
  signal: { type: 'string', multiple: true, value: 'NAME', help: 'only this signal or recorded series; repeatable' },
  severity: { type: 'string', multiple: true, value: 'NAME', help: 'only critical or warning; repeatable' },
  about: { type: 'string', multiple: true, value: 'WHAT', help: 'only alerts about a threshold, or about an anomaly; repeatable' },
  workspace: { type: 'string', multiple: true, value: 'NAME', help: 'only this workspace; repeatable' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export function readAlertFilter(values: Values): AlertFilter {
  return {
    signals: readList(values, 'signal'),
    severities: readList(values, 'severity') as AlertFilter['severities'],
    workspaces: readList(values, 'workspace'),
    about: readList(values, 'about') as AlertFilter['about'],
  };
}
