// Files and folders to and from a container, by the `tar` that it has, as `kubectl cp` does.
// https://kubernetes.io/docs/reference/kubectl/generated/kubectl_cp/

import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DecodeError, printable } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import { errorCode } from '../errors.ts';
import { CopyError, quotedPath } from './copy-error.ts';
import { archivedAs, Extraction } from './extraction.ts';
import { type ArchiveProgress, archiveOf } from './local-archive.ts';

export interface CopyOptions extends Pick<RequestOptions, 'signal' | 'timeout'> {
  /** Default: the server's choice, which is an error for a Pod of several containers. */
  readonly container?: string | undefined;
}

export interface CopyResult {
  /** How many files were copied, links included that share a file's content. */
  readonly files: number;
}

/** What a copy needs of a command that runs in a container. */
export interface CopyCommand {
  /** The exit code. */
  wait(): Promise<number>;
  close(): Promise<void>;
}

export interface CopyStreams extends CopyOptions {
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly stdout: 'ignore' | ((bytes: Uint8Array) => Promise<void>);
  readonly stderr: (bytes: Uint8Array) => void;
}

/** Starts a command in a container. */
export type StartCommand = (command: readonly string[], streams: CopyStreams) => Promise<CopyCommand>;

/** Copies `remote` of the container to `local`. */
export async function copyFrom(
  start: StartCommand,
  { remote, local }: CopyPaths,
  options: CopyOptions = {},
): Promise<CopyResult> {
  const { folder, base } = archivedAs(remote);
  const extraction = new Extraction(local, base);
  const command = ['tar', '-cf', '-', '-C', folder, base === '.' ? '.' : `./${base}`];
  const files = (): number => extraction.files;
  try {
    await run(start, command, {
      options,
      files,
      streams: (guard) => ({ stdout: (bytes) => guard(() => extraction.push(bytes)) }),
    });
    extraction.end();
    return { files: files() };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new CopyError(`${quotedPath(remote)}: ${error.message}`, { files: files(), cause: error });
  } finally {
    await extraction.close();
  }
}

/** Copies `local` to `remote` in the container. */
export async function copyTo(
  start: StartCommand,
  { local, remote }: CopyPaths,
  options: CopyOptions = {},
): Promise<CopyResult> {
  const { folder, base } = await destination(local, remote);
  const progress: ArchiveProgress = { files: 0 };
  await run(start, ['tar', '-xmf', '-', '-C', folder], {
    options,
    files: () => progress.files,
    streams: (guard) => ({ stdout: 'ignore', stdin: guarded(archiveOf(local, base, progress), guard) }),
  });
  return { files: progress.files };
}

export interface CopyPaths {
  readonly local: string;
  readonly remote: string;
}

/** Does something of a copy. The first failure ends the command, and is what the copy fails with. */
type Guard = <T>(step: () => Promise<T>) => Promise<T>;

interface Run {
  readonly options: CopyOptions;
  readonly files: () => number;
  readonly streams: (guard: Guard) => Pick<CopyStreams, 'stdin' | 'stdout'>;
}

const mostErrorBytes = 4096;

async function run(
  start: StartCommand,
  command: readonly string[],
  { options, files, streams }: Run,
): Promise<void> {
  const failed = new AbortController();
  const guard: Guard = async (step) => {
    try {
      return await step();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const said: Uint8Array[] = [];
  let left = mostErrorBytes;
  const stderr = (bytes: Uint8Array): void => {
    if (left > 0) said.push(bytes.slice(0, left));
    left -= bytes.length;
  };
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  let exitCode: number;
  try {
    const running = await start(command, { ...options, signal, stderr, ...streams(guard) });
    try {
      exitCode = await running.wait();
    } finally {
      await running.close();
    }
  } catch (error) {
    if (failed.signal.aborted) throw failed.signal.reason;
    throw error;
  }
  if (failed.signal.aborted) throw failed.signal.reason;
  if (exitCode === 0) return;
  const why = printable(new TextDecoder().decode(Buffer.concat(said)));
  const message = `tar ended in the container with exit code ${exitCode}${why === '' ? '' : `: ${why}`}`;
  throw new CopyError(message, { files: files(), exitCode });
}

async function* guarded(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  guard: Guard,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      const next = await guard(() => chunks.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return();
  }
}

/** A file goes into a folder that ends with a slash, under its own name. All else gets the name that was given. */
async function destination(local: string, remote: string): Promise<ReturnType<typeof archivedAs>> {
  try {
    const stats = await lstat(local);
    if (remote.endsWith('/') && !stats.isDirectory()) return { folder: remote, base: basename(local) };
  } catch (error) {
    throw new CopyError(`${quotedPath(local)} cannot be read (${errorCode(error)})`, {
      files: 0,
      cause: error,
    });
  }
  return archivedAs(remote);
}
