// Types of expressions in the Common Expression Language, as the server's checker has them.
// https://github.com/google/cel-spec/blob/v0.24.0/doc/langdef.md#values

/** `named` are the scalars, and what libraries add, as `Quantity`. `parameter` stands in the type of a function. */
export type CelType =
  | { readonly kind: 'dyn' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly element: CelType }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, CelType> }
  | { readonly kind: 'parameter'; readonly name: string };

export const dyn: CelType = { kind: 'dyn' };

export function named(name: string): CelType {
  return { kind: 'named', name };
}

export const bool: CelType = named('bool');
export const int: CelType = named('int');
export const string: CelType = named('string');

export function listOf(element: CelType): CelType {
  return { kind: 'list', element };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', key, value };
}

export function optionalOf(element: CelType): CelType {
  return { kind: 'optional', element };
}

/** For messages. */
export function typeName(type: CelType): string {
  switch (type.kind) {
    case 'dyn':
      return 'dyn';
    case 'named':
    case 'parameter':
      return type.name;
    case 'list':
      return `list(${typeName(type.element)})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    case 'optional':
      return `optional(${typeName(type.element)})`;
    case 'object':
      return 'object';
  }
}
