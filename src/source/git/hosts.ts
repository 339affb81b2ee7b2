import type { RepositoryAccess, RepositoryHost } from '../../kernel';

const KNOWN: Readonly<Record<string, RepositoryHost>> = {
  'github.com': 'github',
  'www.github.com': 'github',
  'gitlab.com': 'gitlab',
  'bitbucket.org': 'bitbucket',
  'codeberg.org': 'gitea',
  'gitea.com': 'gitea',
};

/** User names that hosts expect beside a token when no other is given. */
const USERS: Readonly<Record<RepositoryHost, string>> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
  bitbucket: 'x-token-auth',
  gitea: 'oauth2',
  other: 'git',
};

export function hostKind(url: URL): RepositoryHost {
  return KNOWN[url.hostname.toLowerCase()] ?? 'other';
}

/** The header that signs in for Git itself. */
export function gitAuthorization(kind: RepositoryHost, { user, token }: RepositoryAccess): string {
  return `Basic ${Buffer.from(`${user || USERS[kind]}:${token}`).toString('base64')}`;
}

export interface ArchiveAddress {
  readonly url: URL;
  readonly authorization?: string;
}

/**
 * Where a host hands out one commit as tar.gz, or undefined when that is not known. Less exact than
 * Git itself: files that .gitattributes marks `export-ignore` are missing from it.
 */
export function archiveAddress(
  url: URL,
  kind: RepositoryHost,
  commit: string,
  access: RepositoryAccess | undefined,
): ArchiveAddress | undefined {
  const path = url.pathname.slice(1).replace(/\.git$/, '');
  const [owner = '', name = '', ...more] = path.split('/');
  const bearer = access && `Bearer ${access.token}`;
  const at = (target: string, authorization: string | undefined): ArchiveAddress => ({ url: new URL(target, url.origin), authorization });
  if (kind === 'gitlab') {
    return at(`/api/v4/projects/${encodeURIComponent(path)}/repository/archive.tar.gz?sha=${commit}`, bearer);
  }
  if (name === '' || more.length > 0) return undefined;
  switch (kind) {
    case 'github':
      return at(`${url.hostname.endsWith('github.com') ? 'https://api.github.com' : '/api/v3'}/repos/${owner}/${name}/tarball/${commit}`, bearer);
    case 'bitbucket':
      return at(`/${owner}/${name}/get/${commit}.tar.gz`, access && gitAuthorization(kind, access));
    case 'gitea':
      return at(`/api/v1/repos/${owner}/${name}/archive/${commit}.tar.gz`, access && `token ${access.token}`);
    default:
      return undefined;
  }
}
