/** PostgreSQL with pgvector on a port of the loopback interface, from the packages in the folder given. Says `{ port }`. */
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const load = createRequire(join(process.argv[2], 'package.json'));
const { PGlite } = load('@electric-sql/pglite');
const { vector } = load('@electric-sql/pglite-pgvector');
const { PGLiteSocketServer } = load('@electric-sql/pglite-socket');

const port = await new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const db = await PGlite.create({ extensions: { vector } });
const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
await server.start();
process.once('disconnect', () => process.exit(0));
process.on('message', async (sql) => process.send({ rows: (await db.query(sql)).rows }));
process.send({ port });
