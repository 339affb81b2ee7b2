/** Turns something that happened (an action item, a webhook payload) into a question for the code. */
import type { ActionItem } from '../kernel';

export interface ActionQuery {
  readonly query: string;
  readonly filePath?: string;
  readonly line?: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads, in this order: the item's own `query`/`text`/`filePath`/`line`, then the payload of a GitHub
 * or GitLab webhook or an n8n error (also below `body`, where a Webhook node puts it), then title-like
 * fields. Returns undefined when there is nothing to search for.
 */
export function actionToQuery(action: ActionItem): ActionQuery | undefined {
  const place = placeOf(action);
  const own = joined([text(action['query']), text(action['text'])]);
  const payload = isObject(action['body']) ? action['body'] : action;
  const query = own || joined([...ofPayload(payload), ...(payload === action ? [] : ofPayload(action))]);
  if (query === '' && !place.filePath) return undefined;
  return { query: query || `${place.filePath}${place.line ? `:${place.line}` : ''}`, ...place };
}

function placeOf(action: ActionItem): { filePath?: string; line?: number } {
  const body = isObject(action['body']) ? action['body'] : undefined;
  const comment = objectAt(body ?? action, 'comment');
  const filePath = text(action.filePath) || text(body?.['filePath']) || text(comment?.['path']);
  const line = [action.line, body?.['line'], comment?.['line']].map(Number).find((n) => Number.isInteger(n) && n > 0);
  return { ...(filePath ? { filePath } : {}), ...(filePath && line ? { line } : {}) };
}

function ofPayload(payload: Json): string[] {
  const titled = ['issue', 'pull_request', 'object_attributes', 'merge_request', 'discussion', 'release']
    .map((key) => objectAt(payload, key))
    .filter((value) => value !== undefined)
    .flatMap((value) => [text(value['title']) || text(value['name']), text(value['body']) || text(value['description'])]);
  const comment = text(objectAt(payload, 'comment')?.['body']);
  return [
    text(payload['query']),
    text(payload['text']),
    ...titled,
    comment,
    ...commits(payload),
    ...errors(payload),
    text(payload['title']),
    text(payload['subject']),
    text(payload['message']),
    text(payload['description']),
    typeof payload['body'] === 'string' ? payload['body'] : '',
  ];
}

function commits(payload: Json): string[] {
  const list = Array.isArray(payload['commits']) ? (payload['commits'] as unknown[]) : [];
  return list.slice(0, 20).filter(isObject).map((commit) => text(commit['message']));
}

/** n8n's Error Trigger puts the error below `execution`; others send it bare. */
function errors(payload: Json): string[] {
  const error = objectAt(objectAt(payload, 'execution') ?? {}, 'error') ?? objectAt(payload, 'error');
  return [text(error?.['message']), text(error?.['stack']), text(payload['stack']), text(payload['stacktrace'])];
}

function joined(parts: readonly string[]): string {
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))].join('\n');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectAt(value: Json, key: string): Json | undefined {
  const inner = value[key];
  return isObject(inner) ? inner : undefined;
}
