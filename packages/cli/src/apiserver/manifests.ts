// Objects in files: YAML with any number of documents, or JSON. A list stands for its items.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamicObject, parseExactJson } from '@kube-rx/core';
import { readYaml, YamlError } from '@kube-rx/core/encoding';
import { fileAccess, UsageError } from '../failure.ts';

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
  const files = await fileAccess(path, 'read', filesOf(path));
  if (files.length === 0) throw new UsageError(`${path} holds no .yaml, .yml or .json file`);
  const manifests: Manifest[] = [];
  for (const file of files)
    manifests.push(...parseManifests(await fileAccess(file, 'read', readFile(file)), file));
  if (manifests.length === 0) throw new UsageError(`${path} holds no object: it is empty`);
  return manifests;
}

/** JSON is YAML, so one parser reads both. */
export function parseManifests(source: string | Uint8Array, file: string): Manifest[] {
  try {
    return [...readYaml(source)].flatMap(({ json, line }) =>
      flatten(parseExactJson(json), `${file}:${line}`),
    );
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new UsageError(`${file}:${error.line}: ${error.message}`);
  }
}

/** How many lists may lie in each other. */
const deepest = 10;

function flatten(value: unknown, where: string, depth = 0): Manifest[] {
  if (depth > deepest) throw new UsageError(`${where}: is a list in more than ${deepest} others`);
  if (value === null || value === undefined) return [];
  if (!isObject(value) || typeof value['kind'] !== 'string' || typeof value['apiVersion'] !== 'string')
    throw new UsageError(`${where}: is no Kubernetes object, as it has no apiVersion and kind`);
  const { kind, apiVersion, items } = value;
  if (Array.isArray(items)) {
    const itemKind = kind.endsWith('List') ? kind.slice(0, -'List'.length) : '';
    const typed = items.map((item: unknown) =>
      itemKind && isObject(item) ? { apiVersion, kind: itemKind, ...item } : item,
    );
    return typed.flatMap((item, at) => flatten(item, `${where} (items[${at}])`, depth + 1));
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
