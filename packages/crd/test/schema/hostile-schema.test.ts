import { expect, test } from '@jest/globals';
import { CrdSchemaError, structuralSchema } from '../../src/index.ts';

function nested(levels: number): object {
  let schema: object = { type: 'string' };
  for (let level = 0; level < levels; level += 1) schema = { type: 'object', properties: { a: schema } };
  return schema;
}

/** Each definition names the one before it twice: 2^depth nodes when they are written out. */
function doubling(depth: number): Record<string, unknown> {
  const definitions = Array.from({ length: depth }, (_, index) => [
    `d${index}`,
    {
      type: 'object',
      properties: { l: { $ref: `#/$defs/d${index + 1}` }, r: { $ref: `#/$defs/d${index + 1}` } },
    },
  ]);
  const last = [`d${depth}`, { type: 'string' }];
  return { $ref: '#/$defs/d0', $defs: Object.fromEntries([...definitions, last]) as object };
}

test('depth is bounded', () => {
  expect(structuralSchema({ ...nested(90) })).toMatchObject({ type: 'object' });
  expect(() => structuralSchema({ ...nested(10_000) })).toThrow(/more than 100 levels/);
});

test('what references make of a small schema is bounded', () => {
  expect(structuralSchema(doubling(8))).toMatchObject({ type: 'object' });
  expect(() => structuralSchema(doubling(40))).toThrow(/more than 20000 nodes/);
});

test('data that contains itself is refused by its path', () => {
  const schema: Record<string, unknown> = { type: 'object' };
  schema['properties'] = { a: { type: 'array', items: schema } };
  expect(() => structuralSchema(schema, { at: 'spec' })).toThrow(
    expect.objectContaining({ path: 'spec.a[]' }),
  );
});

test('references in a circle are refused', () => {
  const schema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } };
  expect(() => structuralSchema(schema)).toThrow(/contains itself/);
});

test('names of fields are names, whatever they are', () => {
  const properties = JSON.parse(
    '{"__proto__":{"type":"string"},"constructor":{"type":"integer"},"toString":{}}',
  ) as object;
  const made = structuralSchema({ type: 'object', properties, required: ['__proto__'] }, { at: 'spec' });
  expect(Object.keys(made.properties ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
  expect(JSON.stringify(made)).toContain('"__proto__":{"type":"string"}');
  expect(Object.getPrototypeOf(made.properties)).toBe(Object.prototype);
});

test('an inherited name is no definition', () => {
  expect(() => structuralSchema({ $ref: '#/constructor' })).toThrow(/not in the document/);
  expect(() => structuralSchema({ $ref: 'toString', $defs: {} })).toThrow(/not in the document/);
});

test('a message has no line breaks and a bounded length', () => {
  const name = `a\n\u001b[2J${'x'.repeat(10_000)}`;
  try {
    structuralSchema({ type: 'object', properties: { [name]: { $ref: name } } });
    throw new Error('it was not refused');
  } catch (error) {
    expect(error).toBeInstanceOf(CrdSchemaError);
    const { message } = error as CrdSchemaError;
    expect(message.length).toBeLessThan(3000);
    expect(message).not.toMatch(/[\n\u001b]/);
  }
});

test.each([null, undefined, 5, 'text', [], () => 0])('%p is no schema', (input) => {
  expect(() => structuralSchema(input as unknown as Record<string, unknown>)).toThrow(CrdSchemaError);
});
