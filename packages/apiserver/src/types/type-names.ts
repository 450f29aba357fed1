// The names of built-in types, as the table of schemas, Go and apiVersions have them.

import type { Resource, TypeSchema, ValueSchema } from '@kube-rx/core';
import { namedType } from './zero-values.ts';

export type GroupVersionKind = Pick<Resource, 'group' | 'version' | 'kind'>;

/** `kind` of an apiVersion, as `apps/v1` or `v1`. */
export function kindIn(apiVersion: string, kind: string): GroupVersionKind {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind };
}

/** `core/v1/Pod`. */
export function typeOf({ group, version, kind }: GroupVersionKind): string {
  return `${group === '' ? 'core' : group}/${version}/${kind}`;
}

const goTypes: Readonly<Partial<Record<ValueSchema['kind'], string>>> = {
  boolean: 'bool',
  double: 'float64',
  bytes: '[]uint8',
  object: 'map[string]interface {}',
};

/** As Go writes the type of a value: `map[string][]uint8`. */
export function goType({ kind, type = '', items }: ValueSchema): string {
  if (kind === 'reference') return type.split('/').slice(-2).join('.');
  // Maps of quantities have a name of their own everywhere.
  if (kind === 'map' && items?.type === 'resource/Quantity') return 'v1.ResourceList';
  const inner = items ? goType(items) : 'interface {}';
  if (kind === 'list') return `[]${inner}`;
  return kind === 'map' ? `map[string]${inner}` : (goTypes[kind] ?? kind);
}

/** The type of a value in or below a field, by its name where Go has one. */
export function goTypeIn(schema: TypeSchema, field: string, wanted: ValueSchema): string {
  let name = namedType(schema, field);
  let part: ValueSchema | undefined = schema.fields.get(field);
  for (; part !== wanted && part && name !== undefined; part = part.items) name = itemType(name);
  return part === wanted && name !== undefined ? name : goType(wanted);
}

function itemType(list: string): string | undefined {
  const item = list.replace(/^(?:\[\]|map\[[\w.]+\])/, '');
  return item === list ? undefined : item;
}
