// The JSON Schema that an input tells of itself.

import { arktypeFallback } from './arktype.ts';
import { CrdSchemaError } from './crd-schema-error.ts';
import { isRecord } from './draft.ts';
import { effectExtensions } from './effect.ts';
import type { SchemaInput } from './schema-input.ts';
import { checkSides, type Sides } from './sides.ts';
import { zodOverride } from './zod.ts';

export interface ReadSchema {
  readonly document: unknown;
  /** The library's name as the standard has it; `json-schema` for plain data. */
  readonly vendor: string;
  /** Keywords that the library knows, and leaves out of its JSON Schema; by path. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const target = 'draft-2020-12';

const advices: Readonly<Record<string, string>> = {
  zod: 'zod tells it from 4.2 on: update it',
  arktype: 'arktype tells it from 2.1.28 on: update it',
  effect: 'wrap it: Schema.toStandardJSONSchemaV1(schema)',
  valibot: "wrap it: toStandardJsonSchema(schema) of '@valibot/to-json-schema'",
};

export function readJsonSchema(input: SchemaInput, at: string, extensions: Sides['extensions']): ReadSchema {
  const standard: unknown = Reflect.get(Object(input), '~standard');
  if (!isRecord(standard)) return plain(input, at);
  const vendor = typeof standard['vendor'] === 'string' ? standard['vendor'] : 'unknown';
  if (!isRecord(standard['jsonSchema']))
    return refuse(at, 'a schema that does not tell its JSON Schema', adviceFor(vendor));
  try {
    return {
      document: read({ input, vendor, sides: standard['jsonSchema'], at, extensions }),
      vendor,
      extensions: vendor === 'effect' ? effectExtensions(input, at) : {},
    };
  } catch (error) {
    if (error instanceof CrdSchemaError) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new CrdSchemaError(
      {
        path: at === '' ? '(root)' : at,
        found: `something that ${vendor} itself has no JSON Schema for (${what})`,
        advice: 'use types that JSON has: what is stored is JSON',
      },
      { cause: error },
    );
  }
}

function plain(input: unknown, at: string): ReadSchema {
  const isEffect = typeof input === 'function' && 'ast' in input;
  if (isEffect) return refuse(at, 'a schema of effect that is not wrapped', adviceFor('effect'));
  return isRecord(input)
    ? { document: input, vendor: 'json-schema', extensions: {} }
    : refuse(
        at,
        'something that is no schema',
        'give a schema of zod, arktype, effect, valibot or TypeBox, or JSON Schema',
      );
}

interface Source {
  readonly input: unknown;
  readonly vendor: string;
  readonly sides: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly extensions: Sides['extensions'];
}

/** The output side: what is stored, with defaults filled in. */
function read({ input, vendor, sides, at, extensions }: Source): unknown {
  if (vendor === 'arktype') {
    const toJsonSchema: unknown = Reflect.get(Object(input), 'toJsonSchema');
    // The standard's output side says nothing of defaults, its own method does.
    if (typeof toJsonSchema === 'function')
      return Reflect.apply(toJsonSchema, input, [{ target, fallback: arktypeFallback }]) as unknown;
  }
  const libraryOptions = vendor === 'zod' ? zodOverride : undefined;
  const document = side(sides, 'output', libraryOptions);
  checkSides({ input: side(sides, 'input', libraryOptions), output: document, extensions }, at);
  return document;
}

function side(sides: Readonly<Record<string, unknown>>, name: string, libraryOptions: unknown): unknown {
  const tell = sides[name];
  if (typeof tell !== 'function') throw new TypeError(`no ${name} side`);
  return tell.call(sides, libraryOptions === undefined ? { target } : { target, libraryOptions }) as unknown;
}

function adviceFor(vendor: string): string {
  return Object.hasOwn(advices, vendor)
    ? (advices[vendor] ?? '')
    : 'give one of the Standard JSON Schema kind (~standard.jsonSchema)';
}

function refuse(at: string, found: string, advice: string): never {
  throw new CrdSchemaError({ path: at === '' ? '(root)' : at, found, advice });
}
