// The elements of a list that a manager owns, as `fieldsV1` names them: `k:{"name":"web"}` by their key, `v:"web"` by their
// value. Each is found at once, as users decide how many there are. Pure.
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/fieldpath/serialize-pe.go

import { isMembers, type Members, memberOf } from './members.ts';

// A list has one set of key fields, and few have a second one in an older version.
const mostKeys = 4;

export class OwnedList {
  readonly #isBuiltIn: boolean;
  /** The names of the fields of a key, for each kind of key that there is. */
  readonly #keys = new Map<string, readonly string[]>();
  /** What is owned of an element, by its id. */
  readonly #fields = new Map<string, Members>();
  #isReadable = true;

  /** `isBuiltIn`: whether it is of a kind of Kubernetes' own. */
  constructor(owned: Members, { isBuiltIn }: { readonly isBuiltIn: boolean }) {
    this.#isBuiltIn = isBuiltIn;
    for (const [element, fields] of Object.entries(owned)) this.#add(element, fields);
    this.#isReadable &&= this.#keys.size <= mostKeys;
  }

  /** How many elements are owned; undefined where that cannot be told. */
  get size(): number | undefined {
    return this.#isReadable ? this.#fields.size : undefined;
  }

  /** Names an item among those that are owned; undefined where it is none of them. */
  idOf(item: unknown): string | undefined {
    const value = idOfValue(item);
    if (value !== undefined) return this.#fields.has(value) ? value : undefined;
    if (!isMembers(item)) return undefined;
    for (const names of this.#keys.values()) {
      const id = idOfKey(names, (name) => memberOf(item, name) ?? this.#defaultOf(name));
      if (id !== undefined && this.#fields.has(id)) return id;
    }
    return undefined;
  }

  /** What is owned of the item of this id; undefined where the item itself is not. */
  fields(id: string): Members | undefined {
    return this.#fields.get(id);
  }

  #add(element: string, fields: unknown): void {
    const [kind, key] = [element.slice(0, 2), parse(element.slice(2))];
    if (kind === 'v:' && isMembers(fields)) {
      const id = idOfValue(key);
      if (id !== undefined) this.#fields.set(id, {});
      else this.#isReadable = false;
    } else if (kind === 'k:' && isMembers(fields) && isMembers(key)) {
      const names = Object.keys(key);
      const id = idOfKey(names, (name) => key[name]);
      // An item with a key is owned itself, besides its fields.
      const { '.': itself, ...rest } = fields;
      if (id === undefined || itself === undefined) {
        this.#isReadable = false;
        return;
      }
      this.#keys.set(JSON.stringify(names), names);
      this.#fields.set(id, rest);
    } else {
      this.#isReadable = false;
    }
  }

  // The one field of a key that has a default in the kinds of Kubernetes' own: that of ports.
  #defaultOf(name: string): unknown {
    return this.#isBuiltIn && name === 'protocol' ? 'TCP' : undefined;
  }
}

function idOfValue(value: unknown): string | undefined {
  return isPlain(value) ? `v:${JSON.stringify(value)}` : undefined;
}

function idOfKey(names: readonly string[], valueOf: (name: string) => unknown): string | undefined {
  const values = names.map(valueOf);
  return values.every(isPlain) ? `k:${JSON.stringify([names, values])}` : undefined;
}

/** Whether it is equal to another one that JSON prints alike. */
function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
