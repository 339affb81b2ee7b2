/** A copy of the fixture repository that n8n may read, and the real engine behind the nodes. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../../src/index';
import { useEngineBundle } from '../../support/engine-bundle';
import { allowFolders } from './host';

export interface TestWorkspace {
  /** The folder that n8n allows. */
  readonly allowed: string;
  /** The repository, below it. */
  readonly root: string;
}

/** Call at the top of a suite. The engine's bundle is built when a source changed. */
export function useWorkspace(): TestWorkspace {
  const allowed = realpathSync(mkdtempSync(join(tmpdir(), 'nodes-')));
  const root = join(allowed, 'shop');
  beforeAll(async () => {
    cpSync(join(__dirname, '../../fixtures/shop'), root, { recursive: true });
    allowFolders(allowed);
    await useEngineBundle();
  });
  afterAll(async () => {
    await openEngine().close();
    rmSync(allowed, { recursive: true });
  });
  return { allowed, root };
}
