// Checks a value against a structural schema, in the words of the real server. What needs CEL
// (`x-kubernetes-validations`) is not checked; rules-warning.ts warns the definition's author of that.

import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  numberAt,
  objectsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import { type FieldFault, invalidValue, required, tooLong, unsupportedValue } from '../status-error.ts';
import { childPath, isTrue, itemSchema, propertySchema, type Schema } from './structural.ts';

/** Where a value stands. */
interface Place {
  readonly path: string;
  /** How much of a path the messages leave out, as the real server does below `status`. */
  readonly told: string;
}

export function validate(schema: Schema, value: Json, place: Place): FieldFault[] {
  const { path } = place;
  const text = textOf(place);
  const say = (found: unknown, what: string): FieldFault =>
    invalidValue(path, found, `${text} in body ${what}`);
  if (value === null) return isTrue(schema, 'nullable') ? [] : typeFault(schema, value, place);
  const mistyped = typeFault(schema, value, place);
  if (mistyped.length > 0) return mistyped;
  return [
    ...(typeof value === 'number' ? validateNumber(schema, value, say) : []),
    ...(typeof value === 'string' ? validateString(schema, value, { path, say }) : []),
    ...(isJsonArray(value) ? validateArray(schema, value, place) : []),
    ...(isJsonObject(value) ? validateObject(schema, value, place) : []),
    ...validateEnum(schema, value, path),
    ...validateJunctors(schema, value, place),
  ];
}

function textOf({ path, told }: Place): string {
  return told !== '' && path.startsWith(`${told}.`) ? path.slice(told.length + 1) : path;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function typeFault(schema: Schema, value: Json, place: Place): FieldFault[] {
  const found = typeName(value);
  if (isTrue(schema, 'x-kubernetes-int-or-string'))
    return found === 'integer' || found === 'string' ? [] : [mistyped('integer,string', found, place)];
  const wanted = stringAt(schema, 'type');
  if (wanted === undefined || wanted === found || (wanted === 'number' && found === 'integer')) return [];
  const fault = mistyped(wanted, found, place);
  if (wanted !== 'integer' || found !== 'number') return [fault];
  return [
    fault,
    invalidValue('<nil>', '', `Checked value must be of type integer (default format) in ${textOf(place)}`),
  ];
}

function mistyped(wanted: string, found: string, place: Place): FieldFault {
  const fault = invalidValue(
    place.path,
    found,
    `${textOf(place)} in body must be of type ${wanted}: ${JSON.stringify(found)}`,
  );
  return { ...fault, reason: 'FieldValueTypeInvalid' };
}

type Say = (found: unknown, what: string) => FieldFault;

function validateNumber(schema: Schema, value: number, say: Say): FieldFault[] {
  const faults: FieldFault[] = [];
  const maximum = numberAt(schema, 'maximum');
  const minimum = numberAt(schema, 'minimum');
  const multiple = numberAt(schema, 'multipleOf');
  if (maximum !== undefined) {
    if (isTrue(schema, 'exclusiveMaximum') && value >= maximum)
      faults.push(say(value, `should be less than ${maximum}`));
    else if (value > maximum) faults.push(say(value, `should be less than or equal to ${maximum}`));
  }
  if (minimum !== undefined) {
    if (isTrue(schema, 'exclusiveMinimum') && value <= minimum)
      faults.push(say(value, `should be greater than ${minimum}`));
    else if (value < minimum) faults.push(say(value, `should be greater than or equal to ${minimum}`));
  }
  if (multiple !== undefined && value % multiple !== 0)
    faults.push(say(value, `should be a multiple of ${multiple}`));
  return faults;
}

// The first complaint about a string is the only one.
function validateString(
  schema: Schema,
  value: string,
  { path: field, say }: { readonly path: string; readonly say: Say },
): FieldFault[] {
  const length = Array.from(value).length;
  const most = numberAt(schema, 'maxLength');
  if (most !== undefined && length > most) return [tooLong(field, most)];
  const least = numberAt(schema, 'minLength');
  if (least !== undefined && length < least) return [say(value, `should be at least ${least} chars long`)];
  const pattern = stringAt(schema, 'pattern');
  if (pattern !== undefined && !matches(pattern, value)) return [say(value, `should match '${pattern}'`)];
  return [];
}

// JavaScript has no inline flags and lacks a few of Go's character classes: such a pattern is not checked.
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function validateArray(schema: Schema, value: readonly Json[], { path: field, told }: Place): FieldFault[] {
  const faults: FieldFault[] = [];
  const most = numberAt(schema, 'maxItems');
  const least = numberAt(schema, 'minItems');
  if (most !== undefined && value.length > most) faults.push(tooMany(field, value.length, most));
  if (least !== undefined && value.length < least)
    faults.push(invalidValue(field, value.length, `${field} in body should have at least ${least} items`));
  faults.push(
    ...value.flatMap((item, at) => validate(itemSchema(schema), item, { path: childPath(field, at), told })),
  );
  return [...faults, ...duplicates(schema, value, field)];
}

function tooMany(field: string, count: number, most: number): FieldFault {
  return {
    field,
    reason: 'FieldValueTooMany',
    message: `Too many: ${count}: must have at most ${most} items`,
  };
}

function duplicates(schema: Schema, value: readonly Json[], field: string): FieldFault[] {
  const type = stringAt(schema, 'x-kubernetes-list-type');
  const keys = stringsAt(schema, 'x-kubernetes-list-map-keys');
  if (type !== 'set' && type !== 'map') return [];
  const identity = (item: Json): Json =>
    type === 'map' && isJsonObject(item)
      ? Object.fromEntries(
          keys.flatMap((key): [string, Json][] =>
            Object.hasOwn(item, key) ? [[key, item[key] ?? null]] : [],
          ),
        )
      : item;
  const seen: Json[] = [];
  return value.flatMap((item, at): FieldFault[] => {
    const own = identity(item);
    if (seen.some((other) => jsonEquals(other, own)))
      return [
        {
          field: childPath(field, at),
          reason: 'FieldValueDuplicate',
          message: `Duplicate value: ${JSON.stringify(own)}`,
        },
      ];
    seen.push(own);
    return [];
  });
}

function validateObject(schema: Schema, value: JsonObject, { path, told }: Place): FieldFault[] {
  const faults = stringsAt(schema, 'required')
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => required(childPath(path, key)));
  const count = Object.keys(value).length;
  const most = numberAt(schema, 'maxProperties');
  const least = numberAt(schema, 'minProperties');
  if (most !== undefined && count > most) faults.push(tooMany(path, count, most));
  if (least !== undefined && count < least)
    faults.push(invalidValue(path, count, `${path} in body should have at least ${least} properties`));
  for (const [key, inner] of Object.entries(value)) {
    const known = propertySchema(schema, key);
    if (known && !(path === '' && key === 'metadata'))
      faults.push(...validate(known, inner, { path: childPath(path, key), told }));
  }
  return faults;
}

