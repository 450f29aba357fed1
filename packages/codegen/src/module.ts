/**
 * One generated file before it is text: the types of a group and version, and the tokens of its resources. A token
 * and its type have one name, the kind.
 */
import type { ApiResource } from './group-version.ts';
import type { Declaration, TypeExpression } from './type-expression.ts';
import { pascalCase } from './type-of-schema.ts';

export interface Module {
  /** `apps/v1`; the core group is called core: `core/v1`. */
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly declarations: readonly Declaration[];
  readonly tokens: readonly ApiResource[];
}

export function modulePath(group: string, version: string): string {
  return `${group === '' ? 'core' : group}/${version}`;
}

/** A module as a variable: `apps/v1` is appsV1. */
export function moduleVariable(path: string): string {
  const [first = '', ...rest] = path.split(/[^A-Za-z0-9]+/);
  return first + rest.map(pascalCase).join('');
}

/** Every reference inside a type, with doubles. */
export function referencesIn(type: TypeExpression): (TypeExpression & { kind: 'reference' })[] {
  switch (type.kind) {
    case 'reference':
      return [type];
    case 'array':
      return referencesIn(type.items);
    case 'map':
      return referencesIn(type.values);
    case 'object':
      return type.fields.flatMap((field) => referencesIn(field.type));
    case 'union':
    case 'intersection':
      return type.members.flatMap(referencesIn);
    case 'keyword':
    case 'literal':
      return [];
  }
}
