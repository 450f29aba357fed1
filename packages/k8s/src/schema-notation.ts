/**
 * How the table of schemas is written: the parts of a type are separated by blanks, its fields are
 * `NUMBER NAME * : VALUE RULES` without the blanks.
 *
 * - `2containers*:[>Container~^merge+name{name}`: protobuf number 2, required (`*`), a list of references (to a type
 *   of the same group and version, where it names none), each with an empty default, patched by merging on `name`,
 *   applied as a map keyed by `name`.
 * - a value is `s` a string, `i` an int32, `l` an int64, `d` a double, `b` a boolean, `y` bytes, `o` an object (a
 *   capital letter: a pointer in Go), `>` a reference (`>>` one without a wrapping), `[` a list of and `{` a map of the value behind it;
 * - behind it `(A|B)` are its constants (with `%20` for a blank), `~` its default where that is its zero value, `="TCP"` another one;
 * - rules: `^` patch strategy, `+` patch merge key, `{…}` the keys of a map list and `{}` a set (`?` a list that says
 *   nothing, `-` an atomic list that is none), `!` an atomic map, `!!` a granular one;
 * - parts that are no fields: `!` an atomic type, `&1:ProbeHandler` a struct that Go embeds, whose fields are numbered
 *   `1.2` and so on, `|type:queuing=Queuing` a union. A type that starts with a brace is its schema as JSON.
 */
import type { FieldSchema, TypeSchema, UnionSchema, ValueSchema } from '@kube-rx/core';

export function readType(text: string, module: string): Omit<TypeSchema, 'type' | 'openApiName'> {
  const fields = new Map<string, FieldSchema>();
  const embedded = new Map<string, string>();
  const unions: UnionSchema[] = [];
  const none = { fields, embedded, unions, atomic: false };
  if (text.startsWith('{')) return { ...none, opaque: JSON.parse(text) as Readonly<Record<string, unknown>> };
  let atomic = false;
  for (const part of text.split(' ')) {
    if (part === '!') atomic = true;
    else if (part.startsWith('&')) {
      const [number = '', name = ''] = part.slice(1).split(':');
      embedded.set(number, name);
    } else if (part.startsWith('|')) unions.push(readUnion(part));
    else {
      const field = readField(part, module);
      fields.set(field.name, field);
    }
  }
  return { ...none, atomic };
}

function readUnion(part: string): UnionSchema {
  const [discriminator = '', pairs = ''] = part.slice(1).split(':');
  const fields = pairs.split(',').map((pair) => pair.split('='));
  return {
    ...(discriminator !== '' && { discriminator }),
    fields: Object.fromEntries(fields) as Readonly<Record<string, string>>,
  };
}

const fieldNotation =
  /^([\d.]*)([^*:]+)(\*)?:(.+?)(?:\^([a-z,A-Z]+))?(?:\+(\w+))?(?:\{([^}]*)\})?(\?|-)?(!!?)?$/;

const listTypes: Readonly<Record<string, 'atomic' | undefined>> = { '?': undefined, '-': 'atomic' };

function readField(part: string, module: string): FieldSchema {
  const match = fieldNotation.exec(part);
  if (match === null) throw new Error(`not a field: ${part}`);
  const [, numbers = '', name = '', required, text = '', strategy, mergeKey, keys, list, map] = match;
  const value = readValue(text, module);
  const unsaid = value.kind === 'list' ? 'atomic' : undefined;
  const listType = keys !== undefined ? (keys === '' ? 'set' : 'map') : list ? listTypes[list] : unsaid;
  return {
    name,
    required: required !== undefined,
    numbers: numbers === '' ? [] : numbers.split('.').map(Number),
    ...value,
    ...(strategy !== undefined && { patchStrategy: strategy }),
    ...(mergeKey !== undefined && { patchMergeKey: mergeKey }),
    ...(listType !== undefined && { listType }),
    ...(keys && { listMapKeys: keys.split(',') }),
    ...(map !== undefined && { mapType: map === '!' ? 'atomic' : 'granular' }),
  };
}

const kinds: Readonly<Record<string, ValueSchema['kind']>> = {
  s: 'string',
  i: 'int32',
  l: 'int64',
  d: 'double',
  b: 'boolean',
  y: 'bytes',
  o: 'object',
};

const zeros: Readonly<Partial<Record<ValueSchema['kind'], unknown>>> = {
  string: '',
  int32: 0,
  int64: 0,
  double: 0,
  boolean: false,
  reference: {},
};

const valueNotation = /^(>>?)?([\w./-]+)(?:\(([^)]*)\))?(~|=.+)?$/;

function readValue(text: string, module: string): ValueSchema {
  if (text.startsWith('[')) return { kind: 'list', items: readValue(text.slice(1), module) };
  if (text.startsWith('{')) return { kind: 'map', items: readValue(text.slice(1), module) };
  const match = valueNotation.exec(text);
  const [, reference, name = '', constants, fallback] = match ?? [];
  const kind = reference === undefined ? kinds[name.toLowerCase()] : 'reference';
  const pointer = reference === undefined && name !== name.toLowerCase();
  if (kind === undefined) throw new Error(`not a value: ${text}`);
  return {
    kind,
    ...(reference !== undefined && { type: name.includes('/') ? name : `${module}/${name}` }),
    ...(reference === '>>' && { bare: true }),
    ...(pointer && { pointer }),
    ...(constants !== undefined && { enum: constants.replaceAll('%20', ' ').split('|') }),
    ...(fallback !== undefined && {
      default: fallback === '~' ? zeros[kind] : (JSON.parse(fallback.slice(1)) as unknown),
    }),
  };
}
