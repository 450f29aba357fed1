// Manifests in files, in folders and on the standard input, as `kubectl apply -f` finds them.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBounded, readInputFile } from '../input-file.ts';
import { describeSystemError } from '../system-error.ts';
import { type Manifest, ManifestError, parseManifests } from './manifest.ts';

/** Options of `readManifests`. */
export interface ReadManifestsOptions {
  /** Whether folders in a folder are read too. Default: no, as kubectl without `-R`. */
  readonly recursive?: boolean;
  /** How many bytes all files together may have. Default 64 MiB. */
  readonly maxBytes?: number;
  /** What `-` stands for. Default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file, `-` for the standard input, or the .yaml, .yml and .json files of a folder in the order of their names;
 * several of these in the order given.
 *
 * @throws ManifestError with file, line and document of what is no Kubernetes object; for what cannot be read; where a
 *   path holds no object at all.
 * @example
 * for (const { object, where } of await readManifests('deploy/')) console.log(where, object.kind);
 */
export async function readManifests(
  paths: string | readonly string[],
  options: ReadManifestsOptions = {},
): Promise<Manifest[]> {
  const { recursive = false, maxBytes = 64 * 2 ** 20, signal } = options;
  const manifests: Manifest[] = [];
  let leftBytes = maxBytes;
  for (const path of [paths].flat()) {
    const files = path === '-' ? [path] : await orProblem(path, filesOf(path, recursive));
    if (files.length === 0) throw new ManifestError([`${path} holds no .yaml, .yml or .json file`]);
    const before = manifests.length;
    for (const file of files) {
      const bounds = { maxBytes: leftBytes, signal };
      const reading =
        file === '-' ? readBounded(options.stdin ?? process.stdin, bounds) : readInputFile(file, bounds);
      const bytes = await orProblem(file, reading);
      if (bytes === undefined)
        throw new ManifestError([`${file}: the files have more than ${maxBytes} bytes (maxBytes)`]);
      leftBytes -= bytes.length;
      manifests.push(...parseManifests(bytes, file));
    }
    if (manifests.length === before) throw new ManifestError([`${path} holds no object: it is empty`]);
  }
  return manifests;
}

async function filesOf(path: string, recursive: boolean): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path, { recursive })).filter((name) => /\.(ya?ml|json)$/.test(name));
  const files: string[] = [];
  for (const name of names.sort()) {
    const file = join(path, name);
    // What a link leads to counts: files of a mounted ConfigMap are links.
    if ((await stat(file)).isFile()) files.push(file);
  }
  return files;
}

async function orProblem<T>(path: string, access: Promise<T>): Promise<T> {
  try {
    return await access;
  } catch (error) {
    const problem = describeSystemError(error);
    if (problem === undefined) throw error;
    throw new ManifestError([`${path || '""'} cannot be read: ${problem}`], { cause: error });
  }
}
