import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type BuiltInInput, locateBuiltIn } from '../src/built-in.ts';
import { customModule } from '../src/custom.ts';
import { generateFiles } from '../src/generate.ts';
import type { GroupVersion } from '../src/group-version.ts';
import type { Schema, Schemas } from '../src/schema.ts';
import { expectHarmless } from './support/harmless-source.ts';

const meta = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1';
const metrics = 'io.k8s.metrics.pkg.apis.metrics.v1beta1';
const quantity = { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity' };

/** As the metrics server publishes itself: an aggregated API, whose schemas are named and refer to each other. */
const schemas: Schemas = {
  [`${metrics}.PodMetrics`]: {
    description: 'What a pod uses.',
    type: 'object',
    required: ['timestamp', 'window', 'containers'],
    properties: {
      metadata: { allOf: [{ $ref: `${meta}.ObjectMeta` }] },
      timestamp: { allOf: [{ $ref: `${meta}.Time` }], default: {} },
      window: { $ref: `${meta}.Duration` },
      selector: { $ref: `${meta}.LabelSelector` },
      owner: { $ref: '#/components/schemas/io.k8s.api.core.v1.ObjectReference' },
      containers: { type: 'array', items: { $ref: `#/components/schemas/${metrics}.ContainerMetrics` } },
      unit: { $ref: `#/components/schemas/${metrics}.Unit` },
      stranger: { $ref: '#/components/schemas/com.example.Missing' },
    },
    'x-kubernetes-group-version-kind': [{ group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics' }],
  },
  [`${metrics}.ContainerMetrics`]: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      usage: { type: 'object', additionalProperties: quantity },
      inside: { $ref: `#/components/schemas/${metrics}.ContainerMetrics` },
    },
  },
  [`${metrics}.Unit`]: { type: 'string', enum: ['bytes', 'cores'] },
};

const groupVersion: GroupVersion = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  resources: [
    { plural: 'pods', singular: 'pod', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
    { plural: 'mysteries', singular: 'mystery', kind: 'Mystery', namespaced: false, verbs: ['get'] },
  ],
};

describe('the module of an aggregated API', () => {
  const files = generateFiles([customModule(groupVersion, schemas)], { source: 'a test' });
  const text = files.get('metrics.k8s.io/v1beta1.ts') ?? '';

  test('imports what is built in, and declares the rest once', () => {
    expect(text).toContain(
      "import type { Duration, ObjectMeta, Quantity, Resource, Time } from 'kube-rx';\n" +
        "import type { ObjectReference } from 'kube-rx/k8s/core/v1';\n" +
        "import type { LabelSelector } from 'kube-rx/k8s/meta/v1';\n",
    );
    expect(text).toContain(`
/** What a pod uses. */
export interface PodMetrics {
  readonly apiVersion?: 'metrics.k8s.io/v1beta1';
  readonly kind?: 'PodMetrics';
  readonly metadata: ObjectMeta;
  readonly timestamp: Time;
  readonly window: Duration;
  readonly selector?: LabelSelector;
  readonly owner?: ObjectReference;
  readonly containers: readonly ContainerMetrics[];
  readonly unit?: Unit;
  readonly stranger?: unknown;
}
`);
    expect(text).toContain(`
export interface ContainerMetrics {
  readonly name: string;
  readonly usage?: { readonly [key: string]: Quantity };
  readonly inside?: ContainerMetrics;
}
`);
    expect(text.match(/ContainerMetrics \{/g)).toHaveLength(1);
    expect(text).toContain("export type Unit = 'bytes' | 'cores';\n");
  });

  test('has an open type for a kind without a schema', () => {
    expect(text).toContain(`
export interface Mystery {
  readonly apiVersion?: 'metrics.k8s.io/v1beta1';
  readonly kind?: 'Mystery';
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}
`);
  });
});

describe('a built-in group that is asked for', () => {
  const text = readFileSync(join(import.meta.dirname, '../../k8s/openapi.json'), 'utf8');
  const { groupVersions, schemas: builtIn } = JSON.parse(text) as BuiltInInput;
  const named = groupVersions.filter(({ group }) => group !== '');

  test.each(named.map((one) => ({ path: `${one.group}/${one.version}`, one })))(
    '$path declares all that it names',
    ({ path, one }) => {
      const marked = Object.entries(builtIn).map(([name, schema]): [string, Schema] => {
        const location = locateBuiltIn(name);
        if (location?.module !== path) return [name, schema];
        const mark = { group: one.group, version: one.version, kind: location.name };
        return [name, { ...schema, 'x-kubernetes-group-version-kind': [mark] }];
      });
      expectHarmless(generateFiles([customModule(one, Object.fromEntries(marked))], { source: 'a test' }));
    },
  );
});
