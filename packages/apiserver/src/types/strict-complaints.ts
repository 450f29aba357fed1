// What the strict decoder says of a text with repeated keys: duplicate and unknown fields, in the order of the text.
// https://github.com/kubernetes-sigs/json/blob/main/internal/golang/encoding/json/kubernetes_patch.go

import type { Schemas, TypeSchema, ValueSchema } from '@kube-rx/core';
import { type Entries, isEntriesArray, OrderedObject } from '../json/repeated-keys.ts';
import { childPath } from '../schema/structural.ts';
import { isOpaque } from './opaque-types.ts';

const most = 100;

/** `type` undefined: an object without a Go type, of which only duplicates can be said. */
export function strictComplaints(
  entries: Entries,
  schemas: Schemas | undefined,
  type: string | undefined,
): string[] {
  const found = new Set<string>();
  const schema: ValueSchema | undefined = type === undefined ? undefined : { kind: 'reference', type };
  walk({ schemas, found }, entries, schema, '');
  return [...found].slice(0, most);
}

export function unknownField(path: string): string {
  return `unknown field ${JSON.stringify(path)}`;
}

function duplicateField(path: string): string {
  return `duplicate field ${JSON.stringify(path)}`;
}

interface Walk {
  readonly schemas: Schemas | undefined;
  readonly found: Set<string>;
}

function walk(context: Walk, value: Entries, schema: ValueSchema | undefined, path: string): void {
  // Types that unmarshal themselves are not looked into.
  if (schema?.type !== undefined && isOpaque(schema.type)) return;
  if (isEntriesArray(value))
    value.forEach((item, at) => walk(context, item, schema?.items, childPath(path, at)));
  if (!(value instanceof OrderedObject)) return;
  const struct = schema?.type === undefined ? undefined : context.schemas?.(schema.type);
  const seen = new Set<string>();
  for (const [key, inner] of value.entries) {
    const at = childPath(path, key);
    const field = struct?.fields.get(key);
    if (struct && !field) {
      context.found.add(unknownField(at));
      continue;
    }
    if (seen.has(key)) context.found.add(duplicateField(at));
    seen.add(key);
    walk(context, inner, fieldOf(struct, field, schema), at);
  }
}

function fieldOf(
  struct: TypeSchema | undefined,
  field: ValueSchema | undefined,
  schema: ValueSchema | undefined,
): ValueSchema | undefined {
  return struct ? field : schema?.items;
}
