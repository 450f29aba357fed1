// Lists, selectors and what leads to the next page.

import {
  ask,
  configMap,
  configMaps,
  many,
  post,
  type Shape,
  type Shapes,
  thing,
  thingDefinition,
  things,
} from './shape.ts';

const few = 500;
const objects = many(few, (at) =>
  post(configMaps, configMap(`c${at}`, { metadata: { name: `c${at}`, labels: { a: `v${at}`, b: 'w' } } })),
);
const list = (
  query: (size: number) => Readonly<Record<string, string>>,
  more: Partial<Shape> = {},
): Shape => ({
  requests: (size) => [...objects, ask('GET', configMaps, { query: query(size) })],
  ...more,
});
// Its last level has nothing in it.
const deep = (size: number): unknown => JSON.parse(`${'{"a":'.repeat(size)}{}${'}'.repeat(size)}`);
const asYaml: Shape = {
  requests: (size) => [
    thingDefinition,
    post(things, thing('a', deep(size))),
    { ...ask('GET', `${things}/a`), headers: { accept: 'application/yaml' } },
  ],
  most: 1_500,
};
const values = (size: number): string => many(size, (at) => `x${at}`).join(',');

export const readShapes: Shapes = {
  'list: a label of many values': list((size) => ({ labelSelector: `a in (${values(size)})` })),
  'list: a label of none of many values': list((size) => ({ labelSelector: `a notin (${values(size)})` })),
  'list: many labels': list((size) => ({ labelSelector: many(size, (at) => `a!=x${at}`).join(',') }), {
    most: 100_000,
  }),
  'list: many fields': list((size) => ({
    fieldSelector: many(size, (at) => `metadata.name!=x${at}`).join(','),
  })),
  'list: blanks in a selector': list((size) => ({ labelSelector: `a${' '.repeat(size)}!` })),
  'list: brackets in a selector': list((size) => ({ labelSelector: `a in ${'('.repeat(size)}` })),
  'list: backslashes in a selector': list((size) => ({
    fieldSelector: `metadata.name=${'\\'.repeat(size)}`,
  })),
  'list: a key of wrong form in a selector': list((size) => ({ labelSelector: `${'a-'.repeat(size)}!` })),
  'list: a prefix of wrong form in a selector': list((size) => ({ labelSelector: `${'a.'.repeat(size)}/b` })),
  'list: many parameters': list((size) => ({ ...Object.fromEntries(many(size, (at) => [`p${at}`, '1'])) })),
  'list: a long token': list((size) => ({ continue: 'A'.repeat(size * 4) })),
  'list: a token with a long key': list((size) => ({
    continue: Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: -1, start: 'a/'.repeat(size) })).toString(
      'base64url',
    ),
  })),
  'deletecollection: many labels': {
    requests: (size) => [
      ...objects,
      ask('DELETE', configMaps, { query: { labelSelector: `a in (${values(size)})` } }),
    ],
  },
  'get: many levels as YAML': asYaml,
  'a path of many parts': { requests: (size) => [ask('GET', `/apis${'/a'.repeat(size)}`)] },
  'a path of many slashes': { requests: (size) => [ask('GET', `/api/v1${'/'.repeat(size)}`)] },
  'a path of percents': { requests: (size) => [ask('GET', `/api/v1/${'%25'.repeat(size)}`)] },
};
