// Any JSON Schema, of keywords that fit together and of some that do not.

import fc from 'fast-check';

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'kind', '__proto__', 'constructor', 'größe'),
  fc.string({ maxLength: 3 }),
);
const literal = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);
const type = fc.constantFrom('string', 'integer', 'number', 'boolean', 'object', 'array', 'null');
const size = fc.integer({ min: 0, max: 3 });

type Json = Readonly<Record<string, unknown>>;

/** Most of them can be said; the others are refused. */
export const jsonSchemas: fc.Arbitrary<Json> = fc.letrec<{ schema: Json; object: Json; scalar: Json }>(
  (tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: tie('scalar') },
      { weight: 4, arbitrary: tie('object') },
      {
        weight: 2,
        arbitrary: fc.record(
          {
            type: fc.constant('array'),
            items: tie('schema'),
            minItems: size,
            maxItems: size,
            uniqueItems: fc.boolean(),
          },
          { requiredKeys: ['type'] },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('array'),
          prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          items: fc.constant(false),
        }),
      },
      { weight: 2, arbitrary: fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ oneOf: fc.array(tie('object'), { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.array(type, { minLength: 1, maxLength: 2 }) }) },
      { weight: 1, arbitrary: fc.record({ type, not: tie('scalar') }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Json>({}, { $ref: '#' }, { $ref: '#/$defs/a' }, { $ref: 'b' }, { if: {} }),
      },
    ),
    scalar: fc.oneof(
      fc.record(
        {
          type: fc.constant('string'),
          minLength: size,
          maxLength: size,
          pattern: fc.constantFrom('^a', '(?!b)', '\\s'),
          default: literal,
        },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        {
          type: fc.constantFrom('integer', 'number'),
          minimum: size,
          exclusiveMaximum: size,
          multipleOf: fc.constantFrom(2, 0.5, 0),
          default: literal,
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({ type: fc.constant('boolean') }),
      fc.record({ const: literal }),
      fc.record(
        { enum: fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }), description: fc.string() },
        { requiredKeys: ['enum'] },
      ),
    ),
    object: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record(
          {
            type: fc.constant('object'),
            properties: fc
              .array(fc.tuple(name, tie('schema')), { maxLength: 3 })
              .map((entries) => Object.fromEntries(entries)),
            required: fc.array(name, { maxLength: 2 }),
            additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
            description: fc.string(),
          },
          { requiredKeys: ['type', 'properties'] },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.record(
          {
            type: fc.constant('object'),
            additionalProperties: tie('schema'),
            propertyNames: fc.constant({ pattern: '^a' }),
            maxProperties: size,
          },
          { requiredKeys: ['type', 'additionalProperties'] },
        ),
      },
    ),
  }),
).schema;
