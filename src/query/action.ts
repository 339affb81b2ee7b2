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
  if (!isObject(action)) return undefined;
  const place = placeOf(action);
  const own = joined([text(action['query']), text(action['text'])]);
  const payload = isObject(action['body']) ? action['body'] : action;
  const query = own || joined([...ofPayload(payload), ...(payload === action ? [] : ofPayload(action))]);
  if (query === '' && !place.filePath) return undefined;
  return { query: query || `${place.filePath}${place.line ? `:${place.line}` : ''}`, ...place };
}

/** The item's own place, else that of a review comment: GitHub's, or GitLab's note on a diff. */
function placeOf(action: Json): { filePath?: string; line?: number } {
  const body = objectAt(action, 'body');
  const payload = body ?? action;
  const comment = objectAt(payload, 'comment');
  const position = objectAt(objectAt(payload, 'object_attributes') ?? {}, 'position');
  const paths = [action['filePath'], body?.['filePath'], comment?.['path'], position?.['new_path']];
  const filePath = paths.map(text).find((path) => path.trim() !== '');
  if (filePath === undefined) return {};
  // A comment on an older version has no current line, but usually stands near where it stood.
  const lines = [action['line'], body?.['line'], comment?.['line'], comment?.['original_line'], position?.['new_line']];
  const line = lines.map(lineNumber).find((number) => number !== undefined);
  return { filePath, ...(line ? { line } : {}) };
}

function lineNumber(value: unknown): number | undefined {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function ofPayload(payload: Json): string[] {
  const titled = ['issue', 'pull_request', 'object_attributes', 'merge_request', 'discussion', 'release']
    .map((key) => objectAt(payload, key))
    .filter((value) => value !== undefined)
    .flatMap((value) => [
      text(value['title']) || text(value['name']),
      text(value['body']) || text(value['description']) || text(value['note']),
    ]);
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

/** n8n's Error Trigger puts the error below `execution`, or `trigger` when that failed; others send it bare. */
function errors(payload: Json): string[] {
  const holder = [objectAt(payload, 'execution'), objectAt(payload, 'trigger'), payload].find((one) => one?.['error']);
  const error = objectAt(holder ?? {}, 'error');
  return [text(holder?.['error']), text(error?.['message']), text(error?.['stack']), text(payload['stack']), text(payload['stacktrace'])];
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
