// Types of CEL: https://github.com/google/cel-spec/blob/master/doc/langdef.md#values

export type TypeKind =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'opaque'
  | 'parameter'
  | 'string'
  | 'struct'
  | 'timestamp'
  | 'type'
  | 'uint';

/** A type, as the checker sees it, and as a value of expressions (`type(1) == int`). */
export class CelType {
  readonly kind: TypeKind;
  readonly name: string;
  readonly parameters: readonly CelType[];
  /** How much there is of it, written out: types may share their parts. */
  readonly size: number;
  readonly depth: number;
  /** Whether a part is a variable, which may come to be another type. */
  readonly isOpen: boolean;

  constructor(kind: TypeKind, name: string, parameters: readonly CelType[] = []) {
    this.kind = kind;
    this.name = name;
    this.parameters = parameters;
    this.size = parameters.reduce((size, one) => size + one.size, 1 + Math.floor(name.length / 64));
    this.depth = parameters.reduce((depth, one) => Math.max(depth, one.depth + 1), 1);
    this.isOpen = kind === 'parameter' || parameters.some((one) => one.isOpen);
  }

  /** Of a list or an optional: what it holds. Of a map: its keys. */
  get first(): CelType {
    return this.parameters[0] ?? dynType;
  }

  /** Of a map: its values. */
  get second(): CelType {
    return this.parameters[1] ?? dynType;
  }
}

export const dynType: CelType = new CelType('dyn', 'dyn');
export const boolType: CelType = new CelType('bool', 'bool');
export const intType: CelType = new CelType('int', 'int');
export const uintType: CelType = new CelType('uint', 'uint');
export const doubleType: CelType = new CelType('double', 'double');
export const stringType: CelType = new CelType('string', 'string');
export const bytesType: CelType = new CelType('bytes', 'bytes');
export const nullType: CelType = new CelType('null', 'null_type');
export const timestampType: CelType = new CelType('timestamp', 'google.protobuf.Timestamp');
export const durationType: CelType = new CelType('duration', 'google.protobuf.Duration');
export const typeType: CelType = new CelType('type', 'type');
export const errorType: CelType = new CelType('error', '*error*');
export const listOfAny: CelType = new CelType('list', 'list', [dynType]);
export const mapOfAny: CelType = new CelType('map', 'map', [dynType, dynType]);

export function listType(of: CelType): CelType {
  return new CelType('list', 'list', [of]);
}

export function mapType(keys: CelType, values: CelType): CelType {
  return new CelType('map', 'map', [keys, values]);
}

export function optionalType(of: CelType): CelType {
  return new CelType('opaque', 'optional_type', [of]);
}

export function typeOfType(of: CelType): CelType {
  return new CelType('type', 'type', [of]);
}

export function structType(name: string): CelType {
  return new CelType('struct', name);
}

export function opaqueType(name: string): CelType {
  return new CelType('opaque', name);
}

export function parameterType(name: string): CelType {
  return new CelType('parameter', name);
}

export function isOptionalType(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

/** Types that are the same in every part. */
export function isSameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.name !== b.name || a.size !== b.size) return false;
  if (a.parameters.length !== b.parameters.length) return false;
  return a.parameters.every((one, index) => isSameType(one, b.parameters[index] ?? dynType));
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ['duration', 'duration'],
  ['timestamp', 'timestamp'],
  ['null', 'null'],
  ['error', '!error!'],
]);

/** A type in the words of error messages. */
export function typeText(type: CelType): string {
  const short = shortNames.get(type.kind);
  if (short !== undefined) return short;
  if (type.parameters.length === 0) return type.name;
  return `${type.name}(${type.parameters.map(typeText).join(', ')})`;
}

/** A type as Go prints it. */
export function goTypeText(type: CelType): string {
  if (type.parameters.length === 0) return type.name;
  return `${type.name}(${type.parameters.map(goTypeText).join(', ')})`;
}
