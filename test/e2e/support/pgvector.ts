/** A real PostgreSQL with pgvector for one suite, where it could be had. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeWhere } from '../../support/describe-where';

const cache = process.env['HYBRID_CONTEXT_CACHE'] || join(__dirname, '..', '..', '..', '.cache');
const folder = resolve(cache, 'pgvector');

export interface PgvectorServer {
  readonly port: number;
  query<Row>(sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** A suite that needs it. */
export const describeWithPgvector = (name: string, body: () => void): void =>
  describeWhere(existsSync(join(folder, '.ready')), 'PostgreSQL with pgvector is not there, run "node scripts/pgvector.mjs"', name, body);

export async function startPgvector(): Promise<PgvectorServer> {
  const child: ChildProcess = fork(join(__dirname, 'pgvector-server.mjs'), [folder], { execArgv: [] });
  const answer = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { port } = await answer<{ port: number }>();
  return {
    port,
    async query<Row>(sql: string) {
      child.send(sql);
      return (await answer<{ rows: readonly Row[] }>()).rows;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
