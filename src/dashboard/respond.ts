/** Answers of the dashboard's server, with the headers that keep a page to itself. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { toEngineError, type ErrorCode } from '../kernel';

const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const STATUS: Partial<Record<ErrorCode, number>> = { VALUE_INVALID: 400, VALUE_OUT_OF_RANGE: 400, ENGINE_CLOSED: 503 };

export function send(response: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Security-Policy': NOTHING, ...ALWAYS, 'Content-Type': type, ...headers });
  response.end(body);
}

export const sendJson = (response: ServerResponse, value: unknown, status = 200): void =>
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);

export const sendText = (response: ServerResponse, status: number, text: string, headers?: Record<string, string>): void =>
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`, headers);

/** `{ error: { code, message, fix } }`, as the nodes and the CLI say it. */
export function sendError(response: ServerResponse, thrown: unknown): void {
  const { code, message, fix } = toEngineError(thrown);
  sendJson(response, { error: { code, message, fix } }, STATUS[code] ?? 500);
}

/** A page whose own scripts and styles, and no others, may run. */
export function sendPage(response: ServerResponse, html: string, status = 200, headers: Record<string, string> = {}): void {
  const policy = [NOTHING, ...ownContent(html, "'self'"), "form-action 'self'"].join('; ');
  send(response, status, 'text/html; charset=utf-8', html, { 'Content-Security-Policy': policy, ...headers });
}

/** What a page may load and ask: its own blocks, pictures within it, and `connect`. */
export const ownContent = (html: string, connect: string): string[] => [
  `script-src ${hashesOf(html, 'script')}`,
  `style-src ${hashesOf(html, 'style')}`,
  `connect-src ${connect}`,
  "img-src 'self' data:",
];

function hashesOf(html: string, tag: 'script' | 'style'): string {
  const blocks = [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))];
  if (blocks.length === 0) return "'none'";
  return blocks.map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`).join(' ');
}
