// Awkward scalars, unions of them, and lists.

import { type } from 'arktype';
import { Schema } from 'effect';
import { z } from 'zod';
import { type AwkwardType, effect, rule } from './custom-resource-type.ts';

export const awkwardValues: readonly AwkwardType[] = [
  {
    name: 'nullable',
    schemas: {
      zod: z.string().nullable(),
      arktype: type('string | null'),
      effect: effect(Schema.NullOr(Schema.String)),
    },
    valid: ['a', '', null],
    invalid: [1, {}, ['a']],
  },
  {
    name: 'literals',
    schemas: {
      zod: z.union([z.literal('small'), z.literal('large')]),
      arktype: type("'small' | 'large'"),
      effect: effect(Schema.Literals(['small', 'large'])),
    },
    valid: ['small', 'large'],
    invalid: ['medium', '', 1, null],
  },
  {
    name: 'nullableenum',
    schemas: {
      zod: z.enum(['a', 'b']).nullable(),
      arktype: type("'a' | 'b' | null"),
      effect: effect(Schema.NullOr(Schema.Literals(['a', 'b']))),
    },
    valid: ['a', null],
    invalid: ['c', 1],
  },
  {
    name: 'mixedliterals',
    schemas: {
      zod: z.union([z.literal('auto'), z.literal(1), z.literal(2)]),
      arktype: type("'auto' | 1 | 2"),
      effect: effect(Schema.Literals(['auto', 1, 2])),
    },
    valid: ['auto', 1, 2],
    invalid: ['none', 3, 1.5, true, null, {}],
  },
  {
    name: 'booleanorliteral',
    schemas: {
      zod: z.union([z.boolean(), z.literal('auto')]),
      arktype: type("boolean | 'auto'"),
      effect: effect(Schema.Union([Schema.Boolean, Schema.Literal('auto')])),
    },
    valid: [true, false, 'auto'],
    invalid: ['none', 1, null, {}],
  },
  {
    name: 'tuple',
    schemas: {
      zod: z.tuple([z.string(), z.int()]),
      arktype: type(['string', 'number.integer']),
      effect: effect(Schema.Tuple([Schema.String, Schema.Int])),
    },
    valid: [['a', 1]],
    invalid: [['a'], ['a', 1, 2], [1, 'a'], ['a', 1.5], ['a', 'b'], []],
  },
  {
    name: 'point',
    schemas: {
      zod: z.tuple([z.number(), z.number()]),
      arktype: type(['number', 'number']),
      effect: effect(Schema.Tuple([Schema.Number, Schema.Number])),
    },
    valid: [[1, 2.5]],
    invalid: [[1], [1, 2, 3], ['a', 1]],
  },
  {
    name: 'matrix',
    schemas: {
      zod: z.array(z.array(z.int32()).min(1).max(3)),
      arktype: type('(1 <= number.integer[] <= 3)[]'),
      effect: effect(
        Schema.Array(Schema.Array(Schema.Int).check(Schema.isMinLength(1), Schema.isMaxLength(3))),
      ),
    },
    valid: [[], [[1]], [[1, 2, 3], [4]]],
    invalid: [[[]], [[1, 2, 3, 4]], [['a']], [1]],
  },
  {
    name: 'bounds',
    schemas: {
      zod: z.number().gt(0).lt(10),
      arktype: type('0 < number < 10'),
      effect: effect(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThan(10))),
    },
    valid: [0.5, 9.5, 3, 1e-9],
    invalid: [0, 10, -1, '1'],
  },
  {
    name: 'steps',
    schemas: {
      zod: z.int().multipleOf(5),
      arktype: type('number % 5'),
      effect: effect(Schema.Int.check(Schema.isMultipleOf(5))),
    },
    valid: [0, 5, -10],
    invalid: [1, 2.5],
  },
  {
    name: 'datetime',
    schemas: {
      zod: z.iso.datetime(),
      effect: effect(Schema.String.check(Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/))),
    },
    valid: ['2026-01-02T03:04:05Z'],
    invalid: ['2026-01-02', 'yesterday', 5, '2026-01-02 03:04:05Z'],
  },
  {
    name: 'patterns',
    schemas: {
      zod: z
        .string()
        .regex(/^[a-z]\s\u00e9+[[\]]?$/)
        .min(3)
        .max(10),
      arktype: type(/^[a-z]\s\u00e9+[[\]]?$/).and('3 <= string <= 10'),
      effect: effect(
        Schema.String.check(
          Schema.isPattern(/^[a-z]\s\u00e9+[[\]]?$/),
          Schema.isMinLength(3),
          Schema.isMaxLength(10),
        ),
      ),
    },
    valid: ['a é', 'b\u00a0éé', 'c é['],
    invalid: ['aé', 'A é', 'a e', 'a ééééééééééééé', 'a é['.repeat(2)],
  },
  {
    name: 'flags',
    schemas: {
      zod: z.string().regex(/^yes$/i),
      effect: effect(Schema.String.check(Schema.isPattern(/^yes$/i))),
    },
    valid: ['yes', 'YES', 'yEs'],
    invalid: ['no', 'yes!'],
  },
  {
    name: 'bigenum',
    schemas: {
      zod: z.enum(Array.from({ length: 500 }, (_, index) => `v${index}`)),
      arktype: type.enumerated(...Array.from({ length: 500 }, (_, index) => `v${index}`)),
      effect: effect(Schema.Literals(Array.from({ length: 500 }, (_, index) => `v${index}`))),
    },
    valid: ['v0', 'v499'],
    invalid: ['v500', ''],
  },
  {
    name: 'anything',
    schemas: { zod: z.unknown(), arktype: type('unknown'), effect: effect(Schema.Unknown) },
    valid: [1, 'a', { a: { b: [1, null] } }, [1, 'a'], true],
    invalid: [],
  },
  {
    name: 'branded',
    schemas: {
      zod: z.string().min(1).brand('Id'),
      arktype: type('string >= 1').brand('Id'),
      effect: effect(Schema.NonEmptyString.pipe(Schema.brand('Id'))),
    },
    valid: ['a'],
    invalid: ['', 1],
  },
  {
    name: 'intorstring',
    schemas: {
      zod: z.union([z.int(), z.string()]),
      arktype: type('number.integer | string'),
      effect: effect(Schema.Union([Schema.Int, Schema.String])),
    },
    valid: [80, 'http'],
    invalid: [1.5, true, {}, null],
  },
  {
    name: 'quantity',
    schemas: {
      zod: z.string().regex(/^\d+(?:m|Ki|Mi|Gi)?$/),
      arktype: type(/^\d+(?:m|Ki|Mi|Gi)?$/),
      effect: effect(Schema.String.check(Schema.isPattern(/^\d+(?:m|Ki|Mi|Gi)?$/))),
    },
    extensions: { '': { maxLength: 20, ...rule('quantity(self).isGreaterThan(quantity("0"))') } },
    valid: ['1', '100m', '5Gi'],
    invalid: ['x', '5GB', 5],
    refusedByServer: ['0'],
  },
];
