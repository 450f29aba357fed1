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
  const found = new Set<string>();
  const schema: ValueSchema | undefined = type === undefined ? undefined : { kind: 'reference', type };
  walk(found, { value: entries, schema, path: '' });
  return [...found];
}

export function unknownField(path: string): string {
  return `unknown field ${JSON.stringify(path)}`;
}

interface Place {
  readonly value: Entries;
  readonly schema: ValueSchema | undefined;
  readonly path: string;
}

function walk(found: Set<string>, { value, schema, path }: Place): void {
  // Types that unmarshal themselves are not looked into.
  if (schema?.type !== undefined && isOpaque(schema.type)) return;
  if (isEntriesArray(value))
    value.forEach((item, at) =>
      walk(found, { value: item, schema: schema?.items, path: childPath(path, at) }),
    );
  if (!(value instanceof OrderedObject)) return;
  const struct = schema?.type === undefined ? undefined : schemas(schema.type);
  const seen = new Set<string>();
  for (const [key, inner] of value.entries) {
    if (found.size >= mostComplaints) return;
    const at = childPath(path, key);
    const field = struct?.fields.get(key);
    if (struct && !field) {
      found.add(unknownField(at));
      continue;
    }
    if (seen.has(key)) found.add(`duplicate field ${JSON.stringify(at)}`);
    seen.add(key);
    walk(found, { value: inner, schema: struct ? field : schema?.items, path: at });
  }
}
