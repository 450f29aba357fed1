// Awkward objects and maps.

import { type } from 'arktype';
import { Schema } from 'effect';
import { z } from 'zod';
import { type AwkwardType, effect, rule } from './custom-resource-type.ts';

const conditionKeys = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] } as const;

export const awkwardObjects: readonly AwkwardType[] = [
  {
    name: 'optional',
    schemas: {
      zod: z.object({ a: z.string().optional(), b: z.int() }),
      arktype: type({ 'a?': 'string', b: 'number.integer' }),
      effect: effect(Schema.Struct({ a: Schema.optionalKey(Schema.String), b: Schema.Int })),
    },
    valid: [{ b: 1 }, { a: 'x', b: 2 }],
    invalid: [{ a: 'x' }, { a: 1, b: 1 }, { b: 1.5 }, []],
    nulls: [{ a: null, b: 1 }],
  },
  {
    name: 'undefinedor',
    schemas: { effect: effect(Schema.Struct({ a: Schema.optional(Schema.String) })) },
    valid: [{}, { a: 'x' }],
    invalid: [{ a: 1 }],
    nulls: [{ a: null }],
  },
  {
    name: 'defaults',
    schemas: {
      zod: z.object({ size: z.int().min(1).default(3), mode: z.enum(['a', 'b']).default('a') }),
      arktype: type({ size: 'number.integer >= 1 = 3', mode: "'a' | 'b' = 'a'" }),
    },
    valid: [{}, { size: 1 }, { mode: 'b' }],
    invalid: [{ size: 0 }, { mode: 'c' }, { size: 'x' }],
  },
  {
    name: 'discriminated',
    schemas: {
      zod: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('disk'), size: z.int().min(1) }),
        z.object({ kind: z.literal('bucket'), region: z.string(), size: z.int().max(0).optional() }),
      ]),
      arktype: type({ kind: "'disk'", size: 'number.integer >= 1' }).or({
        kind: "'bucket'",
        region: 'string',
        'size?': 'number.integer <= 0',
      }),
      effect: effect(
        Schema.Union([
          Schema.Struct({
            kind: Schema.Literal('disk'),
            size: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)),
          }),
          Schema.Struct({
            kind: Schema.Literal('bucket'),
            region: Schema.String,
            size: Schema.optionalKey(Schema.Int.check(Schema.isLessThanOrEqualTo(0))),
          }),
        ]),
      ),
    },
    valid: [
      { kind: 'disk', size: 1 },
      { kind: 'bucket', region: 'eu' },
      { kind: 'bucket', region: 'eu', size: -1 },
    ],
    invalid: [
      { kind: 'disk' },
      { kind: 'disk', size: 0 },
      { kind: 'bucket' },
      { kind: 'bucket', region: 'eu', size: 1 },
      { kind: 'tape', size: 1 },
      { size: 1 },
    ],
  },
  {
    name: 'strictvariants',
    schemas: {
      zod: z.union([z.strictObject({ url: z.string() }), z.strictObject({ path: z.string() })]),
      arktype: type({ '+': 'reject', url: 'string' }).or({ '+': 'reject', path: 'string' }),
    },
    valid: [{ url: 'a' }, { path: 'b' }],
    invalid: [{}, { url: 'a', path: 'b' }, { url: 1 }],
  },
  {
    name: 'records',
    schemas: {
      zod: z.record(z.string(), z.int()),
      arktype: type({ '[string]': 'number.integer' }),
      effect: effect(Schema.Record(Schema.String, Schema.Int)),
    },
    valid: [{}, { a: 1, 'b/c': 2 }, { __proto__x: 3 }],
    // Not a list: to arktype a list is an object, too.
    invalid: [{ a: 'x' }, { a: 1.5 }, 'a'],
    nulls: [{ a: null }],
  },
  {
    name: 'keypattern',
    schemas: { zod: z.record(z.string().regex(/^[a-z]+$/), z.string().max(50)) },
    extensions: { '': { maxProperties: 20 } },
    valid: [{}, { abc: 'x' }],
    invalid: [{ A: 'x' }, { 'a-b': 'x' }, { abc: 1 }],
  },
  {
    name: 'enumrecord',
    schemas: { zod: z.record(z.enum(['cpu', 'memory']), z.int()) },
    valid: [{ cpu: 1, memory: 2 }],
    invalid: [{ cpu: 1 }, { cpu: 'x', memory: 1 }],
  },
  {
    name: 'integers',
    schemas: {
      zod: z.object({ a: z.int(), b: z.int32(), c: z.uint32() }),
      effect: effect(
        Schema.Struct({
          a: Schema.Int,
          b: Schema.Int.check(Schema.isInt32()),
          c: Schema.Int.check(Schema.isUint32()),
        }),
      ),
    },
    valid: [{ a: 9_007_199_254_740_991, b: -2_147_483_648, c: 4_294_967_295 }],
    invalid: [
      { a: 9_007_199_254_740_992, b: 0, c: 0 },
      { a: 0, b: 2_147_483_648, c: 0 },
      { a: 0, b: 0, c: -1 },
    ],
  },
  {
    name: 'formats',
    schemas: {
      zod: z.object({ date: z.iso.date(), url: z.url(), mail: z.email(), id: z.uuid(), ip: z.ipv4() }),
    },
    valid: [
      {
        date: '2024-02-29',
        url: 'https://example.com/a?b=c',
        mail: 'a@example.com',
        id: '123e4567-e89b-12d3-a456-426614174000',
        ip: '10.0.0.1',
      },
    ],
    invalid: [
      {
        date: '2023-02-29',
        url: 'https://e.com',
        mail: 'a@e.com',
        id: '00000000-0000-0000-0000-000000000000',
        ip: '1.1.1.1',
      },
      {
        date: '2024-02-28',
        url: '/a',
        mail: 'a@e.com',
        id: '00000000-0000-0000-0000-000000000000',
        ip: '1.1.1.1',
      },
      {
        date: '2024-02-28',
        url: 'https://e.com',
        mail: 'a',
        id: '00000000-0000-0000-0000-000000000000',
        ip: '1.1.1.1',
      },
      { date: '2024-02-28', url: 'https://e.com', mail: 'a@e.com', id: '0', ip: '1.1.1.1' },
      {
        date: '2024-02-28',
        url: 'https://e.com',
        mail: 'a@e.com',
        id: '00000000-0000-0000-0000-000000000000',
        ip: '300.1.1.1',
      },
    ],
  },
  {
    name: 'loose',
    schemas: { zod: z.looseObject({ a: z.int() }) },
    valid: [{ a: 1 }, { a: 1, b: { c: 'x' } }],
    invalid: [{ b: 1 }, { a: 'x' }],
  },
  {
    name: 'intersection',
    schemas: {
      zod: z.intersection(z.object({ a: z.string().min(1) }), z.object({ a: z.string().max(2), b: z.int() })),
      arktype: type({ a: 'string >= 1' }).and({ a: 'string <= 2', b: 'number.integer' }),
    },
    valid: [{ a: 'x', b: 1 }],
    invalid: [{ a: 'x' }, { a: '', b: 1 }, { a: 'xxx', b: 1 }],
  },
  {
    name: 'refined',
    schemas: {
      zod: z.object({ min: z.int(), max: z.int() }).refine(({ min, max }) => min <= max),
      arktype: type({ min: 'number.integer', max: 'number.integer' }).narrow(({ min, max }) => min <= max),
      effect: effect(
        Schema.Struct({ min: Schema.Int, max: Schema.Int }).check(
          Schema.makeFilter(({ min, max }) => min <= max),
        ),
      ),
    },
    extensions: { '': rule('self.min <= self.max') },
    valid: [
      { min: 1, max: 1 },
      { min: 1, max: 2 },
    ],
    invalid: [{ min: 2, max: 1 }, { min: 1 }],
  },
  {
    name: 'conditions',
    schemas: {
      zod: z.array(
        z.object({
          type: z.string(),
          status: z.enum(['True', 'False', 'Unknown']),
          reason: z.string().optional(),
        }),
      ),
      arktype: type({ type: 'string', status: "'True' | 'False' | 'Unknown'", 'reason?': 'string' }).array(),
      effect: effect(
        Schema.Array(
          Schema.Struct({
            type: Schema.String,
            status: Schema.Literals(['True', 'False', 'Unknown']),
            reason: Schema.optionalKey(Schema.String),
          }),
        ),
      ),
    },
    extensions: { '': conditionKeys },
    valid: [
      [],
      [
        { type: 'Ready', status: 'True' },
        { type: 'Live', status: 'False', reason: 'x' },
      ],
    ],
    invalid: [[{ type: 'Ready' }], [{ type: 'Ready', status: 'yes' }], [{ status: 'True' }]],
    refusedByServer: [
      [
        { type: 'Ready', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    ],
  },
  {
    name: 'names',
    schemas: {
      zod: z.object({ größe: z.int(), 'a/b': z.string(), 名前: z.string(), $ref: z.string().optional() }),
      arktype: type({ größe: 'number.integer', 'a/b': 'string', 名前: 'string', '$ref?': 'string' }),
      effect: effect(
        Schema.Struct({
          größe: Schema.Int,
          'a/b': Schema.String,
          名前: Schema.String,
          $ref: Schema.optionalKey(Schema.String),
        }),
      ),
    },
    valid: [
      { größe: 1, 'a/b': 'x', 名前: 'y' },
      { größe: 1, 'a/b': 'x', 名前: 'y', $ref: 'z' },
    ],
    invalid: [
      { größe: 1, 'a/b': 'x' },
      { größe: 'x', 'a/b': 'x', 名前: 'y' },
    ],
  },
];
