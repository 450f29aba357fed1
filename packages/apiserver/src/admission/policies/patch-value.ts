// Values of expressions as the JSON of a patch.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/mutation/dynamic/objects.go

import { durationText, timestampText } from '../../cel/times.ts';
import {
  Duration,
  ListValue,
  MapValue,
  Optional,
  StructValue,
  Timestamp,
  Uint,
  type Value,
} from '../../cel/value.ts';
import { type Json, objectOf } from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';

/** A patch that cannot be made, or not be applied. */
export class MutationError extends Error {}

const largest = 3 * 1024 * 1024;
const perValue = 10;

/** Writes values of one patch, which is not larger than a request. */
export class PatchWriter {
  readonly #steps: Steps;
  #size = 0;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  json(value: Value): Json {
    this.#count(perValue);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    if (value instanceof Uint) return this.json(value.value);
    if (value instanceof ListValue) return Array.from(value, (one) => this.json(one));
    if (value instanceof MapValue) return this.#object(value);
    if (value instanceof Timestamp) return this.#text(timestampText(value));
    if (value instanceof Duration) return this.#text(durationText(value));
    if (value instanceof Optional && value.value !== undefined) return this.json(value.value);
    if (value instanceof Uint8Array) return this.#text(Buffer.from(value).toString('base64'));
    throw new MutationError('a value of the patch cannot be written as JSON');
  }

  #object(value: MapValue): Json {
    const entries: [string, Json][] = [];
    for (const key of value.keys()) {
      if (typeof key !== 'string') throw new MutationError('a key of a map in the patch is no string');
      entries.push([this.#text(key), this.json(value.find(key) ?? null)]);
    }
    return objectOf(entries);
  }

  #text(text: string): string {
    this.#count(text.length);
    return text;
  }

  #count(size: number): void {
    this.#steps.spend(size);
    this.#size += size;
    if (this.#size > largest)
      throw new MutationError(`the patch is larger than ${largest} bytes: patch less at once`);
  }
}

/** What is wrong with the names of the types of objects: each is that of the path to it. */
export function typeNameFaults(value: Value, path: string, steps: Steps): string[] {
  steps.spend(perValue);
  if (value instanceof ListValue) return Array.from(value, (one) => typeNameFaults(one, path, steps)).flat();
  if (!(value instanceof MapValue)) return [];
  const isObject = value instanceof StructValue;
  const faults =
    isObject && value.type.name !== path
      ? [
          `unexpected type name ${JSON.stringify(value.type.name)}, expected ${JSON.stringify(path)}, which matches field name path from root Object type`,
        ]
      : [];
  for (const key of value.keys()) {
    const below = isObject && typeof key === 'string' ? `${path}.${key}` : path;
    faults.push(...typeNameFaults(value.find(key) ?? null, below, steps));
  }
  return faults;
}
