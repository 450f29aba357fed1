// The state of a server in a file, a line of JSON for each object, so that neither writing nor reading ever holds
// all of it as one text:
//
//   {"format":"kube-rx/apiserver-state","version":1,"revision":42,"objects":1}
//   {"store":"configmaps","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{...}}}
//
// The head says how many objects follow, which tells a file that was cut off; and it has the private key of service
// accounts, if there is one, as `serviceAccountKey`.

import { type FileHandle, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KubeError, printable } from '@kube-rx/core';
import { readKept, type SigningKey } from '../authentication/service-account-issuer.ts';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  numberAt,
  parseJsonText,
  stringAt,
  valueAt,
} from '../json/json.ts';
import type { ServerSnapshot } from './snapshot.ts';

/** An object and the name of the resource that it belongs to, as `deployments.apps`. */
export interface SavedObject {
  readonly store: string;
  readonly object: JsonObject;
}

export interface SavedState {
  readonly revision: number;
  readonly objects: readonly SavedObject[];
  /** By which tokens were signed. */
  readonly serviceAccountKey: SigningKey | undefined;
}

/**
 * A file that holds no state of an embedded server, or a damaged one; the message names it.
 *
 * @example
 * if (error instanceof StateFileError) await rm(error.file);
 */
export class StateFileError extends KubeError {
  override readonly name = 'StateFileError';
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`${file} cannot be restored from: ${why}`, options);
    this.file = file;
  }
}

const format = 'kube-rx/apiserver-state';
const version = 1;
const newline = 0x0a;
// What Node reads at once, and far more than any object has.
const mostBytes = 2 ** 31 - 1;
const mostInLine = 64 * 1024 * 1024;
// Every write counts one, and beyond 2^53 numbers stand still.
const lastRevision = 2 ** 52;

/** Replaces the file atomically. Only its owner can read it: it holds Secrets. */
export async function writeStateFile(
  file: string,
  snapshot: ServerSnapshot,
  serviceAccountKey: string | undefined,
): Promise<void> {
  const draft = `${file}.${process.pid}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await writeLines(handle, snapshot, serviceAccountKey);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Takes away what servers have left that were killed while they wrote. For the holder of the lock of the file alone. */
export async function removeDrafts(file: string): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)];
  const isDraft = (one: string): boolean =>
    one.startsWith(`${name}.`) && /^\.\d+\.[0-9a-f]{8}$/.test(one.slice(name.length));
  const entries = await readdir(folder, { withFileTypes: true });
  const drafts = entries.filter((entry) => entry.isFile() && isDraft(entry.name));
  await Promise.all(drafts.map((draft) => rm(join(folder, draft.name), { force: true })));
}

const batchBytes = 1024 * 1024;

async function writeLines(
  handle: FileHandle,
  { revision, stores }: ServerSnapshot,
  serviceAccountKey: string | undefined,
): Promise<void> {
  const objects = stores.values().reduce((sum, { size }) => sum + size, 0);
  let batch = [Buffer.from(`${JSON.stringify({ format, version, revision, objects, serviceAccountKey })}\n`)];
  let size = 0;
  for (const [store, snapshot] of stores)
    for (const [, { bytes }] of snapshot.entries()) {
      const line = [Buffer.from(`{"store":${JSON.stringify(store)},"object":`), bytes, Buffer.from('}\n')];
      batch.push(Buffer.concat(line));
      size += bytes.length;
      if (size < batchBytes) continue;
      await handle.writeFile(Buffer.concat(batch));
      batch = [];
      size = 0;
    }
  await handle.writeFile(Buffer.concat(batch));
}

/** Undefined where there is no such file. */
export async function readStateFile(file: string): Promise<SavedState | undefined> {
  const present = await stat(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!present) return undefined;
  // A pipe or a device may have no end.
  if (!present.isFile() && !present.isDirectory()) throw new StateFileError(file, 'it is no regular file');
  if (present.size > mostBytes) throw new StateFileError(file, 'it is larger than 2 GiB');
  const bytes = await readFile(file);
  const lines = parsedLines(file, bytes);
  const head = lines.next().value;
  if (!head || stringAt(head, 'format') !== format)
    throw new StateFileError(file, 'it is not the state of an embedded API server');
  if (numberAt(head, 'version') !== version)
    throw new StateFileError(file, `its version is ${shown(valueAt(head, 'version'))}, not 1`);
  const revision = numberAt(head, 'revision') ?? 0;
  if (!Number.isSafeInteger(revision) || revision < 1 || revision > lastRevision)
    throw new StateFileError(file, 'line 1: the revision is none');
  const objects = [...lines].map((line, at) => savedObject(file, line, at + 2));
  const wanted = numberAt(head, 'objects');
  if (wanted !== objects.length)
    throw new StateFileError(file, `it holds ${objects.length} of ${wanted} objects: it was cut off`);
  return { revision, objects, serviceAccountKey: savedKey(file, head) };
}

function savedKey(file: string, head: JsonObject): SigningKey | undefined {
  if (valueAt(head, 'serviceAccountKey') === undefined) return undefined;
  const key = readKept(stringAt(head, 'serviceAccountKey') ?? '');
  if (key) return key;
  throw new StateFileError(file, 'line 1: the key of service accounts is none');
}

function shown(value: Json | undefined): string {
  return typeof value === 'object' || value === undefined ? 'no number' : printable(jsonText(value), 100);
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function* parsedLines(file: string, bytes: Buffer): Generator<JsonObject, undefined, undefined> {
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    number += 1;
    if (end - start > mostInLine) throw new StateFileError(file, `line ${number} is longer than 64 MiB`);
    yield parsedLine(file, bytes.toString('utf8', start, end), number);
    start = end + 1;
  }
  return undefined;
}

function parsedLine(file: string, text: string, number: number): JsonObject {
  try {
    const value = parseJsonText(text);
    if (isJsonObject(value)) return value;
  } catch {
    // The engine's message quotes the text, which may be a Secret.
  }
  throw new StateFileError(file, `line ${number} is not a JSON object`);
}

function savedObject(file: string, line: JsonObject, number: number): SavedObject {
  const [store, object] = [stringAt(line, 'store'), valueAt(line, 'object')];
  if (store !== undefined && isJsonObject(object)) return { store, object };
  throw new StateFileError(file, `line ${number} holds no object`);
}
