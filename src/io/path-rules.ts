import { homedir } from 'node:os';
import { join } from 'node:path';
import { GIT_PATHS, type PathRules } from './path-access';

type Environment = Readonly<Record<string, string | undefined>>;

/** Matches every path: n8n refuses everything when a pattern of its list does not compile. */
const EVERYTHING = /(?:)/;

/**
 * n8n's file rules from n8n's own variables: N8N_RESTRICT_FILE_ACCESS_TO, N8N_BLOCK_FILE_PATTERNS,
 * N8N_BLOCK_FILE_ACCESS_TO_N8N_FILES. One difference: an unset restrict list means no restriction,
 * where n8n would say ~/.n8n-files; outside n8n, the user of the command decides.
 */
export function readPathRules(env: Environment): PathRules {
  return {
    restrictTo: split(env.N8N_RESTRICT_FILE_ACCESS_TO, ';'),
    blockPatterns:
      env.N8N_BLOCK_FILE_PATTERNS === undefined
        ? [GIT_PATHS]
        : split(env.N8N_BLOCK_FILE_PATTERNS, ';').map(compile),
    blockFolders: env.N8N_BLOCK_FILE_ACCESS_TO_N8N_FILES === 'false' ? [] : n8nFolders(env),
  };
}

function n8nFolders(env: Environment): string[] {
  const home = env.N8N_USER_FOLDER || homedir();
  return [
    join(home, '.n8n'),
    join(home, '.cache/n8n/public'),
    ...split(env.N8N_CONFIG_FILES, ','),
    ...split(env.N8N_CUSTOM_EXTENSIONS, ';'),
    ...split(env.N8N_BINARY_DATA_STORAGE_PATH, '\0'),
    ...split(env.N8N_UM_EMAIL_TEMPLATES_INVITE, '\0'),
    ...split(env.N8N_UM_EMAIL_TEMPLATES_PWRESET, '\0'),
  ];
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'mi');
  } catch {
    return EVERYTHING;
  }
}

function split(list: string | undefined, separator: string): string[] {
  return (list ?? '').split(separator).map((part) => part.trim()).filter((part) => part !== '');
}