function validateEnum(schema: Schema, value: Json, field: string): FieldFault[] {
  const allowed = arrayAt(schema, 'enum');
  if (allowed.length === 0 || allowed.some((one) => jsonEquals(one, value))) return [];
  return [
    unsupportedValue(field, typeof value === 'string' ? value : JSON.stringify(value), allowed.map(String)),
  ];
}

function validateJunctors(schema: Schema, value: Json, place: Place): FieldFault[] {
  const { path } = place;
  const passing = (keyword: string): number[] =>
    objectsAt(schema, keyword).flatMap((one, at) => (validate(one, value, place).length === 0 ? [at] : []));
  const count = (keyword: string): number => arrayAt(schema, keyword).length;
  const fault = (what: string): FieldFault =>
    invalidValue(path === '' ? '<nil>' : path, '', `${JSON.stringify(path)} must ${what}`);
  const faults: FieldFault[] = [];
  if (count('anyOf') > 0 && passing('anyOf').length === 0)
    faults.push(fault('validate at least one schema (anyOf)'));
  if (count('oneOf') > 0) {
    const found = passing('oneOf').length;
    if (found === 0) faults.push(fault('validate one and only one schema (oneOf). Found none valid'));
    if (found > 1)
      faults.push(fault(`validate one and only one schema (oneOf). Found ${found} valid alternatives`));
  }
  if (passing('allOf').length < count('allOf')) faults.push(fault('validate all the schemas (allOf)'));
  const not = valueAt(schema, 'not');
  if (isJsonObject(not) && validate(not, value, place).length === 0)
    faults.push(fault('not validate the schema (not)'));
  return faults;
}
