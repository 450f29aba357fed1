// What an expression may name besides functions: variables, and the types of the language.

import { libraryTypes } from './check/signatures.ts';
import {
  boolType,
  bytesType,
  type CelType,
  doubleType,
  durationType,
  intType,
  listOfAny,
  mapOfAny,
  nullType,
  opaqueType,
  stringType,
  timestampType,
  typeType,
  uintType,
} from './type.ts';

export interface Declarations {
  readonly variables: ReadonlyMap<string, CelType>;
  /** Whether expressions make patches: not all functions are for others. */
  readonly patches?: boolean;
  /** The fields of a type of objects; undefined: there is no such type. */
  readonly fieldsOf: (type: string) => ReadonlyMap<string, CelType> | undefined;
}

const languageTypes: ReadonlyMap<string, CelType> = new Map([
  ...[
    boolType,
    bytesType,
    doubleType,
    intType,
    listOfAny,
    mapOfAny,
    nullType,
    stringType,
    typeType,
    uintType,
  ].map((one) => [one.name, one] as const),
  ...[timestampType, durationType, opaqueType('optional_type')].map((one) => [one.name, one] as const),
  ...[...libraryTypes].filter(([, { kind }]) => kind === 'opaque'),
]);

/** A type by its name, as in `type(x) == int`. */
export function namedType(name: string): CelType | undefined {
  return languageTypes.get(name);
}
