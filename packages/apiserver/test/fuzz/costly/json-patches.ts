// JSON patches.

import { keys, many, patch, post, type Shape, type Shapes, thing, things } from './shape.ts';

function operations(size: number, operation: (at: number) => object): object[] {
  return many(Math.min(size, 10_000), operation);
}

const ofJson = (base: (size: number) => unknown, operation: (at: number, size: number) => object): Shape => ({
  requests: (size) => [
    post(things, thing('a', base(size))),
    patch(
      `${things}/a`,
      'json-patch',
      operations(size, (at) => operation(at, size)),
    ),
  ],
});

export const jsonPatchShapes: Shapes = {
  'JSON patch: too many operations': {
    requests: (size) => [
      post(things, thing('a', {})),
      patch(
        `${things}/a`,
        'json-patch',
        many(Math.max(size, 10_001), () => ({ op: 'test', path: '' })),
      ),
    ],
  },
  'JSON patch: new keys': ofJson(
    (size) => keys(size, String),
    (at) => ({ op: 'add', path: `/spec/n${at}`, value: 1 }),
  ),
  'JSON patch: keys replaced': ofJson(
    (size) => keys(size, String),
    (at) => ({ op: 'replace', path: `/spec/k${at}`, value: 1 }),
  ),
  'JSON patch: keys removed': ofJson(
    (size) => keys(size, String),
    (at) => ({ op: 'remove', path: `/spec/k${at}` }),
  ),
  'JSON patch: keys moved': ofJson(
    (size) => keys(size, String),
    (at) => ({ op: 'move', from: `/spec/k${at}`, path: `/spec/n${at}` }),
  ),
  'JSON patch: items at the head of a list': ofJson(
    (size) => ({ a: many(size, String) }),
    () => ({ op: 'add', path: '/spec/a/0', value: 1 }),
  ),
  'JSON patch: items at the end of a list': ofJson(
    (size) => ({ a: many(size, String) }),
    () => ({ op: 'add', path: '/spec/a/-', value: 1 }),
  ),
  'JSON patch: items removed from the head of a list': ofJson(
    (size) => ({ a: many(size, String) }),
    () => ({ op: 'remove', path: '/spec/a/0' }),
  ),
  'JSON patch: tests of a large value': {
    requests: (size) => [
      post(things, thing('a', { a: keys(size, String) })),
      patch(`${things}/a`, 'json-patch', [
        ...many(20, () => ({ op: 'test', path: '/spec/a', value: keys(Math.min(size, 6_000), String) })),
      ]),
    ],
  },
  'JSON patch: copies of a large value': ofJson(
    (size) => ({ a: keys(size, String) }),
    (at) => ({ op: 'copy', from: '/spec/a', path: `/spec/c${at}` }),
  ),
  'JSON patch: copies of copies': ofJson(
    () => ({ a: [1] }),
    () => ({ op: 'copy', from: '/spec/a', path: '/spec/a/-' }),
  ),
  'JSON patch: copies and changes of a large value': ofJson(
    (size) => ({ a: keys(size / 100, String) }),
    (at) => ({ op: at % 2 === 0 ? 'copy' : 'move', from: '/spec/a', path: '/spec/b' }),
  ),
  'JSON patch: a deep path': {
    requests: (size) => [
      post(
        things,
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":${'{"a":'.repeat(size)}1${'}'.repeat(size)}}`,
      ),
      patch(
        `${things}/a`,
        'json-patch',
        many(Math.min(10_000, Math.floor(1_000_000 / size)), (at) => ({
          op: 'replace',
          path: `/spec${'/a'.repeat(size)}`,
          value: at,
        })),
      ),
    ],
    most: 5_000,
  },
  'JSON patch: a long path': ofJson(
    () => ({}),
    (at) => ({ op: 'add', path: `/spec/${'~0'.repeat(at % 100)}`, value: 1 }),
  ),
  'JSON patch: unknown fields': {
    requests: (size) => [
      post(things, thing('a', {})),
      patch(`${things}/a`, 'json-patch', [{ op: 'test', path: '', value: 1, ...keys(size, String) }]),
    ],
  },
};
