// Checks a value against a schema, in the words and the order of the real server. Rules in CEL are not checked here.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/schema.go

import {
  isJsonArray,
  isJsonObject,
  isNumber,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonText,
  numberAt,
  objectAt,
  sortedKeys,
  stringAt,
  stringsAt,
  valueAt,
} from '../../json/json.ts';
import { type FieldFault, invalidValue, required, tooLong, unsupportedValue } from '../../status-error.ts';
import { patterns } from '../pattern.ts';
import type { Steps } from '../steps.ts';
import { childPath, type Schema } from '../structural.ts';
import { checkBranches } from './branches.ts';
import type { Correlation } from './correlation.ts';
import { enumeration } from './enumeration.ts';
import { formatOf, knownFormat } from './formats/format.ts';
import { numberComplaints, numberForm } from './number.ts';
import type { Place } from './place.ts';
import { Result } from './result.ts';
import { typeComplaint, typesOf } from './type.ts';

export interface Terms {
  readonly steps: Steps;
  /** Where the value stands; the messages leave it out. Default: nowhere, it is a whole object. */
  readonly base?: string;
  /** A default in a definition, whose formats are taken as they stand. */
  readonly isDefault?: true;
}

/** What is replaced may stay as it was. */
export function validate(
  schema: Schema,
  value: Json,
  { correlation, ...terms }: Terms & { readonly correlation?: Correlation | undefined },
): readonly FieldFault[] {
  return new Check(terms).check(schema, value, { path: '', correlation }).faults;
}

class Check {
  readonly #terms: Terms;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** The value, where it is not as it was. */
  check(schema: Schema, value: Json, place: Place): Result {
    const result = this.checkAll(schema, value, place);
    if (!result.isValid && place.correlation?.isSame) result.forgive();
    return result;
  }

  checkAll(schema: Schema, value: Json, place: Place): Result {
    this.#terms.steps.spend(10);
    const result = new Result();
    this.#checkType(schema, value, { result, path: place.path });
    if (value !== null) {
      result.matches += 1;
      result.merge(checkBranches(this, { schema, value, place }));
      const at = { result, path: place.path };
      if (typeof value === 'string') this.#checkText(schema, value, at);
      if (isNumber(value)) this.#checkNumber(schema, value, at);
      if (isJsonArray(value)) this.#checkList(schema, value, { result, place });
    }
    this.#checkEnum(schema, value, { result, path: place.path });
    if (isJsonObject(value)) this.#checkObject(schema, value, { result, place });
    return result;
  }

