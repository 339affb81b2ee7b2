import type { IDataObject } from 'n8n-workflow';
import type { RepositoryAccess, RepositoryHost, SourceItem, SourceRequest } from '../../src/index';
import { readOptions, readText, toNumber } from './parameters';
import type { ItemRun } from './run';

/** What the credential "Code Repository API" holds. */
interface RepositoryCredential {
  readonly hostType: RepositoryHost;
  readonly server: string;
  readonly user?: string;
  readonly token: string;
}

/** The run with the code that its item is about, and with what signing in to its host takes. */
export async function withCode(run: ItemRun): Promise<ItemRun> {
  const kind = readText(run, 'source') || 'directory';
  if (kind === 'git') return await withRepository(run);
  if (kind === 'archive') return { ...run, code: { source: await readArchive(run) } };
  if (kind === 'items') return { ...run, code: { source: { kind: 'items', files: readFiles(run) } } };
  return { ...run, code: { root: readText(run, 'root').trim() } };
}

async function withRepository(run: ItemRun): Promise<ItemRun> {
  const options = readOptions(run);
  const ref = readText(run, 'repositoryRef').trim();
  const allowHosts = splitList(options.allowedHosts);
  const history = toNumber(run, options.historyCommits, 'History (Commits)');
  const credential = await readCredential(run);
  const source: SourceRequest = {
    kind: 'git',
    url: readText(run, 'repositoryUrl').trim(),
    ...(ref !== '' && { ref }),
    ...(credential && { host: credential.hostType }),
    ...(allowHosts.length > 0 && { allowHosts }),
    ...(history !== undefined && history !== 0 && { history }),
    ...(options.allowPrivate === true && { allowPrivate: true }),
  };
  if (!credential) return { ...run, code: { source } };
  return { ...run, code: { source }, options: { ...run.options, repository: toAccess(run, credential) } };
}

async function readCredential(run: ItemRun): Promise<RepositoryCredential | undefined> {
  if (readText(run, 'authentication') !== 'codeRepositoryApi') return undefined;
  return await run.context.getCredentials<IDataObject & RepositoryCredential>('codeRepositoryApi', run.itemIndex);
}

function toAccess(run: ItemRun, { server, user, token }: RepositoryCredential): RepositoryAccess {
  if (!URL.canParse(server.trim())) {
    throw run.createError('VALUE_INVALID', { name: 'Server (of the credential)', reason: 'it is not a URL' });
  }
  const { host } = new URL(server.trim());
  return { host, token: token.trim(), ...(user && { user: user.trim() }) };
}

async function readArchive(run: ItemRun): Promise<SourceRequest> {
  const field = readText(run, 'binaryPropertyName').trim();
  // Throws n8n's own error, which names the fields there are.
  const binary = run.context.helpers.assertBinaryData(run.itemIndex, field);
  const data = await run.context.helpers.getBinaryDataBuffer(run.itemIndex, field);
  return { kind: 'archive', data, name: binary.fileName ?? 'archive' };
}

/** Whether each is a file is for the engine to say: it names the one that is not. */
function readFiles(run: ItemRun): readonly SourceItem[] {
  const value: unknown = run.context.getNodeParameter('sourceFiles', run.itemIndex, []);
  if (typeof value !== 'string') return value as readonly SourceItem[];
  let reason: string;
  try {
    return JSON.parse(value.trim() === '' ? '[]' : value) as readonly SourceItem[];
  } catch (error) {
    reason = (error as Error).message;
  }
  throw run.createError('VALUE_INVALID', { name: 'Files (JSON)', reason });
}

function splitList(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return value.split(',').map((part) => part.trim()).filter((part) => part !== '');
}
