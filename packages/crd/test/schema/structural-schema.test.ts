import { describe, expect, test } from '@jest/globals';
import { CrdSchemaError, type JsonSchemaProps, structuralSchema } from '../../src/index.ts';

function field(schema: Readonly<Record<string, unknown>>): JsonSchemaProps | undefined {
  return structuralSchema({ type: 'object', properties: { f: schema } }, { at: 'spec' }).properties?.['f'];
}

const said: readonly [
  what: string,
  schema: Readonly<Record<string, unknown>>,
  structural: JsonSchemaProps,
][] = [
  ['a string', { type: 'string' }, { type: 'string' }],
  [
    'a tuple of numbers, some of which are literals',
    {
      type: 'array',
      prefixItems: [{ type: 'number' }, { type: 'number', enum: [2, 1.5, 1e21] }],
      items: false,
    },
    {
      type: 'array',
      maxItems: 2,
      items: { type: 'number' },
      'x-kubernetes-validations': [
        { rule: 'size(self) <= 0 || (true)', message: 'item 0 must be number' },
        {
          rule: 'size(self) <= 1 || (true && self[1] in [2.0, 1.5, 1e+21])',
          message: 'item 1 must be one of [2,1.5,1e+21]',
        },
      ],
    },
  ],
  [
    'null that only one of two takes',
    { allOf: [{ type: ['boolean', 'null'] }, { anyOf: [{ type: 'boolean' }, { enum: [0] }] }] },
    { type: 'boolean', enum: [true, false] },
  ],
  [
    'keys that are all empty',
    {
      type: 'object',
      patternProperties: { '^$': { type: 'string' } },
      additionalProperties: false,
      maxProperties: 1,
    },
    {
      type: 'object',
      maxProperties: 1,
      additionalProperties: { type: 'string' },
      'x-kubernetes-validations': [
        { rule: 'self.all(key, key.matches("^$"))', message: 'all keys must match ^$' },
      ],
    },
  ],
  [
    'a tuple of numbers, one of which is whole',
    { type: 'array', prefixItems: [{ type: 'number' }, { type: 'integer' }], items: false },
    {
      type: 'array',
      maxItems: 2,
      items: { type: 'number' },
      'x-kubernetes-validations': [
        { rule: 'size(self) <= 0 || (true)', message: 'item 0 must be number' },
        { rule: 'size(self) <= 1 || (double(int(self[1])) == self[1])', message: 'item 1 must be integer' },
      ],
    },
  ],
  ['a literal number that is whole', { type: 'number', const: 1 }, { type: 'integer', enum: [1] }],
  ['null beside a type', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
  [
    'a field that one variant limits, and stands beside them',
    {
      type: 'object',
      properties: { on: { type: 'boolean' }, port: { type: 'integer' } },
      anyOf: [{ properties: { on: { const: true } } }, { required: ['port'] }],
    },
    {
      type: 'object',
      properties: { on: { type: 'boolean' }, port: { type: 'integer' } },
      anyOf: [{ properties: { on: { enum: [true] } } }, { required: ['port'] }],
    },
  ],
  [
    'a list of which one variant limits the items, and whose type stands beside them',
    {
      type: 'array',
      items: { type: 'string', nullable: true },
      anyOf: [{ maxItems: 0 }, { items: { maxLength: 3 } }],
    },
    {
      type: 'array',
      items: { type: 'string', nullable: true },
      anyOf: [{ maxItems: 0 }, { items: { maxLength: 3 } }],
    },
  ],
  [
    'variants that differ in words alone',
    {
      anyOf: [
        { type: 'object', properties: { on: { const: true, description: 'old' } }, required: ['a'] },
        { type: 'object', properties: { on: { const: true } }, required: ['b'] },
      ],
    },
    {
      type: 'object',
      properties: { on: { type: 'boolean', enum: [true], description: 'old' } },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
  ],
  ['null in a union', { anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string', nullable: true }],
  ['a literal', { const: 'a' }, { type: 'string', enum: ['a'] }],
  ['literals and null', { enum: ['a', null] }, { type: 'string', nullable: true, allOf: [{ enum: ['a'] }] }],
  [
    'literals of both sides',
    { allOf: [{ enum: [false] }, { anyOf: [{ enum: [0, false] }] }] },
    { type: 'boolean', enum: [false] },
  ],
  [
    'literals of both sides, of which one has two types',
    { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c', 1] }] },
    { type: 'string', enum: ['b'] },
  ],
  [
    'literal whole numbers that are left of others',
    { allOf: [{ type: 'number' }, { enum: [0, false] }] },
    { type: 'integer', enum: [0] },
  ],
  [
    'literals of one type that are left of several',
    { allOf: [{ enum: ['', false] }, { enum: [false, 0] }] },
    { type: 'boolean', enum: [false] },
  ],
  [
    'a whole number that may also be a string, and is none',
    { allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { type: 'integer', minimum: 1 }] },
    { type: 'integer', minimum: 1 },
  ],
  ['literals of a union', { anyOf: [{ const: 'a' }, { const: 'b' }] }, { type: 'string', enum: ['a', 'b'] }],
  [
    'an exclusive bound',
    { type: 'number', exclusiveMinimum: 3 },
    { type: 'number', minimum: 3, exclusiveMinimum: true },
  ],
  [
    'a map',
    { type: 'object', additionalProperties: { type: 'number' } },
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
  ['any value', {}, { nullable: true, 'x-kubernetes-preserve-unknown-fields': true }],
  ['a string or whole number', { type: ['string', 'integer'] }, { 'x-kubernetes-int-or-string': true }],
  [
    'unique items',
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
    { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
  ],
  [
    'a union of limited strings',
    {
      anyOf: [
        { type: 'string', minLength: 3 },
        { type: 'string', maxLength: 1 },
      ],
    },
    { type: 'string', anyOf: [{ minLength: 3 }, { maxLength: 1 }] },
  ],
  [
    'a union of limited numbers',
    {
      oneOf: [
        { type: 'integer', minimum: 3 },
        { type: 'integer', maximum: 1 },
      ],
    },
    { type: 'integer', oneOf: [{ minimum: 3 }, { maximum: 1 }] },
  ],
  [
    'two lower bounds',
    {
      allOf: [
        { type: 'integer', minimum: 3 },
        { type: 'number', exclusiveMinimum: 3 },
      ],
    },
    { type: 'integer', minimum: 3, exclusiveMinimum: true },
  ],
  [
    'two fields of one name',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { type: 'object', properties: { a: { type: 'string', minLength: 1 }, b: { type: 'boolean' } } },
      ],
    },
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string', minLength: 1 }, b: { type: 'boolean' } },
    },
  ],
  ['what is forbidden', { type: 'string', not: { enum: ['a'] } }, { type: 'string', not: { enum: ['a'] } }],
  [
    'keys of a pattern',
    {
      type: 'object',
      propertyNames: { pattern: '^a' },
      additionalProperties: { type: 'string' },
      maxProperties: 5,
    },
    {
      type: 'object',
      maxProperties: 5,
      additionalProperties: { type: 'string' },
      'x-kubernetes-validations': [
        { rule: 'self.all(key, key.matches("^a"))', message: 'all keys must match ^a' },
      ],
    },
  ],
  [
    'a variant that refuses the fields of others',
    {
      oneOf: [
        { type: 'object', properties: {}, additionalProperties: false },
        { type: 'object', properties: { a: { enum: [false] } } },
      ],
    },
    {
      type: 'object',
      properties: { a: { type: 'boolean', enum: [false] } },
      oneOf: [{ not: { required: ['a'] } }, {}],
    },
  ],
  [
    'a union of objects',
    {
      oneOf: [
        { type: 'object', properties: { k: { const: 'a' }, x: { type: 'number' } }, required: ['k', 'x'] },
        { type: 'object', properties: { k: { const: 'b' } }, required: ['k'] },
      ],
    },
    {
      type: 'object',
      required: ['k'],
      properties: { k: { type: 'string' }, x: { type: 'number' } },
      oneOf: [
        { properties: { k: { enum: ['a'] } }, required: ['x'] },
        { properties: { k: { enum: ['b'] } } },
      ],
    },
  ],
];

test.each(said)('%s', (_, schema, structural) => {
  expect(field(schema)).toEqual(structural);
  expect(field({ ...structural })).toEqual(structural);
});

const refused: readonly [what: string, schema: Readonly<Record<string, unknown>>, path: string][] = [
  ['a schema that contains itself', { $ref: '#' }, 'spec.f'],
  ['a pattern with a lookahead', { type: 'string', pattern: '^(?!a)' }, 'spec.f'],
  [
    'literals of several types in one variant',
    {
      type: 'array',
      anyOf: [
        { type: 'array', items: { enum: [1, false] } },
        { type: 'array', items: { enum: ['a', true] } },
      ],
    },
    'spec.f[]',
  ],
  ['a union of string and object', { anyOf: [{ type: 'string' }, { type: 'object' }] }, 'spec.f'],
  [
    'a limit on the keys of a map of lists of any values',
    {
      type: 'object',
      propertyNames: { pattern: '^a' },
      additionalProperties: { type: 'array', items: {} },
      maxProperties: 5,
    },
    'spec.f',
  ],
  [
    'a field without a value beside any others',
    { type: 'object', properties: { a: false }, additionalProperties: true },
    'spec.f.a',
  ],
  ['if', { type: 'object', properties: { a: { if: {} } } }, 'spec.f.a'],
  ['a default of another type', { type: 'array', items: { type: 'integer', default: 'a' } }, 'spec.f[]'],
];

describe('what cannot be said is refused by its path', () => {
  test.each(refused)('%s', (_, schema, path) => {
    expect(() => field(schema)).toThrow(CrdSchemaError);
    expect(() => field(schema)).toThrow(expect.objectContaining({ path }));
  });
});

describe('a whole resource', () => {
  const spec = { type: 'object', properties: { size: { type: 'integer' } } };

  test('has apiVersion and kind, and of metadata names only', () => {
    const metadata = {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 9 }, labels: { type: 'object' } },
    };
    expect(structuralSchema({ type: 'object', properties: { metadata, spec } }).properties).toEqual({
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 9 } } },
      spec,
    });
  });

  test.each([
    ['is an object', { type: 'string' }],
    ['is no map', { type: 'object', additionalProperties: { type: 'string' } }],
    [
      'has no limits on labels',
      {
        type: 'object',
        properties: { metadata: { type: 'object', properties: { uid: { type: 'string', minLength: 40 } } } },
      },
    ],
  ])('%s', (_, schema) => {
    expect(() => structuralSchema(schema)).toThrow(CrdSchemaError);
  });
});

test('a rule of structural schemas that an extension breaks is told by its path', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const extensions = { 'spec.a': { 'x-kubernetes-list-type': 'set' } } as const;
  expect(() => structuralSchema(schema, { at: 'spec', extensions })).toThrow(
    expect.objectContaining({ path: 'spec.a', message: expect.stringContaining('for the type array') }),
  );
});
