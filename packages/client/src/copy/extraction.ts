// Writes the members of an archive below a place of the local file system.

import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, realpath, symlink, unlink } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { trimTextEnd } from '@kube-rx/core';
import { errorCode } from '../errors.ts';
import { CopyError, quotedPath } from './copy-error.ts';
import { judgeLink, type MemberPath, memberPath } from './member-path.ts';
import type { TarMember } from './tar-header.ts';
import { TarReader } from './tar-reader.ts';

/**
 * Guarantees: nothing is written outside of `place`, nor through a symbolic link below it. A file that exists is
 * replaced, not written into, and a file that was not copied as a whole is removed. Permissions are those of the member
 * as far as the umask lets them; setuid, setgid and sticky are dropped. Devices, pipes, sparse files and links that lead
 * out are refused.
 */
export class Extraction {
  readonly #place: string;
  readonly #base: string;
  readonly #reader = new TarReader();
  #file: { readonly handle: FileHandle; readonly path: string } | undefined;
  // Known to be a real directory: members come folder by folder.
  #parent: string | undefined;
  #files = 0;
  #members = 0;

  /** `base` is the name in the archive of what is written to `place`. */
  constructor(place: string, base: string) {
    this.#place = resolve(place);
    this.#base = base;
  }

  /** How many files were written as a whole. */
  get files(): number {
    return this.#files;
  }

  /** Resolves when the bytes are written. */
  async push(chunk: Uint8Array): Promise<void> {
    for (const event of this.#reader.push(chunk)) {
      switch (event.type) {
        case 'member':
          await this.#begin(event.member);
          break;
        case 'bytes':
          await writeAll(this.#file?.handle, event.bytes);
          break;
        case 'end':
          await this.#complete();
      }
    }
  }

  /** @throws DecodeError where the archive has not ended, CopyError where it was empty. */
  end(): void {
    this.#reader.end();
    if (this.#members === 0) throw this.#failure('the archive is empty');
  }

  /** Removes the file that is not complete. Idempotent. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (!file) return;
    await file.handle.close();
    await unlink(file.path).catch(() => undefined);
  }

  async #begin(member: TarMember): Promise<void> {
    const at = memberPath(member.path, this.#base);
    if ('refused' in at) throw this.#failure(at.refused);
    const path = join(this.#place, ...at);
    try {
      await this.#write(member, at, path);
    } catch (error) {
      if (error instanceof CopyError) throw error;
      throw this.#failure(`${quotedPath(path)} cannot be written (${errorCode(error)})`, error);
    }
    this.#members += 1;
  }

  async #write(member: TarMember, at: MemberPath, path: string): Promise<void> {
    if (member.type === 'other')
      throw this.#failure(`${quotedPath(member.path)} is no file, directory or link`);
    if (member.type === 'directory') {
      await this.#enter(at, member.mode);
      return;
    }
    const parent = await this.#parentOf(at);
    if (await isDirectory(path)) throw this.#failure(`${quotedPath(path)} is a directory here`);
    switch (member.type) {
      case 'file': {
        await unlinkIfThere(path);
        const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
        this.#file = { handle: await open(path, flags, member.mode & 0o777), path };
        return;
      }
      case 'symlink': {
        const refused = judgeLink(at, member.linkPath);
        if (refused) throw this.#failure(`${quotedPath(member.path)}: ${refused.refused}`);
        await unlinkIfThere(path);
        await symlink(member.linkPath, path);
        return;
      }
      case 'hardlink': {
        const target = memberPath(member.linkPath, this.#base);
        if ('refused' in target) throw this.#failure(`${quotedPath(member.path)}: ${target.refused}`);
        const source = join(await this.#parentOf(target), target.at(-1) ?? '');
        if (target.length === 0 || source === path || !(await lstat(source)).isFile())
          throw this.#failure(`${quotedPath(member.path)} is a link to what is no file`);
        await unlinkIfThere(path);
        await link(source, path);
        // The check of the source has changed which directory is known.
        this.#parent = parent;
        this.#files += 1;
      }
    }
  }

  async #complete(): Promise<void> {
    const file = this.#file;
    if (!file) return;
    await file.handle.close();
    this.#file = undefined;
    this.#files += 1;
  }

  /** The real directory that a member goes to. */
  async #parentOf(at: MemberPath): Promise<string> {
    if (at.length > 0) return this.#enter(at.slice(0, -1), 0o777);
    // The place itself is the file. Whatever leads to it is the user's.
    await mkdir(dirname(this.#place), { recursive: true });
    return dirname(this.#place);
  }

  /** Makes a directory, and those above it below the place. None of them may be a link, as it could lead anywhere. */
  async #enter(at: MemberPath, mode: number): Promise<string> {
    const path = join(this.#place, ...at);
    if (path === this.#parent) return path;
    await mkdir(this.#place, { recursive: true });
    let folder = await realpath(this.#place);
    for (const [index, part] of at.entries()) {
      folder = join(folder, part);
      const isLast = index === at.length - 1;
      // Files are to be written there, whatever its permissions are.
      await mkdir(folder, (isLast ? mode & 0o777 : 0o777) | 0o700).catch((error: unknown) => {
        if (errorCode(error) !== 'EEXIST') throw error;
      });
      if (!(await isDirectory(folder)))
        throw this.#failure(`${quotedPath(folder)} is no directory here, so nothing can be written below it`);
    }
    this.#parent = path;
    return path;
  }

  #failure(problem: string, cause?: unknown): CopyError {
    const before = this.#files === 0 ? '' : `; ${this.#files} files before it were copied`;
    return new CopyError(`${problem}${before}`, { files: this.#files, cause });
  }
}

/** The name under which a path of a container is archived, and the folder to archive it from. */
export function archivedAs(path: string): { readonly folder: string; readonly base: string } {
  const clean = trimTextEnd(path, '/') || path.slice(0, 1);
  const base = posix.basename(clean);
  // Such a path has no name of its own.
  if (base === '' || base === '.' || base === '..') return { folder: clean === '' ? '.' : clean, base: '.' };
  return { folder: posix.dirname(clean), base };
}

async function writeAll(handle: FileHandle | undefined, bytes: Uint8Array): Promise<void> {
  if (!handle) return;
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}
