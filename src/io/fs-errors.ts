/** What the file system's error codes mean, in words that complete "cannot be read: …". */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operating system does not permit it',
  ELOOP: 'its symbolic links form a loop',
  EMFILE: 'the process has too many open files',
  ENFILE: 'the system has too many open files',
  EIO: 'the disk reported an input/output error',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  ESTALE: 'the network file system lost it',
};

/** The `code` of a Node.js system error, or an empty string. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Why a file-system call failed, for a person to read; never holds an absolute path. */
export function reasonOf(thrown: unknown): string {
  const code = codeOf(thrown);
  return REASONS[code] ?? (code || 'unknown reason');
}
