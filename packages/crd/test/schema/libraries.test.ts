// What each library says wrongly, or not at all, is told or refused by its path.

import { describe, expect, test } from '@jest/globals';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { Effect, Schema } from 'effect';
import Type from 'typebox';
import * as v from 'valibot';
import { z } from 'zod';
import { CrdSchemaError, type SchemaInput, structuralSchema } from '../../src/index.ts';

const rule = { 'x-kubernetes-validations': [{ rule: 'self != "x"' }] };
const effect = Schema.toStandardJSONSchemaV1;

function refusal(schema: SchemaInput): string {
  try {
    structuralSchema(schema, { at: 'spec' });
    return 'taken';
  } catch (error) {
    if (error instanceof CrdSchemaError) return `${error.path}: ${error.found}`;
    throw error;
  }
}

const said: readonly [what: string, schema: SchemaInput, structural: object][] = [
  [
    'a rule of zod',
    z
      .string()
      .refine((text) => text !== 'x')
      .meta(rule),
    { type: 'string', ...rule },
  ],
  ['a description of arktype', type('string').describe('words'), { type: 'string', description: 'words' }],
  ['a rule of effect', effect(Schema.String.annotate(rule)), { type: 'string', ...rule }],
  ['flags of zod', z.string().regex(/^a/i), { type: 'string', pattern: '(?i)^a' }],
  [
    'flags of effect',
    effect(Schema.String.check(Schema.isPattern(/^a/i))),
    { type: 'string', pattern: '(?i)^a' },
  ],
  ['a default of zod', z.string().default('a'), { type: 'string', default: 'a' }],
  [
    'a default of zod beside null',
    z.object({ a: z.string().default('a').nullable() }),
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string', nullable: true, default: 'a' } },
    },
  ],
  [
    'a default of arktype',
    type({ a: "string = 'x'" }),
    { type: 'object', properties: { a: { type: 'string', default: 'x' } } },
  ],
  ['numbers of effect', effect(Schema.Number), { type: 'number' }],
  [
    'bounds of effect',
    effect(Schema.Number.check(Schema.isGreaterThan(1), Schema.isFinite())),
    { type: 'number', minimum: 1, exclusiveMinimum: true },
  ],
  ['undefined of effect', effect(Schema.UndefinedOr(Schema.String)), { type: 'string' }],
  [
    'valibot',
    toStandardJsonSchema(v.nullable(v.pipe(v.number(), v.integer()))),
    { type: 'integer', nullable: true },
  ],
  [
    'TypeBox',
    Type.Union([Type.Literal('a'), Type.Null()]),
    { type: 'string', nullable: true, allOf: [{ enum: ['a'] }] },
  ],
  [
    'a map of TypeBox',
    Type.Record(Type.String(), Type.Number()),
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
];

test.each(said)('%s', (_, schema, structural) => {
  expect(structuralSchema(schema, { at: 'spec' })).toEqual(structural);
});

const refused: readonly [schema: SchemaInput, refusal: string][] = [
  [z.object({ a: z.array(z.date()) }), 'spec.a[]: a Date'],
  [z.object({ a: z.string().transform(Number) }), 'spec.a: a transformation'],
  [z.object({ a: z.object({}).prefault({}) }), 'spec.a: a default that the library does not tell'],
  [
    z.object({ a: z.record(z.string(), z.object({ b: z.string().prefault('x') })) }),
    'spec.a.*.b: a default that the library does not tell',
  ],
  [z.object({ a: z.string().refine(Boolean) }), 'spec.a: a check of your own (refine)'],
  [z.object({ a: z.string().nullable().default(null) }), 'spec.a: null as a default'],
  [type({ a: 'Date' }), 'spec.a: a Date'],
  [type({ a: type('string').narrow(Boolean) }), 'spec.a: a check of your own'],
  [type({ a: 'string & /^a/ & /b$/' }), 'spec.a: two patterns at once'],
  [
    effect(Schema.Struct({ a: Schema.Number.check(Schema.isGreaterThan(1)) })),
    'spec.a: a check of Schema.Number, which effect leaves out',
  ],
  [effect(Schema.Struct({ a: Schema.Date })), 'spec.a: a class'],
  [effect(Schema.Struct({ a: Schema.FiniteFromString })), 'spec.a: a transformation of what is stored'],
  [
    effect(Schema.Struct({ a: Schema.String.check(Schema.makeFilter(Boolean)) })),
    'spec.a: a check of your own',
  ],
  [
    Type.Cyclic({ A: Type.Object({ k: Type.Array(Type.Ref('A')) }) }, 'A'),
    'spec.k[]: a schema that contains itself',
  ],
];

describe('what cannot be said', () => {
  test.each(refused)('%#', (schema, expected) => {
    expect(refusal(schema)).toBe(expected);
  });

  test('a schema that is not wrapped says how', () => {
    expect(() => structuralSchema(Schema.String as unknown as SchemaInput)).toThrow(
      /Schema.toStandardJSONSchemaV1/,
    );
    expect(() => structuralSchema(v.string() as unknown as SchemaInput)).toThrow(
      /toStandardJsonSchema\(schema\)/,
    );
  });
});

describe('a default that effect fills in', () => {
  const schema = effect(
    Schema.Struct({ a: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed('x'))) }),
  );

  test('is asked for', () => {
    expect(refusal(schema)).toBe('spec.a: a default that the library does not tell');
  });

  test('is told beside', () => {
    const { properties } = structuralSchema(schema, {
      at: 'spec',
      extensions: { 'spec.a': { default: 'x' } },
    });
    expect(properties).toEqual({ a: { type: 'string', default: 'x' } });
  });
});
