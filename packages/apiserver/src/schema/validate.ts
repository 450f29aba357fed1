// Checks a value against a structural schema, in the words of the real server. What needs CEL
// (`x-kubernetes-validations`) is not checked; rules-warning.ts warns the definition's author of that.

import {
  isInt32,
  isInt64,
  isJsonArray,
  isJsonObject,
  isNumber,
  type Json,
  type JsonObject,
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
import { duplicates } from './duplicates.ts';
import { enumeration } from './enumeration.ts';
import { patterns } from './pattern.ts';
import type { Steps } from './steps.ts';
import { childPath, isTrue, itemSchema, propertySchema, type Schema } from './structural.ts';
import { validateNumber } from './validate-number.ts';

interface Terms {
  /** How much of a path the messages leave out, as the real server does below `status`. */
  readonly told: string;
  readonly steps: Steps;
}

/** Everything that is wrong with the value, whose own path is empty. */
export function validate(schema: Schema, value: Json, terms: Terms): readonly FieldFault[] {
  const validation = new Validation(terms);
  validation.check(schema, value, '');
  return validation.faults;
}

class Validation {
  readonly faults: FieldFault[] = [];
  readonly #terms: Terms;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  check(schema: Schema, value: Json, path: string): void {
    this.#terms.steps.spend(10);
    if (value === null) {
      if (!isTrue(schema, 'nullable')) this.#typeFault(schema, value, path);
      return;
    }
    if (this.#typeFault(schema, value, path)) return;
    const say = (found: unknown, what: string): FieldFault =>
      invalidValue(path, found, `${this.#textOf(path)} in body ${what}`);
    if (isNumber(value)) this.#report(...validateNumber(schema, value, say));
    if (typeof value === 'string') this.#checkString(schema, value, { path, say });
    if (isJsonArray(value)) this.#checkArray(schema, value, path);
    if (isJsonObject(value)) this.#checkObject(schema, value, path);
    this.#checkEnum(schema, value, path);
    this.#checkJunctors(schema, value, path);
  }

  // What is said takes time too: it is printed twice.
  #report(...faults: readonly FieldFault[]): void {
    for (const fault of faults) {
      this.#terms.steps.spend(10 * (fault.message.length + fault.field.length));
      this.faults.push(fault);
    }
  }

  #textOf(path: string): string {
    const { told } = this.#terms;
    return told !== '' && path.startsWith(`${told}.`) ? path.slice(told.length + 1) : path;
  }

  /** Whether the value is of another type. */
  #typeFault(schema: Schema, value: Json, path: string): boolean {
    const found = typeName(value);
    if (isTrue(schema, 'x-kubernetes-int-or-string'))
      return found !== 'integer' && found !== 'string' && this.#mistyped('integer,string', found, path);
    const wanted = stringAt(schema, 'type');
    if (wanted === 'integer' && isNumber(value)) return this.#integerFaults(schema, value, path);
    if (wanted === undefined || wanted === found || (wanted === 'number' && found === 'integer'))
      return false;
    return this.#mistyped(wanted, found, path);
  }

  #integerFaults(schema: Schema, value: number | bigint, path: string): boolean {
    const given = stringAt(schema, 'format');
    const format = given === 'int32' || given === 'int64' ? given : undefined;
    const fits = format === 'int32' ? isInt32(value) : isInt64(value) || Math.abs(value) < 2 ** 63;
    const how = format === undefined ? '(default format)' : `with format ${format}`;
    const whole = isInt64(value);
    if (!whole) this.#mistyped(format ?? 'integer', format ? 'float64' : 'number', path);
    const checked = fits && (typeof value === 'bigint' || Number.isInteger(value));
    if (!checked) {
      const what = `Checked value must be of type integer ${how} in ${this.#textOf(path)}`;
      this.#report(invalidValue('<nil>', '', what));
    }
    return !whole || !checked;
  }

  #mistyped(wanted: string, found: string, path: string): true {
    const what = `${this.#textOf(path)} in body must be of type ${wanted}: ${JSON.stringify(found)}`;
    this.#report({ ...invalidValue(path, found, what), reason: 'FieldValueTypeInvalid' });
    return true;
  }

  // The first complaint about a string is the only one.
  #checkString(
    schema: Schema,
    value: string,
    { path, say }: { readonly path: string; readonly say: (found: unknown, what: string) => FieldFault },
  ): void {
    const [most, least] = [numberAt(schema, 'maxLength'), numberAt(schema, 'minLength')];
    const length = most === undefined && least === undefined ? 0 : Array.from(value).length;
    this.#terms.steps.spend(length);
    if (most !== undefined && length > most) {
      this.#report(tooLong(path, most));
      return;
    }
    if (least !== undefined && length < least) {
      this.#report(say(value, `should be at least ${least} chars long`));
      return;
    }
    const pattern = stringAt(schema, 'pattern');
    if (!pattern) return;
    const refusal = patterns.refusal(pattern, this.#terms.steps);
    // A definition from before patterns were read as Go reads them.
    if (refusal !== undefined)
      this.#report(say(value, `should match '${pattern}, but pattern is invalid: ${refusal}'`));
    else if (!patterns.matches(pattern, value, this.#terms.steps))
      this.#report(say(value, `should match '${pattern}'`));
  }

  #checkArray(schema: Schema, value: readonly Json[], path: string): void {
    this.#checkSize(schema, path, { count: value.length, of: 'Items' });
    const items = itemSchema(schema);
    for (const [at, item] of value.entries()) this.check(items, item, childPath(path, at));
    for (const fault of duplicates(schema, value, { field: path, steps: this.#terms.steps }))
      this.#report(fault);
  }

  #checkSize(
    schema: Schema,
    field: string,
    { count, of }: { readonly count: number; readonly of: 'Items' | 'Properties' },
  ): void {
    const most = numberAt(schema, `max${of}`) ?? Infinity;
    const least = numberAt(schema, `min${of}`) ?? 0;
    if (count > most) {
      const message = `Too many: ${count}: must have at most ${most} items`;
      this.#report({ field, reason: 'FieldValueTooMany', message });
    }
    if (count < least) {
      const what = `${field} in body should have at least ${least} ${of.toLowerCase()}`;
      this.#report(invalidValue(field, count, what));
    }
  }

  #checkObject(schema: Schema, value: JsonObject, path: string): void {
    const needed = stringsAt(schema, 'required');
    this.#terms.steps.spend(needed.length);
    for (const key of needed) if (!Object.hasOwn(value, key)) this.#report(required(childPath(path, key)));
    const entries = Object.entries(value);
    this.#terms.steps.spend(keySteps * entries.length);
    this.#checkSize(schema, path, { count: entries.length, of: 'Properties' });
    for (const [key, inner] of entries) {
      const known = propertySchema(schema, key);
      if (known && !(path === '' && key === 'metadata')) this.check(known, inner, childPath(path, key));
    }
  }

  #checkEnum(schema: Schema, value: Json, field: string): void {
    const allowed = enumeration(schema);
    if (!allowed || allowed.has(value, this.#terms.steps)) return;
    const given = typeof value === 'object' ? jsonText(value) : value;
    // The message lists them all.
    this.#terms.steps.spend(10 * allowed.names.length);
    this.#report(unsupportedValue(field, given, allowed.names));
  }

  #checkJunctors(schema: Schema, value: Json, path: string): void {
    const passes = (inner: Schema): boolean => {
      const validation = new Validation(this.#terms);
      validation.check(inner, value, path);
      return validation.faults.length === 0;
    };
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
    this.#report(...invalidValues(path === '' ? '<nil>' : path, '', complaints));
  }
}

/** An object of many keys is a hash table, and each branch of a schema may walk it. */
const keySteps = 50;

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (isNumber(value)) return isInt64(value) ? 'integer' : 'number';
  return typeof value;
}
