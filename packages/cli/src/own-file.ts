// A file that this program writes again and again: replaced at once, and never in the place of another's.

import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { systemErrorOf } from '@kube-rx/client';
import { UsageError } from './failure.ts';

export interface OwnFile {
  readonly path: string;
  /** How a file begins that may be written over. */
  readonly mark: string;
  /** Who writes it, as `kube-rx types`. */
  readonly writer: string;
  /** What else to do but to remove what is there, as `name another file`. */
  readonly advice: string;
  /** Default: what the process gives to new files. */
  readonly mode?: number;
}

/** What is there, a symbolic link itself; undefined for nothing. */
export async function presentAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemErrorOf(error)?.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether the file may be written.
 *
 * @throws UsageError for a symbolic link, which may lead anywhere, and for what this program did not write.
 */
export async function checkOwnFile({ path, mark, writer, advice }: OwnFile): Promise<void> {
  const present = await presentAt(path);
  if (present === undefined) return;
  if (present.isSymbolicLink())
    throw new UsageError(`${path} is a symbolic link, which is not followed: remove it, or ${advice}`);
  if (!present.isFile() || (await beginning(path, Buffer.byteLength(mark))) !== mark)
    throw new UsageError(`${path} was not written by ${writer}: remove it, or ${advice}`);
}

/** Replaces the file, or fails and leaves it as it was. A link that has come meanwhile is replaced, not followed. */
export async function replaceOwnFile(file: OwnFile, text: string): Promise<void> {
  await checkOwnFile(file);
  // Others may write in the same directory, so the name is not to be guessed, and `wx` opens no file that exists.
  const draft = `${file.path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', file.mode);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(draft, file.path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function beginning(path: string, bytes: number): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
