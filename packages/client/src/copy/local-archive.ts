// Files and folders of the local file system as a tar archive, made as it is read.

import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { CopyError, quotedPath } from './copy-error.ts';
import { blockBytes, paddingAfter, writeHeader } from './tar-header.ts';

const readBytes = 64 * 1024;

/** What was read so far; written to while an archive is made. */
export interface ArchiveProgress {
  files: number;
}

/**
 * The archive of `place`, in which it is called `base`. Folders come before what is in them, names in their order.
 *
 * @throws CopyError for what cannot be read, is no file, folder or link, or changed while it was read.
 */
export async function* archiveOf(
  place: string,
  base: string,
  progress: ArchiveProgress,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* members(place, base, progress);
  yield new Uint8Array(2 * blockBytes);
}

async function* members(
  place: string,
  name: string,
  progress: ArchiveProgress,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stats = await reading(place, progress, () => lstat(place));
  const mode = stats.mode & 0o777;
  if (stats.isDirectory()) {
    if (name !== '.') yield writeHeader({ type: 'directory', path: `${name}/`, linkPath: '', size: 0, mode });
    const names = await reading(place, progress, () => readdir(place));
    for (const each of names.sort()) yield* members(join(place, each), `${name}/${each}`, progress);
  } else if (stats.isSymbolicLink()) {
    const linkPath = await reading(place, progress, () => readlink(place));
    yield writeHeader({ type: 'symlink', path: name, linkPath, size: 0, mode });
  } else if (stats.isFile()) {
    yield writeHeader({ type: 'file', path: name, linkPath: '', size: stats.size, mode });
    yield* contentOf(place, stats, progress);
    progress.files += 1;
  } else throw failure(`${quotedPath(place)} is no file, directory or link`, progress);
}

// As many bytes as the header says: what a file gains meanwhile is left out, and it may lose none.
async function* contentOf(
  place: string,
  { size, ino }: Stats,
  progress: ArchiveProgress,
): AsyncGenerator<Uint8Array, void, undefined> {
  const noLink = constants.O_RDONLY | constants.O_NOFOLLOW;
  const handle = await reading(place, progress, () => open(place, noLink));
  try {
    const changed = (): CopyError => failure(`${quotedPath(place)} changed while it was read`, progress);
    if ((await handle.stat()).ino !== ino) throw changed();
    for (let left = size; left > 0; ) {
      const buffer = new Uint8Array(Math.min(left, readBytes));
      const { bytesRead } = await reading(place, progress, () => handle.read(buffer));
      if (bytesRead === 0) throw changed();
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
  if (paddingAfter(size) > 0) yield new Uint8Array(paddingAfter(size));
}

async function reading<T>(place: string, progress: ArchiveProgress, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw failure(`${quotedPath(place)} cannot be read (${errorCode(error)})`, progress, error);
  }
}

function failure(problem: string, { files }: ArchiveProgress, cause?: unknown): CopyError {
  return new CopyError(problem, { files, cause });
}
