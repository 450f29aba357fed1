// What a structural schema takes, the schema that it was made of takes: told by an independent reader of JSON Schema.

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { CrdSchemaError, type JsonSchemaProps, structuralSchema } from '../../src/index.ts';
import { faultOf } from '../../src/schema/value-fault.ts';
import { jsonSchemas } from './arbitrary-json-schema.ts';

const scalar = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom(0.5, 1.5),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.constantFrom('a', 'b', 'kind', 'größe');
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 3 }) },
  ),
})).value;

function attempt(schema: object): JsonSchemaProps | undefined {
  try {
    return structuralSchema(schema, { at: 'spec' });
  } catch (error) {
    if (error instanceof CrdSchemaError) return undefined;
    throw error;
  }
}

test('what is taken was meant to be taken', () => {
  let taken = 0;
  fc.assert(
    fc.property(jsonSchemas, fc.array(value, { minLength: 10, maxLength: 20 }), (schema, values) => {
      const structural = attempt(schema);
      fc.pre(structural !== undefined);
      const text = JSON.stringify(structural);
      // Rules in CEL, patterns and defaults are the server's.
      fc.pre(
        !text.includes('x-kubernetes-validations') &&
          !text.includes('"pattern"') &&
          !text.includes('"default"'),
      );
      fc.pre(!text.includes('"x-kubernetes-list-type"'));
      for (const each of values) {
        if (faultOf(each, structural, '') !== undefined) continue;
        taken += 1;
        expect({ schema, structural, each, isMeant: Check(schema, each) }).toEqual({
          schema,
          structural,
          each,
          isMeant: true,
        });
      }
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(500);
});
