// Values that somebody could write into a field by mistake, and some that are right.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import type { Chance } from './chance.ts';
import type { Schema, Schemas } from './schemas.ts';
import { bytes, integers, keys, quantities, strings, times, wrong } from './value-lists.ts';

const generations = 4;

export interface Wanted {
  /** Its name; texts that are known for it are used. */
  readonly field: string;
  readonly schema: Schema;
  /** How many levels below it are filled at most. */
  readonly depth?: number;
}

export class OddValues {
  readonly #schemas: Schemas;
  readonly #known: ReadonlyMap<string, readonly string[]>;

  /** `objects`: valid ones, whose texts are used in fields of the same name. */
  constructor(schemas: Schemas, objects: readonly JsonObject[]) {
    this.#schemas = schemas;
    const known = new Map<string, Set<string>>();
    for (const object of objects) gather(object, '', known);
    this.#known = new Map([...known].map(([name, texts]) => [name, [...texts]]));
  }

  key(chance: Chance): string {
    return chance.one(keys);
  }

  /** Of another type, more often than not. */
  wrong(chance: Chance): Json {
    return chance.one(wrong);
  }

  /** A value of the field's type. */
  of(chance: Chance, { field, schema: from, depth = generations }: Wanted): Json {
    const schema = this.#schemas.resolve(from);
    switch (schema.name) {
      case 'Quantity':
        return chance.one(quantities);
      case 'IntOrString':
        return chance.is(0.5) ? chance.one(integers) : this.#text(chance, field);
      case 'JSON':
      case 'RawExtension':
        return chance.one(wrong);
    }
    switch (schema.type) {
      case 'string':
        if (schema.format === 'date-time') return chance.one(times);
        if (schema.format === 'byte') return chance.one(bytes);
        return this.#text(chance, field);
      case 'integer':
      case 'number':
        return chance.one(integers);
      case 'boolean':
        return chance.is(0.5);
      case 'array':
        return this.#list(chance, field, { items: schema.items ?? {}, depth });
      case 'object':
        return this.#object(chance, schema, depth);
      default:
        return chance.one(wrong);
    }
  }

  #text(chance: Chance, field: string): string {
    const known = this.#known.get(field);
    return known && chance.is(0.5) ? chance.one(known) : chance.one(strings);
  }

  #list(
    chance: Chance,
    field: string,
    { items, depth }: { readonly items: Schema; readonly depth: number },
  ): Json {
    if (depth <= 0) return [];
    const length = chance.one([0, 1, 1, 1, 2, 3]);
    return Array.from({ length }, () => this.of(chance, { field, schema: items, depth: depth - 1 }));
  }

  #object(chance: Chance, schema: Schema, depth: number): Json {
    if (depth <= 0) return {};
    if (schema.additionalProperties)
      return chance.is(0.2)
        ? {}
        : {
            [this.key(chance)]: this.of(chance, {
              field: '',
              schema: schema.additionalProperties,
              depth: depth - 1,
            }),
          };
    const names = Object.keys(schema.properties ?? {});
    const rate = chance.one([0, 2, 4]) / Math.max(names.length, 4);
    const chosen = names.filter((name) => chance.is(schema.required?.includes(name) ? 0.95 : rate));
    return Object.fromEntries(
      chosen.map((name) => [
        name,
        this.of(chance, { field: name, schema: schema.properties?.[name] ?? {}, depth: depth - 1 }),
      ]),
    );
  }
}

function gather(value: Json, field: string, known: Map<string, Set<string>>): void {
  if (typeof value === 'string') {
    const texts = known.get(field) ?? new Set();
    known.set(field, texts.add(value));
  } else if (isJsonArray(value)) for (const item of value) gather(item, field, known);
  else if (isJsonObject(value)) for (const [name, inner] of Object.entries(value)) gather(inner, name, known);
}
