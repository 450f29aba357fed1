import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ApiServerOptions } from '@kube-rx/apiserver';
import { type Reply, TestServer, type Wire } from '../support/test-server.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const tokens = { root: { name: 'root', groups: ['system:masters'] } };
const root = { headers: { authorization: 'Bearer root' } };

class Cluster {
  readonly server: TestServer;

  constructor(options: Partial<ApiServerOptions> = {}) {
    this.server = new TestServer({ tokens, rbac: true, ...options });
  }

  async list(plural: string): Promise<readonly Wire[]> {
    return (await this.server.ask('GET', `${rbac}/${plural}`, root)).body.items;
  }

  get(path: string): Promise<Reply> {
    return this.server.ask('GET', `${rbac}/${path}`, root);
  }

  /** Changes fields of an object, as an administrator would. */
  async merge(path: string, body: object): Promise<void> {
    const headers = { ...root.headers, 'content-type': 'application/merge-patch+json' };
    const { status } = await this.server.ask('PATCH', `${rbac}/${path}`, { headers, body });
    expect(status).toBe(200);
  }
}

const plurals = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'];

async function recorded(): Promise<Readonly<Record<string, object>>> {
  const file = join(import.meta.dirname, '../../../k8s/policy.json');
  return JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, object>>;
}

const gathering = new Set(['admin', 'edit', 'view']);

describe('the roles and bindings of every cluster', () => {
  test('are those that a real server has made', async () => {
    const cluster = new Cluster();
    const found = await Promise.all(plurals.map((plural) => cluster.list(plural)));
    const kinds = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
    const objects = found.flatMap((items, at) =>
      items.map((item) => {
        const { resourceVersion, uid, managedFields, ...own } = item.metadata;
        const { creationTimestamp } = own as typeof own & { readonly creationTimestamp: string };
        expect([Number(resourceVersion) > 0, uid.length]).toEqual([true, 36]);
        expect(managedFields[0]?.['time']).toBe(creationTimestamp);
        const rules = gathering.has(own.name) && at === 0 ? { rules: null } : {};
        return { ...item, kind: kinds[at], metadata: { ...own, creationTimestamp: undefined }, ...rules };
      }),
    );
    expect(objects).toEqual(expect.arrayContaining(Object.values(await recorded())));
    expect(objects).toHaveLength(133);
  });

  test('gather others from the start', async () => {
    const cluster = new Cluster();
    const count = async (name: string): Promise<number> => {
      const { rules } = (await cluster.get(`clusterroles/${name}`)).body as unknown as { rules: object[] };
      return rules.length;
    };
    const [view, edit, admin] = [await count('view'), await count('edit'), await count('admin')];
    expect(view).toBe(await count('system:aggregate-to-view'));
    expect(edit).toBe(view + (await count('system:aggregate-to-edit')));
    expect(admin).toBe(edit + (await count('system:aggregate-to-admin')));
  });

  test('are not there where nobody decides by them', async () => {
    const cluster = new Cluster({ rbac: false });
    for (const plural of plurals) expect(await cluster.list(plural)).toEqual([]);
  });

  test('are there for a seed, which replaces one', async () => {
    const cluster = new Cluster();
    const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:node' },
      rules,
    };
    cluster.server.server.seed([role]);
    expect((await cluster.get('clusterroles/system:node')).body).toMatchObject({ rules });
    // Now it is the seed's own.
    expect(() => cluster.server.server.seed([role])).toThrow(/already exists/);
  });
});

describe('a server that starts again', () => {
  const missing = [{ verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] }];

  test('gives its roles and bindings what they lack, and takes nothing away', async () => {
    const cluster = new Cluster();
    const own = { verbs: ['get'], apiGroups: ['x'], resources: ['y'] };
    await cluster.merge('clusterroles/system:auth-delegator', {
      rules: [own],
      metadata: { labels: { a: 'b' } },
    });
    const jane = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' };
    await cluster.merge('clusterrolebindings/system:discovery', { subjects: [jane] });
    await cluster.server.ask('DELETE', `${rbac}/clusterroles/view`, root);
    cluster.server.server.restart();
    expect((await cluster.get('clusterroles/system:auth-delegator')).body).toMatchObject({
      metadata: { labels: { a: 'b', 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
      rules: [
        own,
        ...missing,
        { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'] },
      ],
    });
    const group = { ...jane, kind: 'Group', name: 'system:authenticated' };
    expect((await cluster.get('clusterrolebindings/system:discovery')).body).toMatchObject({
      subjects: [jane, group],
    });
    const view = await cluster.get('clusterroles/view');
    expect(view.body).toMatchObject({ rules: expect.arrayContaining([expect.anything()]) as unknown });
  });

  test('writes nothing where nothing is missing', () => {
    const { server } = new Cluster().server;
    const before = server.revision;
    server.restart();
    expect(server.revision).toBe(before);
  });

  test('leaves alone what is annotated so', async () => {
    const cluster = new Cluster();
    const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
    await cluster.merge('clusterroles/system:auth-delegator', { rules: null, metadata: { annotations } });
    cluster.server.server.restart();
    expect((await cluster.get('clusterroles/system:auth-delegator')).body).toMatchObject({ rules: null });
  });

  test('makes a binding anew that is one of another role', async () => {
    const cluster = new Cluster();
    const path = `${rbac}/clusterrolebindings/system:monitoring`;
    await cluster.server.ask('DELETE', path, root);
    const roleRef = { kind: 'ClusterRole', name: 'view' };
    const subjects = [{ kind: 'User', name: 'jane' }];
    const name = 'system:monitoring';
    await cluster.server.ask('POST', `${rbac}/clusterrolebindings`, {
      body: { metadata: { name }, roleRef, subjects },
      ...root,
    });
    cluster.server.server.restart();
    expect((await cluster.get(`clusterrolebindings/${name}`)).body).toMatchObject({
      roleRef: { name },
      subjects: [{ kind: 'Group', name }],
    });
  });

  test('on a state without them makes them, and keeps the rules of a role that gathers now', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    try {
      const file = join(folder, 'state');
      const open = new Cluster({ rbac: false });
      const rules = [{ verbs: ['get'], apiGroups: ['shop.example'], resources: ['orders'] }];
      await open.server.ask('POST', `${rbac}/clusterroles`, {
        body: { metadata: { name: 'view' }, rules },
        ...root,
      });
      await open.server.server.saveState(file);
      const cluster = new Cluster();
      await cluster.server.server.loadState(file);
      expect(await cluster.list('clusterrolebindings')).toHaveLength(50);
      const { body } = await cluster.get('clusterroles/view');
      expect(body).toMatchObject({ rules: expect.arrayContaining(rules) as unknown });
      expect((await cluster.get('clusterroles/system:aggregate-to-view')).body).toMatchObject({
        rules: expect.arrayContaining([...rules, expect.anything()]) as unknown,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
