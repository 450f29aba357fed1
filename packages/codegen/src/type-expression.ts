/**
 * A TypeScript type as data, between reading schemas and printing text. References are by module and name; the
 * printer decides how a module is imported and what it is called when two names collide.
 */

export type TypeExpression =
  | {
      readonly kind: 'keyword';
      readonly name: 'string' | 'number' | 'boolean' | 'null' | 'unknown' | 'never';
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'reference'; readonly module: string; readonly name: string }
  | { readonly kind: 'array'; readonly items: TypeExpression }
  | { readonly kind: 'map'; readonly values: TypeExpression }
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly open?: boolean }
  | { readonly kind: 'union'; readonly members: readonly TypeExpression[] }
  | { readonly kind: 'intersection'; readonly members: readonly TypeExpression[] };

export interface Field {
  readonly name: string;
  readonly type: TypeExpression;
  readonly optional: boolean;
  readonly doc?: string | undefined;
}

/** A named type. An object becomes an interface, anything else an alias. */
export interface Declaration {
  readonly name: string;
  readonly type: TypeExpression;
  readonly doc?: string | undefined;
}

/** The module of the names that `@kube-rx/core` has: ObjectMeta, Resource, Quantity, … */
export const CORE = 'core';

export const STRING: TypeExpression = { kind: 'keyword', name: 'string' };
export const NUMBER: TypeExpression = { kind: 'keyword', name: 'number' };
export const BOOLEAN: TypeExpression = { kind: 'keyword', name: 'boolean' };
export const NULL: TypeExpression = { kind: 'keyword', name: 'null' };
export const UNKNOWN: TypeExpression = { kind: 'keyword', name: 'unknown' };
export const NEVER: TypeExpression = { kind: 'keyword', name: 'never' };
/** Any JSON object. */
export const OPEN_OBJECT: TypeExpression = { kind: 'map', values: UNKNOWN };

/** What is taken from `@kube-rx/core`, and so from `kube-rx` as well. */
export const CORE_TYPES = [
  'Duration',
  'EmbeddedObjectMeta',
  'IntOrString',
  'ManagedFieldsEntry',
  'MicroTime',
  'ObjectMeta',
  'OwnerReference',
  'Quantity',
  'Time',
] as const;

export function coreType(name: (typeof CORE_TYPES)[number]): TypeExpression {
  return { kind: 'reference', module: CORE, name };
}

export function literal(value: string | number | boolean): TypeExpression {
  return { kind: 'literal', value };
}

/** A union without duplicates, or its only member; of nothing it is never. */
export function union(members: readonly TypeExpression[]): TypeExpression {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.members : [member]));
  const distinct = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()];
  if (distinct.some((member) => member.kind === 'keyword' && member.name === 'unknown')) return UNKNOWN;
  const [only] = distinct;
  if (only === undefined) return NEVER;
  return distinct.length === 1 ? only : { kind: 'union', members: distinct };
}
