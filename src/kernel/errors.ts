/** One table of everything that can go wrong: what happened and why, and what to change. */
const ERRORS = {
  ROOT_MISSING: [
    'No root folder was given.',
    'Set "Root Folder" (CLI: --root DIR) to the absolute path of the code.',
  ],
  ROOT_NOT_ABSOLUTE: [
    'The root folder "{root}" is not an absolute path.',
    'Give the full path, for example /home/node/.n8n-files/my-repository.',
  ],
  ROOT_NOT_FOUND: [
    'The root folder "{root}" does not exist.',
    'Check the path as the n8n process sees it; in Docker, mount the folder into the container.',
  ],
  ROOT_NOT_DIRECTORY: [
    'The root "{root}" is a file, not a folder.',
    'Set the root to the folder that holds the code.',
  ],
  ROOT_NOT_READABLE: [
    'The root folder "{root}" cannot be read: {reason}.',
    'Check the permissions of the n8n process on the folder and on those above it.',
  ],
  PATH_NOT_ALLOWED: [
    'Access to "{path}" is not allowed.',
    "Add the folder to n8n's N8N_RESTRICT_FILE_ACCESS_TO (several are separated by ;), or move the code below an allowed folder.",
  ],
  PATH_OUTSIDE_ROOT: [
    'The path "{path}" leads outside the root folder.',
    'Give a path inside the root; symbolic links that leave it are not followed.',
  ],
  FILE_NOT_FOUND: [
    'The file "{path}" does not exist below the root folder.',
    'Give the path relative to the root, with / between folders.',
  ],
  FILE_NOT_READABLE: [
    'The file "{path}" cannot be read: {reason}.',
    'Check the path, and the permissions of the n8n process on it.',
  ],
  FILE_NOT_WRITABLE: [
    'The file "{path}" cannot be written: {reason}.',
    'Check the permissions of the n8n process on the folder and the free space on the disk.',
  ],
  FILE_TOO_LARGE: [
    'The file "{path}" has {size} bytes; the limit is {limit}.',
    'Raise ast_analysis.max_file_size in the settings, or leave the file out.',
  ],
  FILE_BINARY: ['The file "{path}" is binary.', 'Only text files can be analysed.'],
  FILE_NOT_A_FILE: [
    '"{path}" is not a regular file.',
    'Give the path of a text file; folders, pipes and devices are not read.',
  ],
  SOURCE_URL_INVALID: [
    'The repository URL cannot be used: {reason}.',
    'Give its HTTPS address alone, such as https://github.com/owner/repository.git; a user name or token belongs in a credential.',
  ],
  SOURCE_HOST_NOT_ALLOWED: [
    'The host "{host}" may not be asked: {reason}.',
    'Use a repository of an allowed host, or have the host added to the allowed ones.',
  ],
  SOURCE_ADDRESS_PRIVATE: [
    'The host "{host}" is not a public one: its name leads to a {kind} address.',
    'Use a public host. For a Git server of your own network, allow private addresses; link-local and metadata addresses are never allowed.',
  ],
  SOURCE_AUTH_FAILED: [
    '"{host}" refused access to {source} (HTTP {status}).',
    'Attach a credential whose token may read this repository, check that it has not expired, and check the address: many hosts answer the same when there is no such repository.',
  ],
  SOURCE_NOT_FOUND: [
    '"{host}" has no Git repository at {source}.',
    'Check the address; for a private repository, attach a credential that may read it.',
  ],
  SOURCE_REF_NOT_FOUND: [
    '{source} has no branch, tag or commit "{ref}".',
    'Give the name of a branch or tag, or a commit id of 40 digits that the host still serves.',
  ],
  SOURCE_TOO_LARGE: [
    '{source} is too large: {what}; the limit is {limit}.',
    'Use a smaller repository or archive, or a folder on disk.',
  ],
  SOURCE_UNREACHABLE: [
    '"{host}" could not be reached: {reason}.',
    'Check the address, the network of the n8n process and the certificate of the host, then try again.',
  ],
  SOURCE_FORMAT: [
    '{source} cannot be read: {reason}.',
    'Check that it is a whole zip, tar or tar.gz file, or a Git repository over HTTPS.',
  ],
  WORKSPACE_EMPTY: [
    'No file to index was found in "{root}" ({skipped} skipped).',
    'Check the root, the include and exclude patterns and .gitignore.',
  ],
  QUERY_EMPTY: ['The query is empty.', 'Say what to look for, in words, as a symbol or as file:line.'],
  QUERY_TOO_LARGE: [
    'The query has {length} characters; the limit is {limit}.',
    'Send the part that matters, such as the title and the first paragraphs.',
  ],
  VALUE_OUT_OF_RANGE: [
    '{name} is {value}; it must be a whole number from {min} to {max}.',
    'Change {name} to a value in that range.',
  ],
  VALUE_INVALID: ['{name} is not valid: {reason}.', 'Change {name}.'],
  PATTERN_TIMEOUT: [
    'Comparing names with the regular expression took longer than {limit} ms.',
    'Avoid repetitions inside repetitions, such as (a+)+, or use a name with * and ?.',
  ],
  ACTION_INVALID: [
    'The action item holds nothing to search for.',
    'Give it a "text", a "filePath", or a webhook payload with an issue, a pull request, a commit or an error.',
  ],
  EMBEDDING_FAILED: [
    'The embedding model "{model}" failed: {reason}.',
    'Check its credential and limits, or disconnect it to use the built-in embedding.',
  ],
  EMBEDDING_MISMATCH: [
    'The workspace "{workspace}" was indexed with {indexed}, but this run uses {given}.',
    'Run Sync Index with the embedding of this run, attach the one it was indexed with, or give this run a workspace name of its own.',
  ],
  EMBEDDING_NOT_ATTACHED: [
    'The workspace "{workspace}" was indexed with {indexed}, which is not attached to this run.',
    'Attach that Embeddings sub-node, or run Sync Index once in this n8n process so that tools can use it.',
  ],
  FEEDBACK_OFF: [
    'Feedback is not recorded: learning is switched off, or there is no folder for it.',
    'Set learning.enabled to true in the settings.',
  ],
  VECTOR_BACKEND_UNAVAILABLE: [
    'The vector backend "{backend}" cannot be used: {reason}.',
    'Install faiss-node where this Node process resolves modules (NODE_PATH counts), or choose the backend "auto" or "portable".',
  ],
  VECTOR_STORE_FAILED: [
    'The vector store "{store}" failed: {reason}.',
    'Check the Vector Store sub-node and its service, and that its vectors have the length of the embedding in use; a collection of its own is best.',
  ],
  VECTOR_STORE_UNSUITABLE: [
    'The vector store "{store}" cannot hold an index: {reason}.',
    'Attach a Vector Store sub-node that adds and searches vectors, such as PGVector, Qdrant or Simple Vector Store, or none.',
  ],
  SETTINGS_INVALID: ['The settings are not valid: {reason}.', 'Correct the named keys.'],
  SETTINGS_NOT_FOUND: [
    'The settings file "{path}" cannot be read: {reason}.',
    'Check HYBRID_CONTEXT_CONFIG or the --config option.',
  ],
  RECOMMENDATION_REFUSED: [
    '"{id}" cannot be done: {reason}.',
    'Ask for the recommendations and changes as they are now, and take an id from there.',
  ],
  HYBRID_DISABLED: [
    'Hybrid mode is switched off (hybrid_mode.enabled is false).',
    'Switch it on in the settings, or ask for the mode "ast" or "rag".',
  ],
  MEMORY_LIMIT: [
    'The engine uses {used} of memory; bulk work stops at {limit} (performance.max_memory_usage).',
    'Raise the limit, index fewer files, or try again when other work is done.',
  ],
  ANALYSIS_TIMEOUT: [
    'Analysing "{path}" took longer than {limit} ms.',
    'Raise ast_analysis.analysis_timeout, or exclude the file.',
  ],
  ANALYSIS_LATE: [
    'Neither structure nor words had anything to show within {limit} ms each.',
    'Raise hybrid_mode.max_analysis_time ("Max Analysis Time"), ask a shorter question, or narrow the files by patterns.',
  ],
  BRANCHES_FAILED: [
    'No retrieval branch could answer: {reason}.',
    'See the steps in the error details; sync the index again if the code changed a lot.',
  ],
  WORKER_FAILED: [
    'A worker thread ended while analysing "{path}": {reason}.',
    'Exclude the file and report it; other files are not affected.',
  ],
  CHECKER_TOO_LARGE: [
    'The type checker would need {size}; the limit is {limit}.',
    'Ask without exact, or narrow the workspace with include patterns to the part that matters.',
  ],
  QUEUE_FULL: [
    'Too many requests are waiting ({waiting}).',
    'Try again later, or send fewer requests at once.',
  ],
  CANCELLED: ['The work was cancelled.', 'Start it again if it is still needed.'],
  ENGINE_CLOSED: ['The engine was closed.', 'Open a new engine.'],
  ENGINE_FAILED: [
    'The engine thread ended unexpectedly: {reason}.',
    'The next request starts a new one; report this if it happens again.',
  ],
  INTERNAL: ['Something went wrong inside the engine: {reason}.', 'Report this with the steps that led to it.'],
} as const satisfies Record<string, readonly [message: string, fix: string]>;

