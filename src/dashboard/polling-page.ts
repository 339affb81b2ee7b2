/** The page without a server of its own: it asks a webhook for states, and works in a sandbox that has no origin. */
import { escapeMarkup } from './markup';
import { ownContent } from './respond';

export interface PollSource {
  /** An http(s) URL, or one relative to that of the page. */
  readonly dataUrl: string;
  /** Undefined: the page asks for it. */
  readonly token?: string;
  readonly intervalMs: number;
  /** Whether `dataUrl` takes changes. */
  readonly changes?: true;
}

/** `page` as the build makes it. Its policy stands in it, for whoever serves it sets none for its content. */
export function toPollingPage(page: string, source: PollSource): string {
  // No origin is its own in the sandbox, so the data URL can be allowed by its scheme alone.
  const policy = ["default-src 'none'", "base-uri 'none'", ...ownContent(page, 'http: https:'), "form-action 'none'"].join('; ');
  return page
    .replace('<meta charset="utf-8">', (charset) => `${charset}\n<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">`)
    .replace('<body>', () => `<body data-source="${escapeMarkup(JSON.stringify(source))}">`);
}
