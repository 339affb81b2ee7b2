/** What a request says of code that does not lie in a folder, and how to sign in where it lies. */

/** Hosts whose ways of signing in and of handing out archives are known. */
export const REPOSITORY_HOSTS = ['github', 'gitlab', 'bitbucket', 'gitea', 'other'] as const;
export type RepositoryHost = (typeof REPOSITORY_HOSTS)[number];

/** A repository behind HTTPS, read into memory at one commit. */
export interface GitSource {
  readonly kind: 'git';
  /** Such as https://github.com/owner/repository.git; never with a user name or token. */
  readonly url: string;
  /** Branch, tag or full commit id; default: the repository's default branch. */
  readonly ref?: string;
  /** Default: told by the host's name. */
  readonly host?: RepositoryHost;
  /** Only these hosts are asked (`*.example.com` stands for all below); default: every public one. */
  readonly allowHosts?: readonly string[];
  /**
   * How many commits of history to fetch as well, without files: their messages tell which files a
   * question is about. Default 0, none; at most LIMITS.historyMax.
   */
  readonly history?: number;
  /** Also hosts of private networks; and `http:` for this machine itself. Default false. */
  readonly allowPrivate?: boolean;
}

/** A commit as ranking sees it. */
export interface CommitFact {
  readonly message: string;
  /** When it was committed, ms since 1970. */
  readonly time: number;
  /** Files that it added or changed. */
  readonly paths: readonly string[];
}

/** A zip, tar or tar.gz file, such as the binary data of a previous node. */
export interface ArchiveSource {
  readonly kind: 'archive';
  /** Default: told by the first bytes. */
  readonly format?: 'zip' | 'tar' | 'tar.gz';
  readonly data: Uint8Array;
  /** For messages, and the default name of the workspace. */
  readonly name: string;
}

export interface SourceItem {
  /** POSIX path relative to the root. */
  readonly path: string;
  readonly content: string;
  /** How `content` is written; default `utf8`. */
  readonly encoding?: 'utf8' | 'base64';
}

/** Files given one by one. */
export interface ItemsSource {
  readonly kind: 'items';
  readonly files: readonly SourceItem[];
}

export type SourceRequest = GitSource | ArchiveSource | ItemsSource;

/** How to sign in to a Git host. Travels beside the request, never in it. */
export interface RepositoryAccess {
  readonly token: string;
  /** Where the host wants one beside the token; default: by the kind of host. */
  readonly user?: string;
  /** Name of the only host that may see the token, such as github.com; port included unless it is 443. */
  readonly host: string;
}
