// What the compiler promises of what is written: a misspelt field does not compile, and an object that a function made
// does. All of it is checked by `npm run build`; at run time nothing is left to see.

import { describe, expect, test } from '@jest/globals';
import {
  Api,
  type Client,
  type DynamicObject,
  type KubeObject,
  type NewObject,
  withExactInteger,
} from 'kube-rx';
import { ConfigMap, CustomResourceDefinition, Deployment, Pod } from 'kube-rx/k8s';

interface Apis {
  readonly pods: Api<Pod, 'status'>;
  readonly deployments: Api<Deployment, 'scale'>;
  readonly configMaps: Api<ConfigMap>;
  readonly definitions: Api<CustomResourceDefinition>;
  readonly dynamic: Api<DynamicObject>;
  readonly untyped: Api;
}

type Use = (apis: Apis) => readonly Promise<unknown>[];

/** Only the compiler looks at what is used. */
function compiles(use: Use): void {
  expect(use).toBeInstanceOf(Function);
}

const by = { fieldManager: 'shop' };
const containers = [{ name: 'web', image: 'web:1' }];

describe('an object that is written', () => {
  test('may come from a function, where apiVersion and kind are text', () => {
    const makePod = () => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0' },
      spec: { containers },
    });
    compiles(({ pods }) => [
      pods.create(makePod()),
      pods.replace('web-0', makePod()),
      pods.status.replace('web-0', makePod()),
      pods.apply('web-0', makePod(), by),
      pods.status.apply('web-0', makePod(), by),
      pods.patch.merge('web-0', makePod()),
      pods.patch.strategic('web-0', makePod()),
    ]);
  });

  test('is refused where it says that it is of another kind', () => {
    const pod = { metadata: { name: 'web-0' }, spec: { containers } };
    const deployment: Deployment = { metadata: { name: 'web' } };
    compiles(({ pods, configMaps }) => [
      pods.create({ apiVersion: 'v1', kind: 'Pod', ...pod }),
      // @ts-expect-error a Deployment is no Pod
      pods.create({ kind: 'Deployment', ...pod }),
      // @ts-expect-error nor is anything of another version
      pods.create({ apiVersion: 'v2', ...pod }),
      // @ts-expect-error not where it replaces one
      pods.replace('web-0', { kind: 'Deployment', ...pod }),
      // @ts-expect-error not where it is applied
      pods.apply('web-0', { kind: 'Deployment', ...pod }, by),
      // @ts-expect-error not where it is a patch
      pods.patch.merge('web-0', { kind: 'Deployment', ...pod }),
      // @ts-expect-error not where its type says so
      configMaps.create(deployment),
    ]);
  });

  test('has no field that its kind has not, and all that its kind requires', () => {
    compiles(({ pods }) => [
      pods.create({ metadata: { generateName: 'web-' }, spec: { containers } }),
      // @ts-expect-error `spec` is misspelt
      pods.create({ metadata: {}, spce: { containers } }),
      // @ts-expect-error there are no containers
      pods.create({ metadata: {}, spec: {} }),
    ]);
  });

  test('may be of a type parameter', () => {
    const write = <K extends KubeObject>(api: Api<K>, object: NewObject<K>): Promise<K> => api.create(object);
    compiles(({ pods }) => [write(pods, { metadata: {}, spec: { containers } })]);
  });
});

describe('a merge patch', () => {
  test('is a part of the object, where null removes', () => {
    compiles(({ pods, configMaps, definitions, deployments }) => [
      pods.patch.merge('a', { metadata: { labels: { app: null, tier: 'web' }, annotations: null } }),
      pods.status.patch.merge('a', { status: { phase: 'Running' } }),
      configMaps.patch.merge('a', { data: { sky: 'blue', grass: null } }),
      definitions.patch.merge('a', { spec: { names: { shortNames: null } } }),
      deployments.scale.patch.merge('a', { spec: { replicas: 3 } }),
      // @ts-expect-error `metadata` is misspelt
      pods.patch.merge('a', { metdata: {} }),
      // @ts-expect-error `labels` is misspelt
      pods.patch.merge('a', { metadata: { label: {} } }),
      // @ts-expect-error a label is text
      pods.patch.merge('a', { metadata: { labels: { app: 1 } } }),
      // @ts-expect-error a list is replaced as a whole, and a container has a name
      pods.patch.merge('a', { spec: { containers: [{ image: 'web:2' }] } }),
      // @ts-expect-error directives are for a strategic patch
      pods.patch.merge('a', { spec: { $patch: 'replace' } }),
    ]);
  });
});

