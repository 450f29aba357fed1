// The names of built-in types, as the table of schemas, Go and apiVersions have them.

import type { Resource, ValueSchema } from '@kube-rx/core';

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

/** As Go writes the type of a value: `map[string][]uint8`. */
export function goType(value: ValueSchema): string {
  switch (value.kind) {
    case 'boolean':
      return 'bool';
    case 'double':
      return 'float64';
    case 'bytes':
      return '[]uint8';
    case 'object':
      return 'map[string]interface {}';
    case 'reference':
      return (value.type ?? '').split('/').slice(-2).join('.');
    case 'list':
      return `[]${value.items ? goType(value.items) : 'interface {}'}`;
    case 'map':
      // Maps of quantities have a name of their own everywhere.
      if (value.items?.type === 'resource/Quantity') return 'v1.ResourceList';
      return `map[string]${value.items ? goType(value.items) : 'interface {}'}`;
    default:
      return value.kind;
  }
}
