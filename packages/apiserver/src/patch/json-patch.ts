// RFC 6902: operations on JSON pointers, all or nothing.

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  jsonText,
  stringAt,
  textAt,
  valueAt,
  withKey,
} from '../json/json.ts';

/** An operation that cannot be carried out. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

// Copies of copies double with every operation.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (JSONPatchMaxCopyBytes)
const maxCopied = 3 * 1024 * 1024;

export function jsonPatch(document: Json, operations: readonly Json[]): Json {
  const copies = { left: maxCopied };
  return operations.reduce((patched, operation) => step(patched, operation, copies), document);
}

function step(document: Json, operation: Json, copies: { left: number }): Json {
  if (!isJsonObject(operation)) throw new JsonPatchError('an operation is no object');
  const path = pointer(operation, 'path');
  switch (stringAt(operation, 'op')) {
    case 'add':
      return add(document, path, value(operation));
    case 'remove':
      return remove(document, path);
    case 'replace':
      find(document, path);
      return path.length === 0 ? value(operation) : put(document, path, value(operation));
    case 'move': {
      const from = pointer(operation, 'from');
      if (from.length < path.length && from.every((key, at) => key === path[at]))
        throw new JsonPatchError('a value cannot be moved into itself');
      return add(remove(document, from), path, find(document, from));
    }
    case 'copy': {
      const copied = find(document, pointer(operation, 'from'));
      copies.left -= jsonText(copied).length;
      if (copies.left < 0) throw new JsonPatchError(`copies make up more than ${maxCopied} characters`);
      return add(document, path, copied);
    }
    case 'test':
      if (!jsonEquals(lookup(document, path) ?? null, value(operation)))
        throw new JsonPatchError(`testing value ${textAt(operation, 'path')} failed`);
      return document;
    default:
      throw new JsonPatchError(`Unexpected kind: ${textAt(operation, 'op')}`);
  }
}

function value(operation: JsonObject): Json {
  return valueAt(operation, 'value') ?? null;
}

function pointer(operation: JsonObject, key: 'path' | 'from'): string[] {
  const text = stringAt(operation, key);
  if (text === undefined) throw new JsonPatchError(`an operation has no ${key}`);
  if (text === '') return [];
  if (!text.startsWith('/')) throw new JsonPatchError(`${JSON.stringify(text)} is no JSON pointer`);
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function lookup(document: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = document;
  for (const key of path) {
    if (isJsonArray(found)) found = found[index(key, found.length - 1)];
    else if (isJsonObject(found)) found = valueAt(found, key);
    else return undefined;
  }
  return found;
}

function find(document: Json, path: readonly string[]): Json {
  const found = lookup(document, path);
  if (found === undefined) throw new JsonPatchError(`doc is missing path: /${path.join('/')}: missing value`);
  return found;
}

function add(document: Json, path: readonly string[], added: Json): Json {
  const key = path.at(-1);
  if (key === undefined) return added;
  const parent = find(document, path.slice(0, -1));
  if (!isJsonArray(parent)) return put(document, path, added);
  const at = key === '-' ? parent.length : index(key, parent.length);
  return put(document, path.slice(0, -1), parent.toSpliced(at, 0, added));
}

function remove(document: Json, path: readonly string[]): Json {
  find(document, path);
  const key = path.at(-1);
  if (key === undefined) throw new JsonPatchError('the whole document cannot be removed');
  const parent = find(document, path.slice(0, -1));
  const fewer = isJsonObject(parent) ? withKey(parent, key, undefined) : parent;
  const rest = isJsonArray(parent) ? parent.toSpliced(index(key, parent.length - 1), 1) : fewer;
  return put(document, path.slice(0, -1), rest);
}

// Sets what is there already, or a new key of an object.
function put(document: Json, path: readonly string[], set: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return set;
  if (isJsonArray(document)) {
    const at = index(key, document.length - 1);
    return document.with(at, put(document[at] ?? null, rest, set));
  }
  if (!isJsonObject(document)) throw new JsonPatchError(`/${path.join('/')} lies in no object`);
  return withKey(document, key, put(valueAt(document, key) ?? null, rest, set));
}

function index(key: string, max: number): number {
  if (!/^(0|[1-9]\d*)$/.test(key)) throw new JsonPatchError(`${JSON.stringify(key)} is no array index`);
  const at = Number(key);
  if (at > max) throw new JsonPatchError(`Unable to access invalid index: ${key}: invalid index referenced`);
  return at;
}
