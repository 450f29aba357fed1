/**
 * One generated file before it is text: the types of a group and version, and the tokens of its resources. A token
 * and its type have one name, the kind.
 */
import type { ApiResource } from './group-version.ts';
import type { Declaration, Field, TypeExpression } from './type-expression.ts';
import { coreType, literal } from './type-expression.ts';
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

/** A kind as a TypeScript name: the same, but for kinds like `my-kind`, which CRDs may have. */
export function typeName(kind: string): string {
  return pascalCase(kind);
}

/** The first three fields of every kind; the server's own spelling of them says less than is known. */
export function kindFields(group: string, version: string, kind: string): Field[] {
  return [
    { name: 'apiVersion', type: literal(group === '' ? version : `${group}/${version}`), optional: true },
    { name: 'kind', type: literal(kind), optional: true },
    { name: 'metadata', type: coreType('ObjectMeta'), optional: false },
  ];
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
    case 'never':
      return [];
  }
}
