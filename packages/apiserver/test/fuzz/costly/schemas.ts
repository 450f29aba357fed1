// Definitions whose patterns and schemas are hostile, and objects to match.

import { keys, many, post, type Shape, type Shapes } from './shape.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const traps = '/apis/trap.example.com/v1/namespaces/default/traps';

function definition(spec: object): object {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return {
    metadata: { name: 'traps.trap.example.com' },
    spec: {
      group: 'trap.example.com',
      scope: 'Namespaced',
      names: { plural: 'traps', kind: 'Trap' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

function shape(make: (size: number) => { readonly schema: object; readonly spec: object }): Shape {
  return {
    requests(size) {
      const { schema, spec } = make(size);
      const trap = { apiVersion: 'trap.example.com/v1', kind: 'Trap', metadata: { name: 'a' }, spec };
      return [post(definitions, definition(schema)), post(traps, trap)];
    },
  };
}

const text = (more: object): object => ({ type: 'object', properties: { s: { type: 'string', ...more } } });
const list = (items: object): object => ({
  type: 'object',
  properties: { list: { type: 'array', items } },
});

function pattern(source: string, letter: string): Shape {
  return shape((size) => ({ schema: text({ pattern: source }), spec: { s: `${letter.repeat(size)}!` } }));
}

/** The definition alone. */
function defined(make: (size: number) => string): Shape {
  return { requests: (size) => [post(definitions, definition(text({ pattern: make(size) })))] };
}

export const schemaShapes: Shapes = {
  'pattern: repetitions in repetitions': pattern('^(a+)+$', 'a'),
  'pattern: alternatives that are the same': pattern('^(a|a)*$', 'a'),
  'pattern: many states': pattern('(a|b)*a(a|b){500}c|!b', 'a'),
  'pattern: a large program of Unicode': pattern('(?i)(\\pL{1,1000})[!?]x', 'a'),
  'definition: large repetitions': defined((size) => '[a-z]{1000}'.repeat(size)),
  'definition: classes': defined((size) => '[\\pL0]'.repeat(size)),
  'definition: folded classes': defined((size) => '(?i)[\\x{100}-\\x{10000}]'.repeat(size)),
  'definition: open brackets': defined((size) => '[[:'.repeat(size)),
  'definition: open groups': defined((size) => '('.repeat(size)),
  'schema: faults': shape((size) => ({
    schema: list({ type: 'string' }),
    spec: { list: many(size, Number) },
  })),
  'schema: enumeration': shape((size) => ({
    schema: list({ type: 'string', enum: many(Math.min(size, 1_000), (at) => `e${at}`) }),
    spec: { list: many(size, () => 'x') },
  })),
  'schema: branches': shape((size) => ({
    schema: list({ type: 'string', anyOf: many(100, (at) => ({ pattern: `^${at}$` })) }),
    spec: { list: many(size, () => 'x') },
  })),
  'schema: branches over a large object': shape((size) => ({
    schema: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      anyOf: many(size, () => ({ minProperties: 1 })),
    },
    spec: keys(size, Number),
  })),
  'schema: enumerations over a large object': shape((size) => ({
    schema: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      anyOf: many(size, (at) => ({ enum: [at] })),
    },
    spec: keys(size, Number),
  })),
  'schema: properties of a list': shape((size) => ({
    schema: list({ type: 'object', properties: keys(size, () => ({ type: 'string' })) }),
    spec: { list: many(size, () => ({})) },
  })),
  'schema: defaults': shape((size) => ({
    schema: list({ type: 'object', properties: keys(100, () => ({ type: 'string', default: 'v' })) }),
    spec: { list: many(size, () => ({})) },
  })),
};
