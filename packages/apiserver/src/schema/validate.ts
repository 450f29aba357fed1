// Checks a value against a structural schema, in the words of the real server. What needs CEL
// (`x-kubernetes-validations`) is not checked; rules-warning.ts warns the definition's author of that.

import {
  arrayAt,
  canonicalText,
  isInt32,
  isInt64,
  isJsonArray,
  isJsonObject,
  isNumber,
  type Json,
  type JsonObject,
  jsonEquals,
  jsonText,
  numberAt,
  objectsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import {
  type FieldFault,
  invalidValue,
  invalidValues,
  required,
  tooLong,
  unsupportedValue,
} from '../status-error.ts';
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
    ...(isNumber(value) ? validateNumber(schema, value, say) : []),
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
  if (isNumber(value)) return isInt64(value) ? 'integer' : 'number';
  return typeof value;
}

function typeFault(schema: Schema, value: Json, place: Place): FieldFault[] {
  const found = typeName(value);
  if (isTrue(schema, 'x-kubernetes-int-or-string'))
    return found === 'integer' || found === 'string' ? [] : [mistyped('integer,string', found, place)];
  const wanted = stringAt(schema, 'type');
  if (wanted === 'integer' && isNumber(value)) return integerFaults(schema, value, place);
  if (wanted === undefined || wanted === found || (wanted === 'number' && found === 'integer')) return [];
  return [mistyped(wanted, found, place)];
}

function integerFaults(schema: Schema, value: number | bigint, place: Place): FieldFault[] {
  const given = stringAt(schema, 'format');
  const format = given === 'int32' || given === 'int64' ? given : undefined;
  const fits = format === 'int32' ? isInt32(value) : isInt64(value) || Math.abs(value) < 2 ** 63;
  const how = format === undefined ? '(default format)' : `with format ${format}`;
  const faults: FieldFault[] = [];
  if (!isInt64(value))
    faults.push(format ? mistyped(format, 'float64', place) : mistyped('integer', 'number', place));
  if (!fits || (typeof value === 'number' && !Number.isInteger(value)))
    faults.push(
      invalidValue('<nil>', '', `Checked value must be of type integer ${how} in ${textOf(place)}`),
    );
  return faults;
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

function validateNumber(schema: Schema, value: number | bigint, say: Say): FieldFault[] {
  const maximum = numberAt(schema, 'maximum') ?? Infinity;
  const minimum = numberAt(schema, 'minimum') ?? -Infinity;
  const below = isTrue(schema, 'exclusiveMaximum');
  const above = isTrue(schema, 'exclusiveMinimum');
  const multiple = numberAt(schema, 'multipleOf');
  const faults: FieldFault[] = [];
  if (below ? value >= maximum : value > maximum)
    faults.push(say(value, `should be less than ${below ? '' : 'or equal to '}${maximum}`));
  if (above ? value <= minimum : value < minimum)
    faults.push(say(value, `should be greater than ${above ? '' : 'or equal to '}${minimum}`));
  if (multiple !== undefined && !isMultiple(value, multiple))
    faults.push(say(value, `should be a multiple of ${multiple}`));
  return faults;
}

function isMultiple(value: number | bigint, of: number): boolean {
  if (typeof value === 'bigint' && Number.isInteger(of) && of !== 0) return value % BigInt(of) === 0n;
  return Number(value) % of === 0;
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

function validateArray(schema: Schema, value: readonly Json[], { path, told }: Place): FieldFault[] {
  const items = itemSchema(schema);
  return [
    ...validateSize(schema, path, { count: value.length, of: 'Items' }),
    ...value.flatMap((item, at) => validate(items, item, { path: childPath(path, at), told })),
    ...duplicates(schema, value, path),
  ];
}

function validateSize(
  schema: Schema,
  field: string,
  { count, of }: { readonly count: number; readonly of: 'Items' | 'Properties' },
): FieldFault[] {
  const most = numberAt(schema, `max${of}`) ?? Infinity;
  const least = numberAt(schema, `min${of}`) ?? 0;
  const faults: FieldFault[] = [];
  if (count > most) {
    const message = `Too many: ${count}: must have at most ${most} items`;
    faults.push({ field, reason: 'FieldValueTooMany', message });
  }
  if (count < least)
    faults.push(
      invalidValue(field, count, `${field} in body should have at least ${least} ${of.toLowerCase()}`),
    );
  return faults;
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
  const seen = new Set<string>();
  return value.flatMap((item, at): FieldFault[] => {
    const own = identity(item);
    const text = canonicalText(own);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    const message = `Duplicate value: ${jsonText(own)}`;
    return [{ field: childPath(field, at), reason: 'FieldValueDuplicate', message }];
  });
}

function validateObject(schema: Schema, value: JsonObject, { path, told }: Place): FieldFault[] {
  const faults = stringsAt(schema, 'required')
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => required(childPath(path, key)));
  faults.push(...validateSize(schema, path, { count: Object.keys(value).length, of: 'Properties' }));
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
  return [unsupportedValue(field, typeof value === 'object' ? jsonText(value) : value, allowed.map(String))];
}

function validateJunctors(schema: Schema, value: Json, place: Place): FieldFault[] {
  const { path } = place;
  const passes = (inner: Schema): boolean => validate(inner, value, place).length === 0;
  const junctor = (keyword: string): { count: number; passed: number } => {
    const schemas = objectsAt(schema, keyword);
    return { count: schemas.length, passed: schemas.filter(passes).length };
  };
  const [any, one, all] = [junctor('anyOf'), junctor('oneOf'), junctor('allOf')];
  const not = valueAt(schema, 'not');
  const wanted: string[] = [];
  if (any.count > 0 && any.passed === 0) wanted.push('validate at least one schema (anyOf)');
  if (one.count > 0 && one.passed !== 1) {
    const found = one.passed === 0 ? 'none valid' : `${one.passed} valid alternatives`;
    wanted.push(`validate one and only one schema (oneOf). Found ${found}`);
  }
  if (all.passed < all.count) wanted.push('validate all the schemas (allOf)');
  if (isJsonObject(not) && passes(not)) wanted.push('not validate the schema (not)');
  const complaints = wanted.map((what) => `${JSON.stringify(path)} must ${what}`);
  return invalidValues(path === '' ? '<nil>' : path, '', complaints);
}
