/** The dashboard without a server: a page that asks a webhook for its state, that state, and a report for a mail. */
import type { Severity } from './api';

export const DASHBOARD_FORMATS = ['page', 'report', 'state'] as const;
export type DashboardFormat = (typeof DASHBOARD_FORMATS)[number];

/** What somebody changes on the page. The answer to it is the new state. */
export type DashboardChange =
  | { readonly change: 'acknowledge'; readonly id: string }
  | { readonly change: 'silence'; readonly matches: Readonly<Record<string, string>>; readonly durationMs: number }
  | { readonly change: 'end'; readonly id: string };

export interface RenderDashboardRequest {
  /** Default `page`. */
  readonly format?: DashboardFormat;
  /** Of the page: where it gets states, an http(s) URL or one relative to its own. Required for it. */
  readonly dataUrl?: string;
  /** Of the page: what it sends as `Authorization: Bearer …`. Whoever sees the page sees it; without, the page asks for it. */
  readonly token?: string;
  /** Of the page: how long it waits between two states, 1 second to 1 hour; default 5 seconds. */
  readonly intervalMs?: number;
  /** Of the page: whether alerts have buttons; what is pressed is posted to `dataUrl` as a `DashboardChange`. Default: no. */
  readonly changes?: boolean;
  /** Of report and state: as in MetricsRequest. */
  readonly windowMs?: number;
}

export type RenderDashboardAnswer =
  | { readonly format: 'page'; readonly html: string }
  /** HTML without scripts, with pictures as inline SVG; `text` says the same without pictures. */
  | { readonly format: 'report'; readonly subject: string; readonly severity: Severity; readonly html: string; readonly text: string }
  | { readonly format: 'state'; readonly state: object };
