// A value of an object that is looked at, and where it stands: what is wrong with it is said of its path.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/field

import { goJson, quotedValue } from '../json/go-text.ts';
import { arrayAt, isNumber, type Json, type JsonObject, objectAt, textAt, valueAt } from '../json/json.ts';
import { childPath } from '../schema/structural.ts';
import {
  type FieldFault,
  forbiddenValue,
  invalidValue,
  invalidValues,
  required,
  unsupportedValue,
} from '../status-error.ts';

export class Field {
  readonly value: Json | undefined;
  readonly path: string;

  /** `path`: as `spec.containers[0]`; empty for a whole object. */
  constructor(value: Json | undefined, path = '') {
    this.value = value;
    this.path = path;
  }

  /** What lies at a path of keys within. */
  at(...keys: readonly string[]): Field {
    let [value, path] = [this.value, this.path];
    for (const key of keys) {
      value = valueAt(value, key);
      path = childPath(path, key);
    }
    return new Field(value, path);
  }

  /** Another value, of which faults are told as of this one. */
  holding(value: Json | undefined): Field {
    return new Field(value, this.path);
  }

  /** The items of a list; none where it is no list. */
  get items(): readonly Field[] {
    return arrayAt(this.value).map((item, at) => new Field(item, childPath(this.path, at)));
  }

  /** The values of a map, each at `path[key]`, in the order of their keys; Go walks maps in the order of chance. */
  get entries(): readonly (readonly [string, Field])[] {
    const object = this.object;
    return Object.keys(object)
      .sort()
      .map((key) => [key, new Field(object[key], `${this.path}[${key}]`)]);
  }

  /** Whether there is something, null not counting: what Go has as a pointer that is not nil. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get object(): JsonObject {
    return objectAt(this.value);
  }

  /** The text there, and an empty one where there is none. */
  get text(): string {
    return textAt(this.value);
  }

  /** The number there, and 0 where there is none. */
  get number(): number {
    return isNumber(this.value) ? Number(this.value) : 0;
  }

  /** How many items or keys it has. */
  get size(): number {
    return Array.isArray(this.value) ? this.value.length : Object.keys(this.object).length;
  }

  required(why?: string): FieldFault {
    return required(this.path, why);
  }

  /** `shown`: what is quoted. Default: the value itself, null where there is none. */
  invalid(why: string, shown: unknown = this.value ?? null): FieldFault {
    return invalidValue(this.path, shown, why);
  }

  /** A text of a type of its own in Go, which is quoted as JSON. */
  invalidTyped(why: string, shown: string = this.text): FieldFault {
    return this.#of('FieldValueInvalid', `Invalid value: ${goJson(shown)}: ${why}`);
  }

  /** Invalid, and nothing is quoted. */
  unfit(why: string): FieldFault {
    return this.#of('FieldValueInvalid', `Invalid value: ${why}`);
  }

  /** A fault for each complaint about the text there. */
  invalidText(complaints: readonly string[]): FieldFault[] {
    return invalidValues(this.path, this.text, complaints);
  }

  /** A fault for each complaint about the number there. */
  invalidNumber(complaints: readonly string[]): FieldFault[] {
    return invalidValues(this.path, isNumber(this.value) ? this.value : 0, complaints);
  }

  forbidden(why: string): FieldFault {
    return forbiddenValue(this.path, why);
  }

  /** `supported`: in the order in which they are told. */
  unsupported(supported: readonly string[], shown: unknown = this.text): FieldFault {
    return unsupportedValue(this.path, shown, supported);
  }

  duplicate(shown: unknown = this.value ?? null): FieldFault {
    return this.#of('FieldValueDuplicate', `Duplicate value: ${quotedValue(shown)}`);
  }

  notFound(shown: unknown = this.value ?? null): FieldFault {
    return this.#of('FieldValueNotFound', `Not found: ${quotedValue(shown)}`);
  }

  tooLong(most: number, unit: 'byte' | 'character' = 'byte'): FieldFault {
    return this.#of('FieldValueTooLong', `Too long: may not be more than ${most} ${unit}${plural(most)}`);
  }

  /** More than `most` items. */
  tooMany(most: number, count: number = this.size): FieldFault {
    return this.#of('FieldValueTooMany', `Too many: ${count}: must have at most ${most} item${plural(most)}`);
  }

  tooFew(least: number, count: number = this.size): FieldFault {
    return this.#of(
      'FieldValueTooFew',
      `Too few: ${count}: must have at least ${least} item${plural(least)}`,
    );
  }

  tooShort(least: number): FieldFault {
    const what = `must be at least ${least} character${plural(least)}`;
    return this.#of('FieldValueTooShort', `Too short: ${quotedValue(this.text)}: ${what}`);
  }

  #of(reason: FieldFault['reason'], message: string): FieldFault {
    return { field: this.path, reason, message };
  }
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}
