/** Import this first: n8n-core reads these when it loads. Nothing of a real n8n is touched. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-test-'));
process.env.N8N_ENCRYPTION_KEY = 'test';
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
