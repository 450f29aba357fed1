// What server-side apply takes a value for, whether its kind has a Go type or a schema of its own.
// https://github.com/kubernetes/kube-openapi/blob/master/pkg/schemaconv/openapi.go

import type { ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { itemKey } from '../apply/merge-rules.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { isLeaf, isOpaque } from './opaque-types.ts';

export type ConfigShape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'scalar' }
  /** Where an object stands there it has this shape. */
  | { readonly kind: 'any'; readonly object?: ObjectShape }
  | ListShape
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  /** Undefined: there is no such field. */
  field(name: string): ConfigShape | undefined;
}

export interface ListShape {
  readonly kind: 'list';
  readonly items: ConfigShape;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  /** Of an item of a keyed list; undefined where it has none. */
  readonly keyOf: (item: Json) => JsonObject | undefined;
}

export const anyShape: ConfigShape = { kind: 'any' };

/** Of a type, as `core/v1/Pod`. */
export function typeShape(type: string): ConfigShape {
  if (isLeaf(type)) return { kind: 'scalar' };
  if (type === 'meta/v1/FieldsV1') return { kind: 'object', field: () => anyShape };
  const struct = isOpaque(type) ? undefined : schemas(type);
  if (!struct) return anyShape;
  return {
    kind: 'object',
    field: (name) => {
      const field = struct.fields.get(name);
      return field && valueShape(field);
    },
  };
}

interface KeyedSchema extends ValueSchema {
  readonly listType?: string;
  readonly listMapKeys?: readonly string[];
}

function valueShape(schema: KeyedSchema): ConfigShape {
  const { kind, type = '', items, listType, listMapKeys: keys = [] } = schema;
  const inner = items ? valueShape(items) : anyShape;
  switch (kind) {
    case 'string':
    case 'bytes':
      return { kind: 'string' };
    case 'int32':
    case 'int64':
    case 'double':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'list':
      return {
        kind: 'list',
        items: inner,
        listType: listType === 'set' || listType === 'map' ? listType : 'atomic',
        keys,
        keyOf: (item) => itemKey(item, keys, { type: items?.type }),
      };
    case 'map':
    case 'object':
      return { kind: 'object', field: () => inner };
    case 'reference':
      return typeShape(type);
    default:
      return kind satisfies never;
  }
}
