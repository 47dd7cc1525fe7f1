import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';

/** The few file operations of the outbox, so that a full disk can be tried out. */
export interface Disk {
  open(path: string, flags: string): number;
  /** Writes all of it or throws; a part may have been written then. */
  write(fd: number, bytes: Buffer, position: number): void;
  read(fd: number, bytes: Buffer, position: number): number;
  truncate(fd: number, length: number): void;
  sync(fd: number): Promise<void>;
  close(fd: number): void;
  remove(path: string): void;
  /** When the file was last changed, for those who ask the file system. */
  setTime(path: string, ms: number): void;
  /** Makes a new file's name survive a power cut. */
  syncDirectory(path: string): void;
}

export const nodeDisk: Disk = {
  open: (path, flags) => openSync(path, flags, 0o600),
  write(fd, bytes, position) {
    let done = 0;
    while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  },
  read: (fd, bytes, position) => readSync(fd, bytes, 0, bytes.length, position),
  truncate: (fd, length) => ftruncateSync(fd, length),
  sync: (fd) =>
    new Promise((done, failed) => fdatasync(fd, (error) => (error === null ? done() : failed(error)))),
  close: (fd) => closeSync(fd),
  remove: (path) => unlinkSync(path),
  setTime: (path, ms) => utimesSync(path, ms / 1000, ms / 1000),
  syncDirectory(path) {
    // Windows has no such thing and refuses to open a folder.
    if (process.platform === 'win32') return;
    const fd = openSync(path, 'r');
    fsyncSync(fd);
    closeSync(fd);
  },
};
