// Server-side apply, and updates of what was applied.

import {
  apply,
  ask,
  configMap,
  configMaps,
  deployment,
  deployments,
  keys,
  many,
  patch,
  post,
  put,
  type Shape,
  type Shapes,
  thing,
  things,
} from './shape.ts';

export const applyShapes: Shapes = {
  'apply: new fields': {
    requests: (size) => [apply(`${configMaps}/a`, 'm', configMap('a', { data: keys(size, String) }))],
  },
  'apply: fields of another manager': {
    requests: (size) => [
      apply(`${configMaps}/a`, 'm', configMap('a', { data: keys(size, String) })),
      apply(`${configMaps}/a`, 'n', configMap('a', { data: keys(size, () => 'x') })),
    ],
  },
  'apply: fields in conflict': {
    requests: (size) => [
      apply(`${configMaps}/a`, 'm', configMap('a', { data: keys(size, String) })),
      ask('PATCH', `${configMaps}/a`, {
        body: configMap('a', { data: keys(size, () => 'x') }),
        type: 'application/apply-patch+yaml',
        query: { fieldManager: 'n' },
      }),
    ],
  },
  'apply: all fields forsaken': {
    requests: (size) => [
      apply(`${configMaps}/a`, 'm', configMap('a', { data: keys(size, String) })),
      apply(`${configMaps}/a`, 'm', configMap('a')),
    ],
  },
  'apply: fields of thirty managers': {
    requests: (size) => [
      ...many(30, (at) =>
        apply(
          `${configMaps}/a`,
          `m${at}`,
          configMap('a', {
            data: Object.fromEntries(many(Math.ceil(size / 30), (key) => [`m${at}-${key}`, 'v'])),
          }),
        ),
      ),
      apply(`${configMaps}/a`, 'n', configMap('a', { data: { a: 'b' } })),
    ],
  },
  'apply: the same fields by thirty managers': {
    requests: (size) => [
      ...many(30, (at) =>
        apply(`${configMaps}/a`, `m${at}`, configMap('a', { data: keys(Math.ceil(size / 30), () => 'v') })),
      ),
      apply(`${configMaps}/a`, 'n', configMap('a', { data: keys(Math.ceil(size / 30), () => 'w') })),
    ],
  },
  'apply: updates by thirty managers': {
    requests: (size) =>
      [
        post(configMaps, configMap('a', { data: keys(size, String) })),
        ...many(30, (at) =>
          ask('PATCH', `${configMaps}/a`, {
            body: { data: { [`k${at}`]: `by ${at}` } },
            type: 'application/merge-patch+json',
            query: { fieldManager: `m${at}` },
          }),
        ),
        patch(`${configMaps}/a`, 'merge-patch', { data: keys(size, () => 'x') }),
      ] as ReturnType<Shape['requests']>,
  },
  'apply: items of a keyed list': {
    requests: (size) => [
      apply(`${deployments}/a`, 'm', deployment('a', size)),
      apply(`${deployments}/a`, 'n', deployment('a', size)),
    ],
  },
  'apply: items of a keyed list forsaken': {
    requests: (size) => [
      apply(`${deployments}/a`, 'm', deployment('a', size)),
      apply(`${deployments}/a`, 'm', deployment('a', 1)),
    ],
  },
  'apply: items of a custom set': {
    requests: (size) => [
      apply(`${things}/a`, 'm', thing('a', { set: many(size, String) })),
      apply(`${things}/a`, 'n', thing('a', { set: many(size, (at) => `n${at}`) })),
    ],
  },
  'apply: finalizers': {
    requests: (size) => [
      apply(`${configMaps}/a`, 'm', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', finalizers: many(size, (at) => `x.dev/f${at}`) },
      }),
      apply(`${configMaps}/a`, 'm', configMap('a')),
    ],
  },
  'apply: nested fields': {
    requests: (size) => [
      apply(
        `${things}/a`,
        'm',
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":${'{"a":'.repeat(size)}1${'}'.repeat(size)}}`,
      ),
    ],
    most: 400,
  },
  'apply: a scale of many owners': {
    requests: (size) => [
      apply(`${deployments}/a`, 'm', deployment('a', 1)),
      put(`${deployments}/a`, {
        ...deployment('a', 1),
        metadata: {
          name: 'a',
          managedFields: many(size, (at) => ({
            manager: `m${at}`,
            operation: 'Apply',
            apiVersion: 'apps/v1',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:spec': { 'f:replicas': {} } },
          })),
        },
      }),
      apply(`${deployments}/a/scale`, 'n', {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name: 'a' },
        spec: { replicas: 1 },
      }),
    ],
    most: 8_000,
  },
  'apply: unknown fields': {
    requests: (size) => [apply(`${configMaps}/a`, 'm', configMap('a', keys(size, String)))],
  },
  'apply: wrong values': {
    requests: (size) => [apply(`${configMaps}/a`, 'm', configMap('a', { data: keys(size, (at) => at) }))],
  },
  'update: nested fields': {
    requests: (size) => [
      apply(`${things}/a`, 'm', thing('a', { b: 1 })),
      put(
        `${things}/a`,
        `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":${'{"a":'.repeat(size)}1${'}'.repeat(size)}}`,
      ),
    ],
    most: 5_000,
  },
  'update: all fields changed': {
    requests: (size) => [
      post(configMaps, configMap('a', { data: keys(size, String) })),
      put(`${configMaps}/a`, configMap('a', { data: keys(size, () => 'x') })),
    ],
  },
  'update: all fields renamed': {
    requests: (size) => [
      post(configMaps, configMap('a', { data: keys(size, String) })),
      put(
        `${configMaps}/a`,
        configMap('a', { data: Object.fromEntries(many(size, (at) => [`n${at}`, 'x'])) }),
      ),
    ],
  },
};
