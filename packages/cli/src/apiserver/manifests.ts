// Objects in files: YAML with any number of documents, or JSON. A List stands for its items.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamicObject } from '@kube-rx/core';
import { type Document, parseAllDocuments } from 'yaml';
import { describeSystemError, UsageError } from '../failure.ts';

/** An object and where it was written, as `shop/web.yaml:12`. */
export interface Manifest {
  readonly object: DynamicObject;
  readonly where: string;
}

/**
 * Reads a file, or every .yaml, .yml and .json below a directory in the order of their names.
 *
 * @throws UsageError with file and line of a document that is no Kubernetes object; for what cannot be read; where
 *   there is no object at all.
 */
export async function readManifests(path: string): Promise<Manifest[]> {
  const files = await readable(path, filesOf(path));
  if (files.length === 0) throw new UsageError(`${path} holds no .yaml, .yml or .json file`);
  const manifests: Manifest[] = [];
  for (const file of files) {
    const text = await readable(file, readFile(file, 'utf8'));
    manifests.push(...parseManifests(text, file));
  }
  if (manifests.length === 0) throw new UsageError(`${path} holds no object: it is empty`);
  return manifests;
}

async function readable<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const problem = describeSystemError(error);
    if (problem === undefined) throw error;
    throw new UsageError(`${path} cannot be read: ${problem}`, { cause: error });
  }
}

/** JSON is YAML, so one parser reads both. */
export function parseManifests(text: string, file: string): Manifest[] {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const documents = parseAllDocuments(text, { prettyErrors: false, intAsBigInt: true });
  return [...documents].flatMap((document) => {
    const [problem] = document.errors;
    if (problem) throw new UsageError(`${file}:${lineOf(problem.pos[0])}: ${problem.message}`);
    const where = `${file}:${lineOf(document.contents?.range[0] ?? 0)}`;
    return flatten(toValue(document, where), where);
  });
}

function toValue(document: Document.Parsed, where: string): unknown {
  try {
    return document.toJS({ reviver: asNumber });
  } catch {
    throw new UsageError(`${where}: has an alias without its anchor, or too many of them`);
  }
}

// Whole numbers beyond 2^53 stay bigints, which are written with all their digits.
function asNumber(_key: unknown, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function flatten(value: unknown, where: string): Manifest[] {
  if (value === null || value === undefined) return [];
  if (!isObject(value) || typeof value['kind'] !== 'string' || typeof value['apiVersion'] !== 'string')
    throw new UsageError(`${where}: is no Kubernetes object, as it has no apiVersion and kind`);
  const { kind, apiVersion, items } = value;
  if (kind.endsWith('List') && Array.isArray(items)) {
    const itemKind = kind.slice(0, -'List'.length);
    const typed = items.map((item: unknown) =>
      itemKind && isObject(item) ? { apiVersion, kind: itemKind, ...item } : item,
    );
    return typed.flatMap((item, at) => flatten(item, `${where} (items[${at}])`));
  }
  if (!isObject(value['metadata']) || typeof value['metadata']['name'] !== 'string')
    throw new UsageError(`${where}: the ${kind} has no metadata.name`);
  return [{ object: value as unknown as DynamicObject, where }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name));
  return files.map((file) => join(file.parentPath, file.name)).sort();
}
