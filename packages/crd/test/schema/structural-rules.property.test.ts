// Whatever the schema: its result is a structural one, or it is refused by its path.

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CrdSchemaError, type JsonSchemaProps, structuralSchema } from '../../src/index.ts';
import { structuralFaults } from '../../src/schema/structural-rules.ts';
import { jsonSchemas } from './arbitrary-json-schema.ts';

type Json = Readonly<Record<string, unknown>>;

function attempt(schema: Json): JsonSchemaProps | CrdSchemaError {
  try {
    return structuralSchema(schema, { at: 'spec' });
  } catch (error) {
    if (error instanceof CrdSchemaError) return error;
    throw error;
  }
}

test('any schema is said, or refused by its path', () => {
  let said = 0;
  let refused = 0;
  fc.assert(
    fc.property(jsonSchemas, (schema) => {
      const made = attempt(schema);
      if (made instanceof CrdSchemaError) {
        refused += 1;
        expect(made.path).toMatch(/^spec/);
        expect(made.advice).not.toBe('');
        return;
      }
      said += 1;
      expect(structuralFaults(made, 'inside')).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  // Neither half of the property is empty.
  expect(said).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});

test('a structural schema stays as it is', () => {
  fc.assert(
    fc.property(jsonSchemas, (schema) => {
      const made = attempt(schema);
      fc.pre(!(made instanceof CrdSchemaError));
      const again = attempt({ ...made });
      if (again instanceof CrdSchemaError) throw again;
      expect(again).toEqual(made);
    }),
    { numRuns: 300 },
  );
});

test('the input is not changed', () => {
  fc.assert(
    fc.property(jsonSchemas, (schema) => {
      const before = JSON.stringify(schema);
      attempt(schema);
      expect(JSON.stringify(schema)).toBe(before);
      expect(Object.prototype).toEqual({});
    }),
  );
});
