import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { resourceName } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { stageOf } from '../../src/apply/apply-order.ts';
import { type ApplyInput, keyOf, planApply } from '../../src/apply/apply-plan.ts';
import { definedKinds } from '../../src/apply/defined-kinds.ts';
import type { ApiResource } from '../../src/discovery/api-resource.ts';
import { ManifestError } from '../../src/manifests/manifest.ts';

const resource = (apiVersion: string, kind: string, scope: 'Namespaced' | 'Cluster'): ApiResource => {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const plural = `${kind.toLowerCase()}s`;
  return { group, version, kind, plural, scope, singular: '', shortNames: [], categories: [], verbs: [] };
};

const served = {
  resources: [
    resource('v1', 'Namespace', 'Cluster'),
    resource('v1', 'Secret', 'Namespaced'),
    resource('v1', 'Pod', 'Namespaced'),
    resource('apps/v1', 'Deployment', 'Namespaced'),
    resource('apps/v1beta1', 'Deployment', 'Namespaced'),
    resource('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'Cluster'),
    resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'Cluster'),
  ],
  unavailable: ['metrics.k8s.io/v1beta1'],
};

const options = { namespace: undefined, defaultNamespace: 'default', codec: jsonCodec };
const plan = (inputs: readonly ApplyInput[]) => planApply(inputs, served, options);

const object = fc.record({
  type: fc.constantFrom(...served.resources),
  name: fc.constantFrom('a', 'b', 'c'),
  namespace: fc.constantFrom(undefined, '', 'default', 'shop'),
});

interface Drawn {
  readonly type: ApiResource;
  readonly name: string;
  readonly namespace: string | undefined;
}

function inputOf({ type: { group, version, kind }, name, namespace }: Drawn) {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

describe('a plan', () => {
  property.prop([fc.array(object, { maxLength: 30 })])(
    'has each object once, in rising stages, or tells which comes twice',
    (objects) => {
      const inputs = objects.map(inputOf);
      const identities = inputs.map(({ apiVersion, kind, metadata: { name, namespace } }) => {
        const { scope } = served.resources.find((one) => one.kind === kind) ?? {};
        const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
        return [group, kind, scope === 'Cluster' ? '' : namespace || 'default', name].join();
      });
      if (new Set(identities).size < identities.length) {
        expect(() => plan(inputs)).toThrow(ManifestError);
        return;
      }
      const stages = plan(inputs);
      const planned = stages.flat();
      expect(planned).toHaveLength(inputs.length);
      expect(new Set(planned.map(keyOf)).size).toBe(inputs.length);
      const numbers = stages.map((stage) => new Set(stage.map(({ resource: one }) => stageOf(one))));
      expect(numbers.every((stage) => stage.size === 1)).toBe(true);
      const order = numbers.flatMap((stage) => [...stage]);
      expect(order).toEqual(order.toSorted());
    },
  );

  test('says of a kind that its server is down', () => {
    const input = { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', metadata: { name: 'a' } };
    expect(() => plan([input])).toThrow('as what serves it cannot be asked now');
  });

  test('tells a whole number that has lost its last digits, before anything is sent', () => {
    const input = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, spec: { n: 2 ** 60 } };
    expect(() => plan([input])).toThrow('spec.n is a whole number beyond 2^53');
  });

  test('knows the kinds that its definitions will make, of the versions that they serve', () => {
    const version = (name: string, isServed: boolean): object => ({ name, served: isServed });
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'websites.shop.example' },
      spec: {
        group: 'shop.example',
        scope: 'Cluster',
        names: { kind: 'Website', plural: 'websites' },
        versions: [version('v1', true), version('v2', false)],
      },
    };
    const website = { apiVersion: 'shop.example/v1', kind: 'Website', metadata: { name: 'a' } };
    const planned = plan([website, definition]).flat();
    expect(planned.map(({ resource: one, definition: by }) => [resourceName(one), by])).toEqual([
      ['customresourcedefinitions.apiextensions.k8s.io', undefined],
      ['websites.shop.example', 'websites.shop.example'],
    ]);
    expect(() => plan([{ ...website, apiVersion: 'shop.example/v2' }, definition])).toThrow(
      'has no kind "Website"',
    );
  });

  property.prop([fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.jsonValue()])(
    'takes definitions that say anything',
    (spec, names, versions) => {
      const head = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'a' },
      };
      expect(definedKinds({ ...head, spec: { ...spec, names, versions } })).toEqual([]);
      expect(definedKinds({ ...head, spec })).toEqual([]);
    },
  );
});
