// What the compiler promises of built-in kinds: types follow tokens, and a wrong scope or an unknown subresource does
// not compile. Most of this is checked by `npm run build`; at run time only the tokens are left.

import { describe, expect, test } from '@jest/globals';
import {
  Api,
  type Client,
  type DynamicObject,
  type DynamicResource,
  defineResource,
  type KubeObject,
  type NewObject,
  type ObjectMeta,
  type Resource,
} from 'kube-rx';
import {
  ConfigMap,
  Deployment,
  Event,
  type Lease,
  Node,
  Pod,
  type PodSpec,
  type PodTemplateSpec,
} from 'kube-rx/k8s';
import { HorizontalPodAutoscaler as HorizontalPodAutoscalerV1 } from 'kube-rx/k8s/autoscaling/v1';
import { Pod as PodOfItsModule } from 'kube-rx/k8s/core/v1';
import { Event as EventsEvent } from 'kube-rx/k8s/events.k8s.io/v1';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isTrue<T extends true>(): T | undefined {
  return undefined;
}

describe('a built-in kind', () => {
  test('is a type and a token under one name, the same from the index as from its module', () => {
    isTrue<Equal<Pod, PodOfItsModule>>();
    expect(Pod).toBe(PodOfItsModule);
    expect(Pod).toMatchObject({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' });
    expect([Event.group, EventsEvent.group]).toEqual(['', 'events.k8s.io']);
    expect(HorizontalPodAutoscalerV1.version).toBe('v1');
  });

  test('gives its Api its type, its lists and its watches too', () => {
    const use = async (client: Client): Promise<unknown[]> => {
      const pods = Api.namespaced(client, Pod, 'shop');
      isTrue<Equal<typeof pods extends Api<infer K> ? K : never, Pod>>();
      const pod = await pods.get('web-0');
      isTrue<Equal<typeof pod, Pod>>();
      const [first] = await pods.list();
      isTrue<Equal<typeof first, Pod | undefined>>();
      for await (const event of pods.watch()) {
        if (event.type === 'ADDED') isTrue<Equal<typeof event.object, Pod>>();
      }
      return [pod, first];
    };
    expect(use).toBeDefined();
  });

  test('is refused by a namespace when it is cluster-scoped', () => {
    const use = (client: Client): unknown[] => [
      Api.all(client, Node),
      Api.all(client, Pod),
      // @ts-expect-error nodes are cluster-scoped
      Api.namespaced(client, Node, 'shop'),
      // @ts-expect-error nodes have no default namespace either
      Api.defaultNamespaced(client, Node),
    ];
    expect(use).toBeDefined();
  });

  test('has the subresources that the server gives it, and no other', () => {
    const use = (client: Client): unknown[] => {
      const deployments = Api.namespaced(client, Deployment, 'shop');
      const configMaps = Api.namespaced(client, ConfigMap, 'shop');
      const pods = Api.namespaced(client, Pod, 'shop');
      // Nothing can be done with a never.
      isTrue<Equal<typeof configMaps.status, never>>();
      isTrue<Equal<typeof pods.scale, never>>();
      return [
        configMaps,
        pods.status.get('web-0'),
        deployments.scale.get('web'),
        deployments.status.get('web'),
        pods.subresource('ephemeralcontainers'),
        // @ts-expect-error a Deployment has no ephemeral containers
        deployments.subresource('ephemeralcontainers'),
      ];
    };
    expect(use).toBeDefined();
  });

  test('requires what the server always sends, and no more of a template or of what is to be created', () => {
    isTrue<Equal<Pod['metadata'], ObjectMeta>>();
    isTrue<Equal<PodTemplateSpec['metadata'], Partial<ObjectMeta> | undefined>>();
    const created: NewObject<Pod> = {
      metadata: { generateName: 'web-' },
      spec: { containers: [{ name: 'web' }] },
    };
    // @ts-expect-error an object that was read has a name
    const read: Pod = { metadata: {} };
    // @ts-expect-error containers are required
    const spec: PodSpec = {};
    // @ts-expect-error this is no Pod
    const other: Pod = { kind: 'Deployment', metadata: { name: 'x' } };
    expect([created, read, spec, other]).toHaveLength(4);
  });

  test('knows times, quantities and enums as they are on the wire', () => {
    isTrue<Equal<NonNullable<Lease['spec']>['renewTime'], string | undefined>>();
    isTrue<Equal<PodSpec['restartPolicy'], 'Always' | 'Never' | 'OnFailure' | undefined>>();
    const limits: NonNullable<PodSpec['containers'][number]['resources']>['limits'] = { cpu: '500m' };
    expect(limits).toBeDefined();
  });

  test('is a KubeObject wherever one is wanted', () => {
    isTrue<Pod extends KubeObject ? true : false>();
    const resources: readonly Resource[] = [Pod, Node, Deployment];
    expect(resources.map(({ kind }) => kind)).toEqual(['Pod', 'Node', 'Deployment']);
  });
});

describe('a kind of one’s own', () => {
  interface Website extends KubeObject {
    readonly spec: { readonly host: string };
  }
  const Website = defineResource<Website, 'status'>({
    group: 'example.com',
    version: 'v1',
    kind: 'Website',
    plural: 'websites',
    scope: 'Namespaced',
    subresources: ['status'],
  });

  test('is as good as a built-in one', () => {
    const use = async (client: Client): Promise<string> => {
      const sites = Api.namespaced(client, Website, 'shop');
      isTrue<Equal<typeof sites.scale, never>>();
      return (await sites.get('x')).spec.host;
    };
    expect([Website.scope, typeof use]).toEqual(['Namespaced', 'function']);
  });

  test('may be known at run time only', () => {
    const use = (client: Client, resource: DynamicResource): readonly unknown[] => {
      const objects = Api.namespaced(client, resource, 'shop');
      isTrue<Equal<typeof objects extends Api<infer K> ? K : never, DynamicObject>>();
      return [objects, Api.all(client, resource)];
    };
    expect(use).toBeDefined();
  });
});
