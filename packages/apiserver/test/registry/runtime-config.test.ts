import { describe, expect, test } from '@jest/globals';
import type { RuntimeConfig } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

async function versionsOf(runtimeConfig?: RuntimeConfig): Promise<string[]> {
  const server = new TestServer({ resources: catalog, ...(runtimeConfig && { runtimeConfig }) });
  const { text } = await server.get('/apis');
  const { groups } = JSON.parse(text) as { groups: { versions: { groupVersion: string }[] }[] };
  return groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
}

describe('the versions that are served', () => {
  test('are the stable ones, in the order of the real server', async () => {
    // As kube-apiserver 1.36.3 lists them.
    expect(await versionsOf()).toEqual([
      'apiregistration.k8s.io/v1',
      'apps/v1',
      'events.k8s.io/v1',
      'authentication.k8s.io/v1',
      'authorization.k8s.io/v1',
      'autoscaling/v2',
      'autoscaling/v1',
      'batch/v1',
      'certificates.k8s.io/v1',
      'networking.k8s.io/v1',
      'policy/v1',
      'rbac.authorization.k8s.io/v1',
      'storage.k8s.io/v1',
      'admissionregistration.k8s.io/v1',
      'apiextensions.k8s.io/v1',
      'scheduling.k8s.io/v1',
      'coordination.k8s.io/v1',
      'node.k8s.io/v1',
      'discovery.k8s.io/v1',
      'resource.k8s.io/v1',
      'flowcontrol.apiserver.k8s.io/v1',
    ]);
  });

  test.each<[config: RuntimeConfig, has: string[], lacks: string[]]>([
    [{ 'api/beta': true }, ['resource.k8s.io/v1beta2', 'apps/v1'], ['coordination.k8s.io/v1alpha2']],
    [{ 'api/all': true }, ['resource.k8s.io/v1beta2', 'coordination.k8s.io/v1alpha2'], []],
    [{ 'api/all': true, 'api/alpha': false }, ['resource.k8s.io/v1beta2'], ['coordination.k8s.io/v1alpha2']],
    [{ 'api/beta': true, 'resource.k8s.io/v1beta2': false }, ['apps/v1'], ['resource.k8s.io/v1beta2']],
    [{ 'apps/v1': false }, ['batch/v1'], ['apps/v1']],
    [{ 'coordination.k8s.io/v1alpha2': true }, ['coordination.k8s.io/v1alpha2'], ['resource.k8s.io/v1beta2']],
  ])('with %j', async (config, has, lacks) => {
    const versions = await versionsOf(config);
    expect(versions).toEqual(expect.arrayContaining(has));
    for (const one of lacks) expect(versions).not.toContain(one);
  });
});
