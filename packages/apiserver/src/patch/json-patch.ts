// RFC 6902: operations on JSON pointers, all or nothing.

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  parseJsonText,
  stringAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { closed, type Draft, draftEquals, ListDraft, ObjectDraft, opened } from './json-draft.ts';

/** An operation that cannot be carried out. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** A test that does not hold. */
export class TestFailed extends JsonPatchError {}

// Copies of copies double with every operation.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (JSONPatchMaxCopyBytes)
const maxCopied = 3 * 1024 * 1024;

export function jsonPatch(document: Json, operations: readonly Json[]): Json {
  const patched = new PatchedDocument(document);
  for (const operation of operations) patched.step(operation);
  return patched.result;
}

type Pointer = readonly string[];

class PatchedDocument {
  #root: Draft;
  #copied = 0;

  constructor(document: Json) {
    this.#root = document;
  }

  get result(): Json {
    return closed(this.#root);
  }

  step(operation: Json): void {
    if (!isJsonObject(operation)) throw new JsonPatchError('an operation is no object');
    const path = pointer(operation, 'path');
    this.#requirePlace(textAt(operation, 'op'), path);
    switch (stringAt(operation, 'op')) {
      case 'add':
        this.#add(path, value(operation));
        break;
      case 'remove':
        this.#remove(path);
        break;
      case 'replace':
        this.#replace(path, value(operation));
        break;
      case 'move': {
        const from = pointer(operation, 'from');
        if (from.length < path.length && from.every((key, at) => key === path[at]))
          throw new JsonPatchError('a value cannot be moved into itself');
        this.#add(path, this.#remove(from));
        break;
      }
      case 'copy':
        this.#add(path, this.#copy(pointer(operation, 'from')));
        break;
      case 'test':
        if (!draftEquals(this.#lookup(path) ?? null, value(operation)))
          throw new TestFailed(`testing value ${textAt(operation, 'path')} failed`);
        break;
      default:
        throw new JsonPatchError(`Unexpected kind: ${textAt(operation, 'op')}`);
    }
  }

  // In the words of the real server's library.
  #requirePlace(operation: string, path: Pointer): void {
    const key = path.at(-1);
    if (key === undefined) return;
    const text = `/${path.join('/')}`;
    if (this.#lookup(path.slice(0, -1)) === undefined) {
      const shown = operation === 'replace' ? text : JSON.stringify(text);
      if (operation === 'add' || operation === 'remove' || operation === 'replace')
        throw new JsonPatchError(
          `${operation} operation does not apply: doc is missing path: ${shown}: missing value`,
        );
      return;
    }
    if (operation === 'remove' && this.#lookup(path) === undefined)
      throw new JsonPatchError(
        `error in remove for path: '${text}': Unable to remove nonexistent key: ${key}: missing value`,
      );
  }

  #add(path: Pointer, added: Draft): void {
    const key = path.at(-1);
    if (key === undefined) {
      this.#root = added;
      return;
    }
    const parent = this.#open(path.slice(0, -1));
    if (parent instanceof ObjectDraft) parent.members.set(key, added);
    else parent.items.splice(key === '-' ? parent.items.length : index(key, parent.items.length), 0, added);
  }

  #remove(path: Pointer): Draft {
    const removed = this.#find(path);
    const key = path.at(-1);
    if (key === undefined) throw new JsonPatchError('the whole document cannot be removed');
    const parent = this.#open(path.slice(0, -1));
    if (parent instanceof ObjectDraft) parent.members.delete(key);
    else parent.items.splice(Number(key), 1);
    return removed;
  }

  // A key that an object does not have is set.
  #replace(path: Pointer, replacement: Json): void {
    const key = path.at(-1);
    if (key === undefined) this.#root = replacement;
    else put(this.#open(path.slice(0, -1)), key, replacement);
  }

  // A value of its own: what changes the one does not change the other.
  #copy(from: Pointer): Json {
    // What an object does not have is null.
    this.#find(from.slice(0, -1));
    const text = jsonText(closed(this.#lookup(from) ?? null));
    this.#copied += Buffer.byteLength(text);
    if (this.#copied > maxCopied) throw new JsonPatchError(`copies make up more than ${maxCopied} bytes`);
    return parseJsonText(text);
  }

  #lookup(path: Pointer): Draft | undefined {
    let found: Draft | undefined = this.#root;
    for (const key of path) {
      if (found === undefined) return undefined;
      found = member(found, key);
    }
    return found;
  }

  #find(path: Pointer): Draft {
    const found = this.#lookup(path);
    if (found === undefined)
      throw new JsonPatchError(`doc is missing path: /${path.join('/')}: missing value`);
    return found;
  }

  /** What lies there, and all that it lies in, to be changed. */
  #open(path: Pointer): ObjectDraft | ListDraft {
    this.#find(path);
    let at = container(this.#root);
    this.#root = at;
    for (const key of path) {
      const inner = container(member(at, key) ?? null);
      put(at, key, inner);
      at = inner;
    }
    return at;
  }
}

function container(value: Draft): ObjectDraft | ListDraft {
  const found = opened(value);
  if (!found) throw new JsonPatchError('there is no object and no list');
  return found;
}

function member(holder: Draft, key: string): Draft | undefined {
  if (holder instanceof ObjectDraft) return holder.members.get(key);
  if (holder instanceof ListDraft) return holder.items[index(key, holder.items.length - 1)];
  if (isJsonArray(holder)) return holder[index(key, holder.length - 1)];
  return valueAt(holder, key);
}

function put(holder: ObjectDraft | ListDraft, key: string, value: Draft): void {
  if (holder instanceof ObjectDraft) holder.members.set(key, value);
  else holder.items[index(key, holder.items.length - 1)] = value;
}

function value(operation: JsonObject): Json {
  return valueAt(operation, 'value') ?? null;
}

function pointer(operation: JsonObject, key: 'path' | 'from'): Pointer {
  const text = stringAt(operation, key);
  if (text === undefined) throw new JsonPatchError(`an operation has no ${key}`);
  if (text === '') return [];
  if (!text.startsWith('/')) throw new JsonPatchError(`${JSON.stringify(text)} is no JSON pointer`);
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

// A negative one counts from behind.
function index(key: string, max: number): number {
  if (!/^[+-]?\d+$/.test(key)) throw new JsonPatchError(`${JSON.stringify(key)} is no array index`);
  const given = Number(key);
  const at = given < 0 ? given + max + 1 : given;
  if (at > max || at < 0)
    throw new JsonPatchError(`Unable to access invalid index: ${key}: invalid index referenced`);
  return at;
}