describe('a strategic merge patch', () => {
  test('is a part of the object, also within lists, with the directives', () => {
    compiles(({ pods, deployments, configMaps }) => [
      pods.patch.strategic('a', {
        metadata: { '$deleteFromPrimitiveList/finalizers': ['shop/web'], labels: { app: null } },
        spec: {
          containers: [
            { name: 'web', image: 'web:2' },
            { name: 'old', $patch: 'delete' },
            { $patch: 'replace' },
          ],
          '$setElementOrder/containers': [{ name: 'web' }],
        },
      }),
      deployments.patch.strategic('a', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }),
      configMaps.patch.strategic('a', { data: { sky: 'blue', $patch: 'replace' } }),
      // @ts-expect-error `name` is misspelt
      pods.patch.strategic('a', { spec: { containers: [{ nme: 'web' }] } }),
      // @ts-expect-error `containers` is misspelt
      pods.patch.strategic('a', { spec: { '$setElementOrder/contaners': [{ name: 'web' }] } }),
      // @ts-expect-error `type` is misspelt
      deployments.patch.strategic('a', { spec: { strategy: { $retainKeys: ['typ'] } } }),
      // @ts-expect-error there is no such directive
      pods.patch.strategic('a', { spec: { $path: 'delete' } }),
      // @ts-expect-error nor such a value of it
      pods.patch.strategic('a', { spec: { $patch: 'remove' } }),
    ]);
  });
});

describe('a whole number beyond 2^53', () => {
  test('is a bigint in a patch or an intent, and made by withExactInteger for the rest', () => {
    const seconds = 9007199254740993n;
    compiles(({ pods }) => [
      pods.patch.merge('a', { spec: { activeDeadlineSeconds: seconds } }),
      pods.patch.strategic('a', { spec: { activeDeadlineSeconds: seconds } }),
      pods.apply('a', { spec: { activeDeadlineSeconds: seconds } }, by),
      pods.replace('a', {
        metadata: {},
        spec: withExactInteger({ containers, activeDeadlineSeconds: 0 }, 'activeDeadlineSeconds', seconds),
      }),
      // @ts-expect-error a label is text
      pods.patch.merge('a', { metadata: { labels: { app: 1n } } }),
    ]);
  });
});

describe('a JSON patch', () => {
  test('has steps with the fields that they need', () => {
    compiles(({ pods }) => [
      pods.patch.json('a', [
        { op: 'test', path: '/metadata/labels/app', value: 'web' },
        { op: 'remove', path: '/spec/nodeName' },
        { op: 'move', from: '/metadata/labels/a', path: '/metadata/labels/b' },
      ]),
      // @ts-expect-error an add says what
      pods.patch.json('a', [{ op: 'add', path: '/metadata/labels/app' }]),
      // @ts-expect-error there is no such step
      pods.patch.json('a', [{ op: 'set', path: '/metadata/labels/app', value: 'web' }]),
      // @ts-expect-error a path is text
      pods.patch.json('a', [{ op: 'remove', path: ['metadata', 'labels'] }]),
    ]);
  });
});

describe('an intent that is applied', () => {
  test('is a part of the object, also within lists, and needs no type and no name', () => {
    compiles(({ pods, definitions }) => [
      pods.apply('a', { spec: { containers: [{ name: 'web', image: 'web:2' }] } }, by),
      definitions.apply('a', { spec: { versions: [{ name: 'v1', served: true }] } }, by),
      // @ts-expect-error `name` is misspelt
      pods.apply('a', { spec: { containers: [{ nme: 'web' }] } }, by),
      // @ts-expect-error what is no longer wanted is left out, not null
      pods.apply('a', { metadata: { labels: { app: null } } }, by),
    ]);
  });
});

test('anything may be written of a kind that is known only at run time', () => {
  const part: object = { spec: { any: 1 } };
  compiles(({ dynamic, untyped, pods }) => [
    dynamic.create({ metadata: {}, spec: { any: 1 } }),
    dynamic.patch.merge('a', { spec: { any: 1 } }),
    dynamic.patch.strategic('a', part),
    dynamic.apply('a', part, by),
    untyped.patch.merge('a', { spec: { any: 1 } }),
    untyped.apply('a', part, by),
    // Of a plain `object` the compiler knows nothing that it could refuse.
    pods.patch.merge('a', part),
  ]);
});

test('an Api of a kind is an Api of any kind, and with subresources one without', () => {
  const all = (client: Client): readonly Api[] => [
    Api.all(client, Pod),
    Api.all(client, ConfigMap),
    Api.all(client, CustomResourceDefinition),
  ];
  const named = (client: Client): Api<Pod> => Api.all(client, Pod);
  expect([all, named]).toHaveLength(2);
});