  /** A fault of a field. */
  #say(at: { readonly result: Result; readonly path: string }, found: unknown, what: string): void {
    const text = `${at.path} in body ${what}`;
    this.add(at.result, text, invalidValue(this.#fieldOf(at.path), found, text));
  }

  /** A fault that is not of one field. */
  sayLoosely(result: Result, text: string): void {
    this.add(result, text, invalidValue(this.#fieldOf(''), '', text));
  }

  // What is said takes time too: it is printed twice.
  add(result: Result, text: string, fault: FieldFault): void {
    this.#terms.steps.spend(10 * (fault.message.length + fault.field.length));
    result.add(text, fault);
  }

  #fieldOf(path: string): string {
    const { base } = this.#terms;
    const name = path.replace(/^\./, '');
    if (name === '') return base ?? '<nil>';
    return base === undefined ? name : `${base}.${name}`;
  }

  #checkType(schema: Schema, value: Json, at: At): void {
    const types = typesOf(schema, this.#terms);
    const format = formatOf(schema, types, this.#terms);
    if (value !== null && types.length === 0 && format === '') return;
    const complaint = typeComplaint(schema, value, { types, format });
    if (complaint) this.#mistyped(at, complaint.wanted, complaint.found);
    else at.result.matches += 1;
    if (value !== null) at.result.matches += 1;
  }

  #mistyped({ result, path }: At, wanted: string, found: string): void {
    const text = `${path} in body must be of type ${wanted}: ${JSON.stringify(found)}`;
    const fault = invalidValue(this.#fieldOf(path), found, text);
    this.add(result, text, { ...fault, reason: 'FieldValueTypeInvalid' });
  }

  #checkText(schema: Schema, value: string, at: At): void {
    at.result.matches += 1;
    this.#checkLengthAndPattern(schema, value, at);
    if (!Object.hasOwn(schema, 'format')) return;
    const name = formatOf(schema, typesOf(schema, this.#terms), this.#terms);
    const format = name === '' ? undefined : knownFormat(name);
    if (!format) return;
    at.result.matches += 1;
    this.#terms.steps.spend(10 * value.length);
    if (!format(value)) this.#mistyped(at, name, value);
  }

  // The first complaint of these is the only one.
  #checkLengthAndPattern(schema: Schema, value: string, at: At): void {
    const [most, least] = [numberAt(schema, 'maxLength'), numberAt(schema, 'minLength')];
    // Counted where it matters: a character is one or two units long.
    const length = (): number => Array.from(value).length;
    this.#terms.steps.spend(most === undefined && least === undefined ? 0 : value.length);
    if (most !== undefined && value.length > most && length() > most) {
      const text = `${at.path} in body should be at most ${most} chars long`;
      this.add(at.result, text, tooLong(this.#fieldOf(at.path), most));
    } else if (least !== undefined && value.length < 2 * least && length() < least)
      this.#say(at, value, `should be at least ${least} chars long`);
    else this.#checkPattern(stringAt(schema, 'pattern') ?? '', value, at);
  }

  #checkPattern(pattern: string, value: string, at: At): void {
    if (pattern === '') return;
    const refusal = patterns.refusal(pattern, this.#terms.steps);
    // A definition from before patterns were read as Go reads them.
    if (refusal !== undefined)
      this.#say(at, value, `should match '${pattern}, but pattern is invalid: ${refusal}'`);
    else if (!patterns.matches(pattern, value, this.#terms.steps))
      this.#say(at, value, `should match '${pattern}'`);
  }

  #checkNumber(schema: Schema, value: number | bigint, at: At): void {
    at.result.matches += 2;
    const form = numberForm(schema, typesOf(schema, this.#terms));
    for (const { what, shown, isLoose } of numberComplaints(schema, value, form)) {
      if (isLoose) this.sayLoosely(at.result, `${what} in ${at.path}`);
      else if (shown === undefined) this.#say(at, value, what);
      else {
        const text = `${what} ${at.path} must be positive: ${shown}`;
        this.add(at.result, text, invalidValue(this.#fieldOf(at.path), shown, text));
      }
    }
  }

  #checkList(schema: Schema, value: JsonArray, { result, place }: Within): void {
    const items = valueAt(schema, 'items');
    result.matches += 2;
    if (isJsonObject(items))
      for (const [at, item] of value.entries()) {
        const correlation = place.correlation?.index(at);
        result.merge(this.check(items, item, { path: childPath(place.path, at), correlation }));
      }
    this.#checkSize(schema, { result, path: place.path }, { count: value.length, of: 'Items' });
  }

  #checkSize(
    schema: Schema,
    at: At,
    { count, of }: { readonly count: number; readonly of: 'Items' | 'Properties' },
  ): void {
    const most = numberAt(schema, `max${of}`) ?? Infinity;
    const least = numberAt(schema, `min${of}`) ?? 0;
    if (count < least) this.#say(at, count, `should have at least ${least} ${of.toLowerCase()}`);
    if (count <= most) return;
    const text = `${at.path} in body should have at most ${most} ${of.toLowerCase()}`;
    const message = `Too many: ${count}: must have at most ${most} item${most === 1 ? '' : 's'}`;
    this.add(at.result, text, { field: this.#fieldOf(at.path), reason: 'FieldValueTooMany', message });
  }

  #checkObject(schema: Schema, value: JsonObject, { result, place }: Within): void {
    const { path } = place;
    const keys = Object.keys(value);
    this.#terms.steps.spend(keySteps * keys.length);
    result.matches += 1;
    this.#checkSize(schema, { result, path }, { count: keys.length, of: 'Properties' });
    const additional = valueAt(schema, 'additionalProperties');
    if (additional === false || isJsonObject(additional))
      this.#checkAdditional(schema, value, { result, place });
    if (Object.hasOwn(schema, 'properties')) this.#checkProperties(schema, value, { result, place });
    this.#checkRequired(schema, value, { result, path });
  }

  #checkAdditional(schema: Schema, value: JsonObject, { result, place }: Within): void {
    const { path } = place;
    const [properties, additional] = [
      objectAt(schema, 'properties'),
      valueAt(schema, 'additionalProperties'),
    ];
    for (const [key, inner] of Object.entries(value)) {
      if (Object.hasOwn(properties, key)) continue;
      if (isJsonObject(additional)) {
        const correlation = place.correlation?.key(key);
        result.merge(this.check(additional, inner, { path: `${path}.${key}`, correlation }));
      } else {
        const text = `${path}.${key} in body is a forbidden property`;
        this.add(result, text, invalidValue(this.#fieldOf(path), key, text));
      }
    }
  }

  #checkProperties(schema: Schema, value: JsonObject, { result, place }: Within): void {
    const { path } = place;
    const properties = objectAt(schema, 'properties');
    for (const [key, inner] of Object.entries(value)) {
      if (!Object.hasOwn(properties, key)) continue;
      // What an object is of never was anything else.
      const isType = path === '' && (key === 'kind' || key === 'apiVersion');
      const correlation = isType ? undefined : place.correlation?.key(key);
      result.merge(this.check(objectAt(properties, key), inner, { path: childPath(path, key), correlation }));
    }
  }

  #checkRequired(schema: Schema, value: JsonObject, { result, path }: At): void {
    const needed = stringsAt(schema, 'required');
    this.#terms.steps.spend(needed.length);
    for (const key of needed) {
      if (Object.hasOwn(value, key)) continue;
      const name = `${path}.${key}`;
      this.add(result, `${name} in body is required`, required(this.#fieldOf(name)));
    }
  }

  #checkEnum(schema: Schema, value: Json, { result, path }: At): void {
    if (value !== null) result.matches += 1;
    const allowed = enumeration(schema);
    if (!allowed || allowed.has(value, this.#terms.steps)) return;
    const given = typeof value === 'object' ? sortedKeys(value) : value;
    const { names } = allowed;
    // The message lists them all.
    this.#terms.steps.spend(10 * names.length);
    const fault = unsupportedValue(this.#fieldOf(path), given, names);
    this.add(result, `${path} in body should be one of ${jsonText(names)}`, fault);
  }
}

interface At {
  readonly result: Result;
  readonly path: string;
}

interface Within {
  readonly result: Result;
  readonly place: Place;
}

/** An object of many keys is a hash table, and each branch of a schema may walk it. */
const keySteps = 50;
