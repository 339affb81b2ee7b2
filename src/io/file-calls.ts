/** What reading a file takes of the file system, in two ways: with other threads doing the work, or at once. */
import { closeSync, fstatSync, openSync, readlinkSync, readSync, realpathSync, type Stats } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';

type Soon<Value> = Value | Promise<Value>;

export interface OpenFile {
  readonly fd: number;
  stat(): Soon<Stats>;
  read(into: Buffer, offset: number, length: number, position: number): Soon<{ readonly bytesRead: number }>;
  close(): Soon<void>;
}

export interface FileCalls {
  realpath(path: string): Soon<string>;
  readlink(path: string): Soon<string>;
  open(path: string, flags: number): Soon<OpenFile>;
}

export const WAITING: FileCalls = { realpath: (path) => realpath(path), readlink: (path) => readlink(path), open };

export const BLOCKING: FileCalls = {
  realpath: (path) => realpathSync.native(path),
  readlink: (path) => readlinkSync(path),
  open(path, flags) {
    const fd = openSync(path, flags);
    return {
      fd,
      stat: () => fstatSync(fd),
      read: (into, offset, length, position) => ({ bytesRead: readSync(fd, into, offset, length, position) }),
      close: () => closeSync(fd),
    };
  },
};
