import { beforeEach, describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { definition, type Reply, TestServer } from '../support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describe('a definition', () => {
  let server: TestServer;

  beforeEach(() => {
    server = new TestServer({ resources: catalog });
  });

  function define(spec: object, name = 'webs.example.com'): Promise<Reply> {
    const base = definition('webs', 'Web') as { readonly spec: object };
    const annotations = { 'api-approved.kubernetes.io': 'unapproved, for a test' };
    return server.post(definitions, {
      ...base,
      metadata: { name, annotations },
      spec: { ...base.spec, ...spec },
    });
  }

  const version = (name: string, more: object = {}): object => ({
    name,
    served: true,
    storage: false,
    schema: { openAPIV3Schema: { type: 'object' } },
    ...more,
  });

  test.each([
    [
      'with a version twice',
      [version('v1', { storage: true }), version('v1')],
      'must contain unique version names',
    ],
    ['without a storage version', [version('v1')], 'must have exactly one version marked as storage version'],
    [
      'with two storage versions',
      [version('v1', { storage: true }), version('v2', { storage: true })],
      'must have exactly one version marked as storage version',
    ],
  ])('%s is refused and neither stored nor served', async (_, versions, why) => {
    const refused = await define({ versions });
    expect(refused).toMatchObject({ status: 422, body: { message: expect.stringContaining(why) } });
    expect(await server.get(`${definitions}/webs.example.com`)).toMatchObject({ status: 404 });
    expect(await server.get('/apis/example.com')).toMatchObject({ status: 404 });
  });

  test('takes neither paths nor objects nor the schema of a built-in resource', async () => {
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
    await server.post(leases, { metadata: { name: 'a' } });
    const before = await Promise.all(
      [leases, '/apis/coordination.k8s.io/v1', '/openapi/v3/apis/coordination.k8s.io/v1'].map((path) =>
        server.get(path),
      ),
    );
    const names = { plural: 'leases', kind: 'Lease' };
    const name = 'leases.coordination.k8s.io';
    const spec = {
      group: 'coordination.k8s.io',
      names,
      scope: 'Cluster',
      versions: [version('v1', { storage: true })],
    };
    expect(await define(spec, name)).toMatchObject({ status: 201 });
    const { body } = await server.get(`${definitions}/${name}`);
    expect(body.status.conditions.map(({ type, status }) => [type, status])).toEqual([
      ['NamesAccepted', 'True'],
      ['Established', 'True'],
      ['KubernetesAPIApprovalPolicyConformant', 'False'],
    ]);
    const again = async (): Promise<string[]> => {
      const paths = [leases, '/apis/coordination.k8s.io/v1', '/openapi/v3/apis/coordination.k8s.io/v1'];
      return (await Promise.all(paths.map((path) => server.get(path)))).map(({ text }) =>
        text.replace(/"resourceVersion":"\d+"/, ''),
      );
    };
    const expected = before.map(({ text }) => text.replace(/"resourceVersion":"\d+"/, ''));
    expect(await again()).toEqual(expected);
    await server.delete(`${definitions}/${name}`);
    expect(await server.get(`${definitions}/${name}`)).toMatchObject({ status: 404 });
    expect(await again()).toEqual(expected);
  });

  test('in another version of a built-in resource keeps its objects apart', async () => {
    const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
    await server.post(classes, { metadata: { name: 'a' }, value: 1 });
    const names = { plural: 'priorityclasses', kind: 'PriorityClass' };
    const spec = {
      group: 'scheduling.k8s.io',
      names,
      scope: 'Cluster',
      versions: [version('v9', { storage: true })],
    };
    await define(spec, 'priorityclasses.scheduling.k8s.io');
    const others = '/apis/scheduling.k8s.io/v9/priorityclasses';
    expect((await server.get(others)).body.items).toEqual([]);
    await server.post(others, {
      apiVersion: 'scheduling.k8s.io/v9',
      kind: 'PriorityClass',
      metadata: { name: 'b' },
    });
    await server.delete(`${definitions}/priorityclasses.scheduling.k8s.io`);
    expect((await server.get(classes)).body.items.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(await server.get(others)).toMatchObject({ status: 404 });
  });

  test('whose versions are no longer served is served no longer, and finds its objects again', async () => {
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    await define({});
    await server.post(webs, { apiVersion: 'example.com/v1', kind: 'Web', metadata: { name: 'a' } });
    const serve = (value: boolean): Promise<Reply> =>
      server.patch(`${definitions}/webs.example.com`, 'json', [
        { op: 'replace', path: '/spec/versions/0/served', value },
      ]);
    await serve(false);
    expect(await server.get(webs)).toMatchObject({ status: 404 });
    await serve(true);
    expect((await server.get(webs)).body.items).toHaveLength(1);
    await serve(false);
    await server.delete(`${definitions}/webs.example.com`);
    await define({});
    expect((await server.get(webs)).body.items).toEqual([]);
  });

  test('that goes and comes again at once is another one', async () => {
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    for (let times = 0; times < 20; times += 1) {
      expect(await define({})).toMatchObject({ status: 201 });
      await server.post(webs, { apiVersion: 'example.com/v1', kind: 'Web', metadata: { name: 'a' } });
      expect((await server.get(webs)).body.items).toHaveLength(1);
      await server.delete(`${definitions}/webs.example.com`);
      expect(await server.get(webs)).toMatchObject({ status: 404 });
    }
  });
});