export type ErrorCode = keyof typeof ERRORS;
type Details = Readonly<Record<string, string | number | boolean>>;

/** An error that a user can act on. `fix` says what to change. Survives `toPlain`/`fromPlain`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fix: string,
    readonly details: Details = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * Makes an error from the table; `{name}` in the texts is replaced from `details`. Where what to change
 * depends on more than the code, `details.fix` says it instead of the table.
 */
export function createError(code: ErrorCode, details: Details = {}, cause?: unknown): EngineError {
  const [message, fix] = ERRORS[code];
  const advice = typeof details.fix === 'string' ? details.fix : fill(fix, details);
  // A reason may be a sentence of its own.
  return new EngineError(code, fill(message, details).replace(/([.?!])\.$/, '$1'), advice, details, { cause });
}

/** Whatever was thrown, as an EngineError; unknown errors become INTERNAL with their message. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const error = thrown as { name?: unknown; code?: unknown; message?: unknown } | null;
  if (error?.name === 'AbortError' || error?.code === 'ABORT_ERR') {
    return createError('CANCELLED', {}, thrown);
  }
  const reason = typeof error?.message === 'string' ? error.message : String(thrown);
  return createError('INTERNAL', { reason }, thrown);
}

export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly details: Details;
}

export function toPlain(error: EngineError): PlainError {
  return { code: error.code, message: error.message, fix: error.fix, details: error.details };
}

export function fromPlain(plain: PlainError): EngineError {
  return new EngineError(plain.code, plain.message, plain.fix, plain.details);
}

export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

function fill(template: string, details: Details): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) =>
    key in details ? String(details[key]) : whole,
  );
}
