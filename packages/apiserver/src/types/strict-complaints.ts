// What the strict decoder says of a text with repeated keys: duplicate and unknown fields, in the order of the text.
// https://github.com/kubernetes-sigs/json/blob/main/internal/golang/encoding/json/kubernetes_patch.go

import type { ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { type Entries, isEntriesArray, OrderedObject } from '../json/repeated-keys.ts';
import { childPath } from '../schema/structural.ts';
import { isOpaque } from './opaque-types.ts';

/** The strict decoder takes note of no more. */
export const mostComplaints = 100;

/** `type` undefined: an object without a Go type, of which only duplicates can be said. */
export function strictComplaints(entries: Entries, type?: string): string[] {
  const found = new Found();
  const schema: ValueSchema | undefined = type === undefined ? undefined : { kind: 'reference', type };
  walk(found, { value: entries, schema, path: '' });
  return [...found.complaints];
}

export function unknownField(path: string): string {
  return `unknown field ${JSON.stringify(path)}`;
}

class Found {
  readonly complaints = new Set<string>();
  // A path is as long as all keys above it, and a hundred of them could be much more than the body.
  #left = 4 * 1024 * 1024;

  get isFull(): boolean {
    return this.complaints.size >= mostComplaints || this.#left < 0;
  }

  add(complaint: string): void {
    this.complaints.add(complaint);
    this.#left -= complaint.length;
  }
}

interface Place {
  readonly value: Entries;
  readonly schema: ValueSchema | undefined;
  readonly path: string;
}

function walk(found: Found, { value, schema, path }: Place): void {
  // Types that unmarshal themselves are not looked into.
  if (schema?.type !== undefined && isOpaque(schema.type)) return;
  if (isEntriesArray(value))
    value.forEach((item, at) =>
      walk(found, { value: item, schema: schema?.items, path: childPath(path, at) }),
    );
  if (!(value instanceof OrderedObject)) return;
  const struct = schema?.type === undefined ? undefined : schemas(schema.type);
  const seen = new Set<string>();
  const told = new Set<string>();
  for (const [key, inner] of value.entries) {
    if (found.isFull) return;
    const at = childPath(path, key);
    const field = struct?.fields.get(key);
    const isUnknown = struct && !field;
    // Once for each key, however often it comes.
    if ((isUnknown || seen.has(key)) && !told.has(key)) {
      found.add(isUnknown ? unknownField(at) : `duplicate field ${JSON.stringify(at)}`);
      told.add(key);
    }
    if (isUnknown) continue;
    seen.add(key);
    walk(found, { value: inner, schema: struct ? field : schema?.items, path: at });
  }
}
