// Bodies of JSON.

import { ask, configMap, configMaps, keys, many, post, put, type Shapes, thing, things } from './shape.ts';

const strict = { query: { fieldValidation: 'Strict' } };

export const jsonShapes: Shapes = {
  'JSON: keys of a map': {
    requests: (size) => [post(configMaps, configMap('a', { data: keys(size, String) }))],
  },
  'JSON: one key again and again': {
    requests: (size) => [
      post(configMaps, `{"metadata":{"name":"a"},"data":{${many(size, () => '"k":"v"').join()}}}`),
    ],
  },
  'JSON: each key of a map twice': {
    requests: (size) => [
      post(
        configMaps,
        `{"metadata":{"name":"a"},"data":{${many(size, (at) => `"k${at >> 1}":"v"`).join()}}}`,
      ),
    ],
  },
  'JSON: data again and again': {
    requests: (size) => [
      post(configMaps, `{"metadata":{"name":"a"},${many(size, (at) => `"data":{"k${at}":"v"}`).join()}}`),
    ],
  },
  'JSON: unknown fields': { requests: (size) => [post(configMaps, configMap('a', keys(size, String)))] },
  'JSON: unknown fields, strictly': {
    requests: (size) => [ask('POST', configMaps, { body: configMap('a', keys(size, String)), ...strict })],
  },
  'JSON: unknown fields of items': {
    requests: (size) => [
      post('/api/v1/namespaces/default/serviceaccounts', {
        metadata: { name: 'a' },
        secrets: many(size, (at) => ({ name: `n${at}`, extra: at })),
      }),
    ],
  },
  'JSON: unknown fields of a custom object': {
    requests: (size) => [post(things, thing('a', { strict: keys(size, String) }))],
  },
  'JSON: fields of a custom object': { requests: (size) => [post(things, thing('a', keys(size, String)))] },
  'JSON: wrong values of a custom object': {
    requests: (size) => [post(things, thing('a', { counted: keys(size, String) }))],
  },
  'JSON: items of a custom set': {
    requests: (size) => [post(things, thing('a', { set: many(size, String) }))],
  },
  'JSON: one item of a custom set again and again': {
    requests: (size) => [post(things, thing('a', { set: many(size, () => 'x') }))],
  },
  'JSON: items of a custom keyed list': {
    requests: (size) => [post(things, thing('a', { map: many(size, (at) => ({ name: String(at) })) }))],
  },
  'JSON: one key of a custom keyed list again and again': {
    requests: (size) => [post(things, thing('a', { map: many(size, () => ({ name: 'x' })) }))],
  },
  'JSON: nested objects': {
    requests: (size) => [post(things, nested(size, '{"a":', '}'))],
    most: 9_000,
  },
  'JSON: nested arrays': {
    requests: (size) => [post(things, nested(size, '[', ']'))],
    most: 9_000,
  },
  'JSON: nested too deeply': {
    requests: (size) => [post(things, nested(Math.max(size, 12_000), '[', ']'))],
  },
  'JSON: nested beside a built-in kind': {
    requests: (size) => [
      post(configMaps, `{"metadata":{"name":"a"},"x":${'['.repeat(size)}${']'.repeat(size)}}`),
    ],
    most: 9_000,
  },
  'JSON: nested schemas': {
    requests: (size) => [
      post(
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
        `{"metadata":{"name":"as.x.dev"},"spec":{"group":"x.dev","scope":"Cluster","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":${'{"type":"object","properties":{"a":'.repeat(size)}{"type":"string"}${'}}'.repeat(size)}}}]}}`,
      ),
    ],
    most: 3_000,
  },
  'JSON: a long key above many': {
    requests: (size) => [post(things, thing('a', { ['x'.repeat(size * 10)]: keys(size, String) }))],
  },
  'JSON: a long key above one key again and again': {
    requests: (size) => [
      post(
        things,
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":{"${'x'.repeat(size * 10)}":{${many(size, () => '"k":1').join()}}}}`,
      ),
    ],
  },
  'JSON: a long key above unknown fields of a custom object': {
    requests: (size) => [
      post(things, thing('a', { objects: { ['x'.repeat(size * 10)]: keys(size, String) } })),
    ],
  },
  'JSON: a long key above wrong values of a custom object': {
    requests: (size) => [
      post(things, thing('a', { lists: { ['x'.repeat(size * 10)]: many(size, String) } })),
    ],
  },
  'JSON: a long key above many unknown fields': {
    requests: (size) => [
      post('/apis/apps/v1/namespaces/default/deployments', {
        metadata: { name: 'a' },
        spec: { ['x'.repeat(size * 10)]: keys(size, String), ...keys(size, String) },
      }),
    ],
  },
  'JSON: keys that are numbers': {
    requests: (size) => [
      post(
        configMaps,
        configMap('a', { data: Object.fromEntries(many(size, (at) => [String(at * 65_536), 'v'])) }),
      ),
    ],
  },
  'JSON: a number of many digits': {
    requests: (size) => [
      post(
        things,
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":{"a":${'1'.repeat(size * 10)}}}`,
      ),
    ],
  },
  'JSON: long numbers': {
    requests: (size) => [
      post(
        things,
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":{"a":[${many(size, () => '9007199254740993').join()}]}}`,
      ),
    ],
  },
  'JSON: numbers that no float holds, within a text': {
    requests: (size) => [post(configMaps, configMap('a', { data: { a: ' 1e999'.repeat(size) } }))],
  },
  'JSON: escapes': {
    requests: (size) => [post(configMaps, configMap('a', { data: { a: '\\"\u0001'.repeat(size) } }))],
  },
  'JSON: backslashes': {
    requests: (size) => [
      post(configMaps, `{"metadata":{"name":"a"},"data":{"a":"${'\\\\'.repeat(size * 10)}","a":"b"}}`),
    ],
  },
  'JSON: binary data': {
    requests: (size) => [post(configMaps, configMap('a', { binaryData: { a: 'A\n'.repeat(size * 4) } }))],
  },
  'JSON: cut off': { requests: (size) => [post(configMaps, `{"a":[${'1,'.repeat(size)}`)] },
  'JSON: labels': {
    requests: (size) => [post(configMaps, { metadata: { name: 'a', labels: keys(size, String) } })],
  },
  'JSON: a label of wrong form': {
    requests: (size) => [
      post(configMaps, {
        metadata: { name: 'a', labels: { ['a'.repeat(size * 10)]: `${'a-'.repeat(size * 10)}!` } },
      }),
    ],
  },
  'JSON: labels of wrong form': {
    requests: (size) => [post(configMaps, { metadata: { name: 'a', labels: keys(size, () => '!') } })],
  },
  'JSON: a name of wrong form': {
    requests: (size) => [post(configMaps, { metadata: { name: `${'a-'.repeat(size * 10)}!` } })],
  },
  'JSON: annotations': {
    requests: (size) => [post(configMaps, { metadata: { name: 'a', annotations: keys(size, () => 'x') } })],
  },
  'JSON: finalizers': {
    requests: (size) => [
      post(configMaps, { metadata: { name: 'a', finalizers: many(size, (at) => `x.dev/f${at}`) } }),
    ],
  },
  'JSON: owners': {
    requests: (size) => [
      post(configMaps, {
        metadata: {
          name: 'a',
          ownerReferences: many(size, (at) => ({ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: `u${at}` })),
        },
      }),
    ],
  },
  'JSON: managed fields': {
    requests: (size) => [
      post(configMaps, configMap('a', { data: { a: 'b' } })),
      put(`${configMaps}/a`, {
        metadata: {
          name: 'a',
          managedFields: many(size, (at) => ({
            manager: `m${at}`,
            operation: 'Update',
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { 'f:a': {} } },
          })),
        },
        data: { a: 'c' },
      }),
    ],
  },
  'JSON: preconditions of a deletion': {
    requests: (size) => [
      post(configMaps, configMap('a')),
      ask('DELETE', `${configMaps}/a`, {
        body: { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: many(size, () => 'All') },
      }),
    ],
  },
};

/** A custom object whose spec is nested so deeply. */
function nested(levels: number, open: string, close: string): string {
  return `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":{"a":${open.repeat(levels)}null${close.repeat(levels)}}}`;
}
