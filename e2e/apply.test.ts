// Many objects at once, and sets that kubectl keeps as well, on the real API server.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  Api,
  type ApplyAllOptions,
  ApplyError,
  applyAll,
  type Client,
  discovery,
  parseManifests,
} from '@kube-rx/client';
import { ConfigMap, Deployment, Secret } from '@kube-rx/k8s';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { type Kubectl, kubectlOf } from './kubectl.ts';

let controlPlane: ControlPlane;
let client: Client;
let kubectl: Kubectl;
let namespace = '';
let count = 0;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  kubectl = await kubectlOf(controlPlane);
});

afterAll(async () => {
  await kubectl[Symbol.asyncDispose]();
  await client.close();
  await controlPlane.stop();
});

beforeEach(async () => {
  count += 1;
  namespace = `shop-${count}`;
  await apply(`{ apiVersion: v1, kind: Namespace, metadata: { name: ${namespace} } }`);
});

const configMap = (name: string, value = '1'): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} }, data: { a: "${value}" } }\n`;
const documents = (...texts: string[]): string => texts.join('---\n');

const definition = (plural: string, kind: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.apply.example }
spec:
  group: apply.example
  scope: Namespaced
  names: { plural: ${plural}, kind: ${kind} }
  versions:
  - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
`;

async function apply(text: string, options: ApplyAllOptions = {}): Promise<string[]> {
  const results = await applyAll(client, parseManifests(text, 'f.yaml'), options);
  return results.map(({ ref, outcome }) => `${ref.resource.kind} ${ref.name} ${outcome}`);
}

const names = async (): Promise<string[]> => {
  const configMaps = await Api.namespaced(client, ConfigMap, namespace).list();
  return configMaps.map(({ metadata: { name } }) => name).filter((name) => name !== 'kube-root-ca.crt');
};

describe('applyAll', () => {
  test('applies a definition, its objects, and the namespace that they go to, in one call', async () => {
    const kinds = ['alphas', 'betas', 'gammas'];
    const text = documents(
      ...kinds.map(
        (plural) =>
          `{ apiVersion: apply.example/v1, kind: ${plural.slice(0, -1)}K, metadata: { name: a, namespace: fresh } }\n`,
      ),
      ...kinds.map((plural) => definition(plural, `${plural.slice(0, -1)}K`)),
      '{ apiVersion: v1, kind: Namespace, metadata: { name: fresh } }\n',
    );
    const outcomes = await apply(text, { wait: true, timeout: 60_000 });
    expect(outcomes).toHaveLength(7);
    expect(outcomes.every((one) => one.endsWith(' created'))).toBe(true);
    expect(await apply(text)).toEqual(outcomes.map((one) => one.replace('created', 'unchanged')));
  });

  test('says of an object what kubectl owns of it', async () => {
    await kubectl(`create -n ${namespace} -f -`, configMap('a'));
    const failed = await apply(configMap('a', '2'), { namespace }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(failed instanceof ApplyError)) throw new Error('no ApplyError');
    expect(failed.results[0]).toMatchObject({ conflicts: [{ manager: 'kubectl-create', field: '.data.a' }] });
    expect(await apply(configMap('a', '2'), { namespace, force: true })).toEqual(['ConfigMap a configured']);
  });

  test('changes nothing in a dry run, and says what it would change', async () => {
    await apply(documents(configMap('a'), configMap('b')), { namespace });
    const text = documents(configMap('a'), configMap('b', '2'), configMap('c'));
    expect(await apply(text, { namespace, dryRun: true })).toEqual([
      'ConfigMap a unchanged',
      'ConfigMap b configured',
      'ConfigMap c created',
    ]);
    expect(await names()).toEqual(['a', 'b']);
  });

  test('waits until a rollout is complete', async () => {
    const web = `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { replicas: 1, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: i }] } } } }`;
    const { status } = Api.namespaced(client, Deployment, namespace);
    const counts = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
    const reasons: string[] = [];
    const outcomes = await apply(web, {
      namespace,
      wait: true,
      timeout: 60_000,
      onProgress: (progress) => {
        if (progress.type !== 'waiting') return;
        reasons.push(progress.reason);
        void status.patch.merge('web', { status: { ...counts, observedGeneration: 1 } });
      },
    });
    expect(outcomes).toEqual(['Deployment web created']);
    expect(reasons).toEqual(['its controller has not observed it yet']);
  });
});

describe('an ApplySet', () => {
  const byKubectl = (): string => `apply --server-side --prune --applyset=set -n ${namespace} -f -`;
  const asKubectl = (): ApplyAllOptions => ({
    prune: 'set',
    tooling: 'kubectl/v1.35.0',
    namespace,
    fieldManager: 'kubectl',
  });

  test('that kubectl has applied is pruned here', async () => {
    const { code, output } = await kubectl(byKubectl(), documents(configMap('a'), configMap('b')));
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(await apply(configMap('a'), asKubectl())).toEqual(['ConfigMap a unchanged', 'ConfigMap b pruned']);
    expect(await names()).toEqual(['a']);
  });

  test('that was applied here is pruned by kubectl', async () => {
    await apply(documents(configMap('a'), configMap('b')), asKubectl());
    expect((await kubectl(byKubectl(), configMap('a'))).output).toContain('configmap/b pruned');
    expect(await names()).toEqual(['a']);
  });

  test('of one tool is refused by the other', async () => {
    await apply(configMap('a'), { prune: 'set', namespace });
    expect((await kubectl(byKubectl(), configMap('a'))).output).toContain(
      'already exists and is managed by tooling "kube-rx" instead of "kubectl"',
    );
    await expect(apply(configMap('a'), asKubectl())).rejects.toMatchObject({ name: 'ApplySetError' });
  });

  test('keeps what it lists where an apply fails, and prunes it at the next one', async () => {
    const options = { prune: 'set', namespace };
    await apply(documents(configMap('a'), configMap('b')), options);
    const broken =
      '{ apiVersion: v1, kind: Service, metadata: { name: s }, spec: { ports: [{ port: 0 }] } }\n';
    await expect(apply(documents(configMap('a'), broken), options)).rejects.toBeInstanceOf(ApplyError);
    expect(await names()).toEqual(['a', 'b']);
    const { annotations } = (await Api.namespaced(client, Secret, namespace).get('set')).metadata;
    expect(annotations?.['applyset.kubernetes.io/contains-group-kinds']).toBe('ConfigMap,Service');
    expect(await apply(configMap('a'), options)).toEqual(['ConfigMap a unchanged', 'ConfigMap b pruned']);
  });

  test('prunes objects of a kind that is defined in it, with their definition', async () => {
    const options = { prune: 'set', namespace };
    const thing = '{ apiVersion: apply.example/v1, kind: Thing, metadata: { name: t } }\n';
    await apply(documents(definition('things', 'Thing'), thing, configMap('a')), options);
    expect(await apply(documents(definition('things', 'Thing'), configMap('a')), options)).toEqual([
      'CustomResourceDefinition things.apply.example unchanged',
      'ConfigMap a unchanged',
      'Thing t pruned',
    ]);
    expect(await apply(configMap('a'), options)).toEqual([
      'ConfigMap a unchanged',
      'CustomResourceDefinition things.apply.example pruned',
    ]);
    expect(await discovery(client).resolve('cm')).toBeDefined();
  });
});
