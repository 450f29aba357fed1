import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Reply, TestServer } from '../support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const webs = '/apis/example.com/v1/namespaces/default/webs';

describe('what a schema asks of the server', () => {
  let server: TestServer;

  beforeEach(() => {
    server = new TestServer();
  });

  async function define(spec: object): Promise<Reply> {
    const openAPIV3Schema = { type: 'object', properties: { spec } };
    return server.post(definitions, {
      metadata: { name: 'webs.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'webs', kind: 'Web' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
      },
    });
  }

  function create(spec: object): Promise<Reply> {
    return server.post(webs, { apiVersion: 'example.com/v1', kind: 'Web', metadata: { name: 'a' }, spec });
  }

  const list = (items: object, more: object = {}): object => ({
    type: 'object',
    properties: { list: { type: 'array', items, ...more } },
  });
  const many = <T>(count: number, item: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => item(at));
  const text = { type: 'string' };
  const tooMuch = {
    status: 501,
    body: {
      message:
        'the embedded API server does not support checks against a schema that take more than 100000000 steps: shorten the object, the schema or its patterns',
    },
  };

  test('a pattern that makes other engines try everything is refused at once', async () => {
    await define({ type: 'object', properties: { s: { type: 'string', pattern: '^(a+)+$' } } });
    expect(await create({ s: `${'a'.repeat(32)}!` })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("should match '^(a+)+$'") },
    });
    expect(await create({ s: 'a'.repeat(33) })).toMatchObject({ status: 201 });
  });

  test('a pattern with a flag is checked', async () => {
    await define({ type: 'object', properties: { s: { type: 'string', pattern: '(?i)^ab$' } } });
    expect(await create({ s: 'abc' })).toMatchObject({ status: 422 });
    expect(await create({ s: 'aB' })).toMatchObject({ status: 201 });
  });

  test.each([
    ['^(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['[', 'missing closing ]: `[`'],
  ])('a definition with the pattern %s is refused and not stored', async (pattern, why) => {
    const refused = await define({ type: 'object', properties: { s: { type: 'string', pattern } } });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        details: {
          causes: [
            {
              reason: 'FieldValueInvalid',
              field: 'spec.validation.openAPIV3Schema.properties[spec].properties[s].pattern',
              message: `Invalid value: ${JSON.stringify(pattern)}: must be a valid regular expression, but isn't: error parsing regexp: ${why}`,
            },
          ],
        },
      },
    });
    expect(await server.get(`${definitions}/webs.example.com`)).toMatchObject({ status: 404 });
    expect(await server.get(webs)).toMatchObject({ status: 404 });
  });

  test('a repetition is told once, however often it comes', async () => {
    await define(list(text, { 'x-kubernetes-list-type': 'set' }));
    const { body } = await create({ list: many(1_000, (at) => `k${at % 3}`) });
    expect(body.details).toMatchObject({
      causes: ['k0', 'k1', 'k2'].map((value, at) => ({
        message: `Duplicate value: ${JSON.stringify(value)}`,
        field: `spec.list[${at + 3}]`,
      })),
    });
  });

  test('an item of a map is known by its keys, whatever their order', async () => {
    const properties = { a: text, b: text };
    await define(
      list(
        { type: 'object', properties, required: ['a', 'b'] },
        { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a', 'b'] },
      ),
    );
    const refused = await create({
      list: [
        { a: '1', b: '2' },
        { b: '2', a: '1' },
        { a: '2', b: '1' },
      ],
    });
    expect(refused.body.details).toMatchObject({ causes: [{ field: 'spec.list[1]' }] });
  });

  test('a fault in each of 20,000 items is told, and more than can be told is refused', async () => {
    await define(list(text));
    const told = await create({ list: many(20_000, () => 1) });
    expect(told).toMatchObject({ status: 422 });
    expect(await create({ list: many(500_000, () => 1) })).toMatchObject(tooMuch);
  });

  test('branches and their branches are counted', async () => {
    const branches = (depth: number): object =>
      depth === 0 ? { minLength: 3 } : { anyOf: [branches(depth - 1), branches(depth - 1)] };
    await define(list({ type: 'string', ...branches(10) }));
    expect(await create({ list: many(10_000, () => 'x') })).toMatchObject(tooMuch);
  });

  test('defaults do not grow a short list beyond all bounds', async () => {
    const properties = Object.fromEntries(many(1_000, (at) => [`k${at}`, { type: 'string', default: 'v' }]));
    await define(list({ type: 'object', properties }));
    expect(await create({ list: many(10_000, () => ({})) })).toMatchObject(tooMuch);
  });

  test('an enumeration of thousands is looked up', async () => {
    await define(list({ type: 'string', enum: many(5_000, (at) => `e${at}`) }));
    expect(await create({ list: many(5_000, (at) => `e${at}`) })).toMatchObject({ status: 201 });
    await server.delete(`${webs}/a`);
    expect(await create({ list: ['e1', 'x'] })).toMatchObject({ status: 422 });
  });

  test.each<[string, (at: number) => object]>([
    ['requirements', () => ({ required: [] })],
    ['sizes', () => ({ minProperties: 1 })],
    ['enumerations', (at: number) => ({ enum: [at] })],
  ])('branches with %s are counted by what they look at', async (_, branch) => {
    const allOf = many(20_000, branch);
    await define({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true, allOf });
    expect(await create(Object.fromEntries(many(50_000, (at) => [`k${at}`, 0])))).toMatchObject(tooMuch);
  });

  test('branches about lists are counted by what is in them', async () => {
    const allOf = many(5_000, () => ({ properties: { list: { items: { maxLength: 1_000 } } } }));
    await define({ ...list({ type: 'string' }), allOf });
    expect(await create({ list: many(2_000, (at) => `k${at}`.repeat(20)) })).toMatchObject(tooMuch);
  });

  test('properties without defaults cost no item anything', async () => {
    const properties = Object.fromEntries(many(30_000, (at) => [`k${at}`, text]));
    await define(list({ type: 'object', properties }));
    expect(await create({ list: many(20_000, () => ({})) })).toMatchObject({ status: 201 });
  });

  test('patterns that are none below a long key are not all told of', async () => {
    const properties = Object.fromEntries(many(5_000, (at) => [`k${at}`, { type: 'string', pattern: '[' }]));
    const long = { ['x'.repeat(200_000)]: { type: 'object', properties } };
    expect(await define({ type: 'object', properties: long })).toMatchObject(tooMuch);
  });

  test('warnings fit into what clients take as a header', async () => {
    await define({ type: 'object', properties: { a: text } });
    const { status, headers } = await create(Object.fromEntries(many(20_000, (at) => [`k${at}`, 'v'])));
    expect(status).toBe(201);
    expect(headers['warning']?.length).toBeLessThan(8 * 1024);
    expect(headers['warning']).toMatch(/^299 - "unknown field \\"spec\.k0\\"", 299 - /);
  });
});
