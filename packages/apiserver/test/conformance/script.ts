// What is asked of both servers, group by group; each group has a namespace of its own.

import type { Session } from './session.ts';

type Group = (session: Session) => Promise<void>;

const configMap = (name: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...more,
});

const meta = ['kind', 'apiVersion', 'metadata', 'code', 'message', 'reason', 'details', 'status'];
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export const groups: Readonly<Record<string, Group>> = {
  async create(t) {
    const at = t.at('configmaps');
    await t.post(at, configMap('a', { data: { k: 'v' } }));
    await t.post(at, configMap('a'));
    await t.post(at, { metadata: { generateName: 'gen-' } });
    await t.post(
      at,
      configMap('b', {
        metadata: {
          name: 'b',
          uid: 'x',
          selfLink: 'y',
          creationTimestamp: '2001-01-01T00:00:00Z',
          deletionTimestamp: '2001-01-01T00:00:00Z',
          generation: 7,
        },
      }),
    );
    await t.post(at, configMap('c', { metadata: { name: 'c', resourceVersion: '1' } }));
    await t.post(at, configMap('d', { metadata: { name: 'd', namespace: 'other' } }));
    await t.post(at, configMap(''));
    await t.post(at, configMap('A_b'));
    await t.post(at, configMap('x'.repeat(254)));
    await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 'b c' } } }));
    await t.post(at, configMap('e', { metadata: { name: 'e', labels: { 'a b': 'c' } } }));
    await t.post(at, configMap('e', { metadata: { name: 'e', labels: { '-a/b': 'c' } } }));
    await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 'x'.repeat(64) } } }));
    await t.post(at, configMap('e', { metadata: { name: 'e', annotations: { 'a/b/c': 'c' } } }));
    await t.post(at, configMap('e', { metadata: { name: 'e', finalizers: ['plain'] } }));
    await t.post(
      at,
      configMap('e', { metadata: { name: 'e', finalizers: ['orphan', 'foregroundDeletion'] } }),
    );
    await t.post(
      at,
      configMap('e', {
        metadata: { name: 'e', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '' }] },
      }),
    );
    await t.post(
      at,
      configMap('f', {
        metadata: {
          name: 'f',
          labels: { z: '1', a: '2' },
          annotations: { z: '1', a: '2' },
          finalizers: ['example.com/f'],
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'Pod',
              name: 'p',
              uid: 'u',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
      }),
    );
    await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 1 } } }));
    await t.post(at, configMap('e', { metadata: 'x' }));
    await t.post(at, { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'e' } });
    await t.post(at, { kind: 'ConfigMap', apiVersion: 'v2', metadata: { name: 'e' } });
    await t.post(at, '{');
    await t.post(at, '[]');
    await t.post(at, '');
    await t.post(at, configMap('e'), { headers: { 'content-type': 'text/plain' } });
    await t.post(at, configMap('dry'), { query: { dryRun: 'All' } });
    await t.post(at, configMap('dry'), { query: { dryRun: 'Some' } });
    await t.get(`${at}/dry`);
    await t.post('/api/v1/namespaces/missing/configmaps', configMap('a'));
    await t.post('/api/v1/configmaps', configMap('a'));
    await t.post(`${at}/a`, configMap('a'));
    await t.post(at, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  k: "1"\n', {
      headers: { 'content-type': 'application/yaml' },
    });
    await t.post(t.at('secrets'), { metadata: { name: 's' }, stringData: { a: 'b' } });
    await t.post(t.at('secrets'), { metadata: { name: 's2' }, data: { a: 'not base64!' } });
    await t.post('/api/v1/namespaces', { metadata: { name: 'Bad.Name' } });
    await t.post('/api/v1/namespaces', { metadata: { name: 'with.dot' } });
  },

  async get(t) {
    const at = t.at('configmaps');
    const a = await t.post(at, configMap('a', { data: { b: '1', a: '2' } }));
    await t.get(`${at}/a`);
    await t.get(`${at}/missing`);
    await t.get(`${at}/a`, { resourceVersion: '0' });
    await t.get(`${at}/a`, { resourceVersion: a.metadata['resourceVersion'] ?? '' });
    await t.get(`${at}/a`, { resourceVersion: 'abc' });
    await t.get('/apis/apps/v1/namespaces/default/deployments/missing');
    await t.get('/api/v1/namespaces/default', {}, { only: ['kind', 'spec', 'status'] });
    await t.get(`${at}/a/status`);
    await t.send('POST', `${at}/a`);
    await t.send('PUT', at, { body: configMap('a') });
    await t.send('PATCH', at, { body: {} });
    await t.send('OPTIONS', at);
    await t.get('/api/v1/namespaces/default/nothings');
    await t.get('/api/v2/pods');
    await t.get('/apis/nothing.io/v1/things');
    await t.get('/apis/apps/v9/deployments');
    await t.get('/apis/apps/v1/nothings');
    await t.get('/nothing');
    await t.get('/apis/nothing.io');
    await t.get('/healthz');
    await t.get('/livez');
    await t.get('/readyz');
    await t.send('POST', '/version');
  },

  async list(t) {
    const at = t.at('configmaps');
    for (const name of ['ab', 'a0', 'a', 'a.b', 'a-b'])
      await t.post(
        at,
        configMap(name, { metadata: { name, labels: { n: name.length === 1 ? 'one' : 'more' } } }),
        { quiet: true },
      );
    await t.get(at);
    await t.get(at, { resourceVersion: '0', limit: 2 });
    const first = await t.get(at, { limit: 2 });
    const token = first.metadata['continue'] ?? '';
    await t.post(at, configMap('a1'), { quiet: true });
    const second = await t.get(at, { limit: 2, continue: token });
    await t.get(at, { limit: 2, continue: second.metadata['continue'] ?? '' });
    await t.get(at, { continue: token, resourceVersion: first.metadata['resourceVersion'] ?? '' });
    await t.get(at, { continue: token, resourceVersion: '0', limit: 1 });
    await t.get(at, { continue: token, resourceVersionMatch: 'Exact', resourceVersion: '1' });
    await t.get(at, { continue: 'abc' });
    await t.get(at, { continue: '###' });
    await t.get(at, {
      continue: Buffer.from('{"v":"meta.k8s.io/v2","rv":5,"start":"a"}').toString('base64url'),
    });
    await t.get(at, {
      continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":0,"start":"a"}').toString('base64url'),
    });
    await t.get(at, {
      continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":""}').toString('base64url'),
    });
    await t.get(at, {
      continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":"/../x"}').toString('base64url'),
    });
    const rv = first.metadata['resourceVersion'] ?? '';
    await t.get(at, { resourceVersion: rv, resourceVersionMatch: 'Exact' });
    await t.get(at, { resourceVersion: rv, resourceVersionMatch: 'NotOlderThan', limit: 2 });
    await t.get(at, { resourceVersion: '0', resourceVersionMatch: 'NotOlderThan', limit: 2 });
    await t.get(at, { resourceVersion: rv, limit: 3 });
    await t.get(at, { resourceVersionMatch: 'Exact' });
    await t.get(at, { resourceVersionMatch: 'NotOlderThan' });
    await t.get(at, { resourceVersionMatch: 'Exact', resourceVersion: '0' });
    await t.get(at, { resourceVersionMatch: 'Newest', resourceVersion: '1' });
    await t.get(at, { resourceVersionMatch: 'Newest' });
    await t.get(at, { sendInitialEvents: true });
    await t.get(at, { resourceVersion: 'abc' });
    await t.get(at, { resourceVersion: '-1' });
    await t.get(at, { resourceVersion: '99999999' });
    await t.get(at, { limit: 'abc' });
    await t.get(at, { limit: -1 });
    await t.get(at, { labelSelector: 'n=one' });
    await t.get(at, { labelSelector: 'n in (one),!x' });
    await t.get(at, { labelSelector: 'n!=one', limit: 1 });
    await t.get(at, { labelSelector: 'n notin (one,two)', limit: 4 });
    await t.get(at, { labelSelector: 'a==b==c' });
    await t.get(at, { labelSelector: 'a in b' });
    await t.get(at, { labelSelector: '-a' });
    await t.get(at, { labelSelector: 'a>x' });
    await t.get(at, { fieldSelector: 'metadata.name=a' });
    await t.get(at, { fieldSelector: 'metadata.name!=a,metadata.name!=ab' });
    await t.get(at, { fieldSelector: `metadata.namespace=${t.namespace}`, limit: 1 });
    await t.get(at, { fieldSelector: 'data.k=a' });
    await t.get(at, { fieldSelector: 'nonsense' });
    await t.get(t.at('pods'), { fieldSelector: 'spec.x=1' });
    await t.get(t.at('pods'), { fieldSelector: 'spec.nodeName=,status.phase!=Running' });
    await t.get(t.at('secrets'), { fieldSelector: 'type=Opaque' });
    await t.get('/api/v1/nodes', { fieldSelector: 'spec.x=1' });
    await t.get('/api/v1/nodes', { fieldSelector: 'metadata.namespace=x' });
    await t.get('/api/v1/namespaces/missing/configmaps');
    await t.get(at, { unknown: 'x', timeoutSeconds: 5, limit: 1 });
  },

  async update(t) {
    const at = t.at('configmaps');
    const a = await t.post(at, configMap('a', { data: { k: 'v' } }));
    await t.put(`${at}/a`, { ...a.object, data: { k: 'w' } });
    await t.put(`${at}/a`, { ...a.object, data: { k: 'x' } });
    await t.put(`${at}/a`, configMap('a', { data: { k: 'y' } }));
    await t.put(`${at}/a`, configMap('b'));
    await t.put(`${at}/a`, { data: {} });
    await t.put(`${at}/missing`, configMap('missing'));
    await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', namespace: 'other' } }));
    await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', uid: 'other' } }));
    await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', resourceVersion: 'abc' } }));
    await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', generation: 5, labels: { l: '1' } } }));
    await t.put(
      `${at}/a`,
      configMap('a', { metadata: { name: 'a', creationTimestamp: '2001-01-01T00:00:00Z' } }),
    );
    await t.put(`${at}/a`, configMap('a', { data: { dry: '1' } }), { query: { dryRun: 'All' } });
    await t.put(`${at}/a`, configMap('a', { immutable: true, data: { k: '1' } }));
    await t.put(`${at}/a`, configMap('a', { immutable: true, data: { k: '2' } }));
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' } };
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
    await t.put(`${leases}/l`, lease);
    await t.put(`${leases}/l`, lease);
    await t.put(`${leases}/x`, lease);
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a:b' } };
    await t.put(`/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/roles/a:b`, role);
  },

  async patch(t) {
    const at = t.at('configmaps');
    await t.post(at, configMap('a', { data: { k: 'v' } }), { quiet: true });
    await t.merge(`${at}/a`, { data: { k: null, x: '1' } });
    await t.merge(`${at}/a`, { metadata: { labels: { l: '1' }, annotations: { a: 'b' } } });
    await t.merge(`${at}/a`, {});
    await t.merge(`${at}/a`, { metadata: { resourceVersion: '1' } });
    await t.merge(`${at}/a`, { metadata: { name: 'b' } });
    await t.merge(`${at}/a`, { metadata: { namespace: 'b' } });
    await t.merge(`${at}/a`, { metadata: { uid: 'b' } });
    await t.merge(`${at}/a`, { kind: 'Secret' });
    await t.merge(`${at}/a`, '{');
    await t.merge(`${at}/a`, []);
    await t.merge(`${at}/missing`, {});
    await t.merge(`${at}/a`, { data: { k: 1 } });
    await t.merge(`${at}/a`, { metadata: { labels: { a: 'b c' } } });
    await t.json(`${at}/a`, [{ op: 'add', path: '/data/y', value: '2' }]);
    await t.json(`${at}/a`, [{ op: 'test', path: '/data/y', value: '3' }]);
    await t.json(`${at}/a`, [{ op: 'remove', path: '/data/nothing' }]);
    await t.json(`${at}/a`, [{ op: 'replace', path: '/nothing/a', value: '1' }]);
    await t.json(`${at}/a`, [{ op: 'explode', path: '/data' }]);
    await t.json(`${at}/a`, { op: 'add' });
    await t.json(`${at}/a`, '[');
    await t.json(`${at}/missing`, []);
    await t.json(`${at}/a`, [
      { op: 'move', from: '/data/y', path: '/data/z' },
      { op: 'copy', from: '/data/z', path: '/data/w' },
    ]);
    await t.send('PATCH', `${at}/a`, { body: {}, headers: { 'content-type': 'application/json' } });
    await t.send('PATCH', `${at}/a`, { body: {}, headers: { 'content-type': 'text/plain' } });
    await t.merge(`${at}/a`, { data: { dry: '1' } }, { query: { dryRun: 'All' } });
    await t.merge(`${at}/a`, { data: { f: '1' } }, { query: { force: true } });
    await t.merge(`${at}/a`, { data: { f: '1' } }, { query: { fieldManager: 'x'.repeat(129) } });
    await t.get(`${at}/a`);
  },

  async delete(t) {
    const at = t.at('configmaps');
    const create = (name: string, metadata: object = {}): Promise<unknown> =>
      t.post(at, configMap(name, { metadata: { name, ...metadata } }), { quiet: true });
    await create('a');
    await t.delete(`${at}/a`);
    await t.delete(`${at}/a`);
    await create('b', { finalizers: ['example.com/f'] });
    await t.delete(`${at}/b`);
    await t.delete(`${at}/b`);
    await t.merge(`${at}/b`, { metadata: { finalizers: ['example.com/f', 'example.com/g'] } });
    await t.merge(`${at}/b`, { data: { k: 'v' } });
    await t.merge(`${at}/b`, { metadata: { finalizers: [] } });
    await t.get(`${at}/b`);
    await create('c');
    await t.delete(`${at}/c`, { preconditions: { uid: 'other' } });
    await t.delete(`${at}/c`, { preconditions: { resourceVersion: '1' } });
    await t.delete(`${at}/c`, { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] });
    await t.delete(`${at}/c`, undefined, { query: { dryRun: 'All' } });
    await t.delete(`${at}/c`, { propagationPolicy: 'Nonsense' });
    await t.delete(`${at}/c`, { propagationPolicy: 'Orphan', orphanDependents: true });
    await t.delete(`${at}/c`, { propagationPolicy: 'Foreground' });
    await t.get(`${at}/c`);
    await t.delete(`${at}/c`, { propagationPolicy: 'Background' });
    await t.get(`${at}/c`);
    await create('d');
    await t.delete(`${at}/d`, { propagationPolicy: 'Orphan' });
    await t.delete(`${at}/d`, { orphanDependents: false });
    await create('e');
    await t.delete(`${at}/e`, undefined, {
      query: { propagationPolicy: 'Background', gracePeriodSeconds: 0 },
    });
    await create('g');
    await t.delete(`${at}/g`, { gracePeriodSeconds: -5 });
    await create('l1', { labels: { l: '1' } });
    await create('l2', { labels: { l: '1' } });
    await create('l3', { labels: { l: '2' } });
    await t.delete(at, undefined, { query: { labelSelector: 'l=1' } });
    await t.delete(at, { dryRun: ['All'] }, { query: { labelSelector: 'l=2' } });
    await t.get(at, { labelSelector: 'l' });
    await t.delete('/api/v1/namespaces/default');
    await t.delete('/api/v1/namespaces/kube-system');
    await t.delete('/api/v1/namespaces/missing');
  },

  async pods(t) {
    const at = t.at('pods');
    const pod = (name: string, spec: object = {}): object => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
    });
    const only = [...meta.filter((key) => key !== 'status')];
    await t.post(at, pod('a'), { only });
    await t.post(at, pod('b', { nodeName: 'n' }), { only });
    await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } }, { only });
    await t.merge(`${at}/a`, { status: { phase: 'Running' } }, { only });
    await t.merge(`${at}/a/status`, { status: { phase: 'Running', podIP: '1.2.3.4' } }, { only });
    await t.merge(`${at}/a/status`, { metadata: { labels: { viaStatus: '1' } } }, { only });
    await t.merge(`${at}/a`, { spec: { activeDeadlineSeconds: 100 } }, { only });
    await t.get(at, { fieldSelector: 'status.phase=Running' }, { only });
    await t.get(at, { fieldSelector: 'spec.nodeName=n' }, { only });
    await t.delete(`${at}/a`, undefined, { only });
    await t.delete(`${at}/b`, undefined, { only });
    await t.delete(`${at}/b`, { gracePeriodSeconds: 40 }, { only });
    await t.delete(`${at}/b`, { gracePeriodSeconds: 5 }, { only });
    await t.delete(`${at}/b`, { gracePeriodSeconds: 0 }, { only });
    await t.get(`${at}/b`, {}, { only });
    await t.post(at, pod('c', { nodeName: 'n' }), { only });
    await t.delete(`${at}/c`, { gracePeriodSeconds: 0 }, { only });
    const list = await t.get(at, {}, { only });
    await t.get(
      at,
      { watch: 1, resourceVersion: list.metadata['resourceVersion'] ?? '', timeoutSeconds: 1 },
      { only },
    );
  },

  async watch(t) {
    const at = t.at('configmaps');
    const a = await t.post(at, configMap('a', { metadata: { name: 'a', labels: { l: '1' } } }), {
      quiet: true,
    });
    await t.post(at, configMap('a-b', { data: { k: 'v' } }), { quiet: true });
    const start = a.metadata['resourceVersion'] ?? '';
    await t.merge(`${at}/a`, { metadata: { labels: { l: '2' } } }, { quiet: true });
    await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } }, { quiet: true });
    await t.merge(`${at}/a-b`, { metadata: { finalizers: ['example.com/f'] } }, { quiet: true });
    await t.delete(`${at}/a-b`, undefined, { quiet: true });
    await t.merge(`${at}/a-b`, { metadata: { finalizers: [] } }, { quiet: true });
    const watch = (query: Record<string, string | number | boolean>): Promise<unknown> =>
      t.get(at, { watch: true, timeoutSeconds: 1, ...query });
    await watch({});
    await watch({ resourceVersion: '0' });
    await watch({ resourceVersion: start });
    await watch({ resourceVersion: start, labelSelector: 'l=1' });
    await watch({ resourceVersion: start, labelSelector: 'l!=1' });
    await watch({ resourceVersion: start, fieldSelector: 'metadata.name=a-b' });
    await watch({ allowWatchBookmarks: true });
    await watch({ allowWatchBookmarks: true, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
    await watch({
      allowWatchBookmarks: true,
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      resourceVersion: start,
    });
    await watch({ sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
    await watch({ sendInitialEvents: false, resourceVersionMatch: 'NotOlderThan' });
    await watch({ sendInitialEvents: false, resourceVersionMatch: 'NotOlderThan', resourceVersion: start });
    await watch({ sendInitialEvents: true });
    await watch({ resourceVersionMatch: 'NotOlderThan' });
    await watch({ resourceVersionMatch: 'Exact', sendInitialEvents: true });
    await watch({ continue: 'x' });
    await watch({ resourceVersion: 'abc' });
    await watch({ resourceVersion: '999999', timeoutSeconds: 1 });
    await watch({
      resourceVersion: '999999',
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      timeoutSeconds: 5,
    });
    await watch({ timeoutSeconds: 'abc' });
    await watch({ limit: 1 });
    await t.get(`/api/v1/watch/namespaces/${t.namespace}/configmaps`, { timeoutSeconds: 1 });
    await t.get(`${at}/a`, { watch: true, timeoutSeconds: 1 });
    await t.get(t.at('pods'), { watch: true, timeoutSeconds: 1, allowWatchBookmarks: true });
    await t.get(`/apis/apps/v1/namespaces/${t.namespace}/deployments`, {
      watch: true,
      timeoutSeconds: 1,
      allowWatchBookmarks: true,
    });
  },

  async custom(t) {
    const group = `${t.namespace}.example.com`;
    const definition = (spec: object = {}, version: object = {}): object => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `webs.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'webs', kind: 'Web', shortNames: ['wb'] },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: schema },
            subresources: { status: {} },
            ...version,
          },
        ],
        ...spec,
      },
    });
    const schema = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          required: ['size'],
          properties: {
            size: { type: 'integer', minimum: 1, maximum: 10 },
            color: { type: 'string', enum: ['red', 'blue'], default: 'red' },
            name: { type: 'string', maxLength: 3, pattern: '^[a-z]+$' },
            tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
            free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            port: { 'x-kubernetes-int-or-string': true },
            map: { type: 'object', additionalProperties: { type: 'integer' } },
            maybe: { type: 'string', nullable: true },
          },
        },
        status: { type: 'object', properties: { ready: { type: 'boolean' } } },
      },
    };
    await t.post(definitions, definition({ scope: 'Nowhere' }));
    await t.post(definitions, { ...definition(), metadata: { name: 'wrong' } });
    await t.post(definitions, definition({ versions: [] }));
    await t.post(definitions, definition(), {
      only: ['metadata', 'spec', 'kind', 'apiVersion', 'message', 'code', 'details', 'reason'],
    });
    for (let tries = 0; tries < 50; tries += 1) {
      const { object } = await t.get(`${definitions}/webs.${group}`, {}, { quiet: true });
      if (JSON.stringify(object).includes('"Established","status":"True"')) break;
      if (JSON.stringify(object).includes('"status":"True","type":"Established"')) break;
    }
    await t.get(`${definitions}/webs.${group}`, {}, { only: ['status'] });
    const at = `/apis/${group}/v1/namespaces/${t.namespace}/webs`;
    for (let tries = 0; tries < 50; tries += 1)
      if ((await t.get(at, {}, { quiet: true })).status === 200) break;
    const web = (name: string, spec: object = { size: 1 }, more: object = {}): object => ({
      apiVersion: `${group}/v1`,
      kind: 'Web',
      metadata: { name },
      spec,
      ...more,
    });
    await t.get(at);
    await t.post(
      at,
      web('a', { size: 2, unknown: 1, free: { x: 1 } }, { status: { ready: true }, extra: 1 }),
    );
    await t.post(at, web('b', {}));
    await t.post(at, web('b', { size: 11 }));
    await t.post(at, web('b', { size: 'x' }));
    await t.post(at, web('b', { size: 1.5 }));
    await t.post(at, web('b', { size: 0, color: 'green', name: 'ABCD', tags: ['a', 'b', 'c'] }));
    await t.post(at, web('b', { size: 1, tags: [1] }));
    await t.post(at, web('b', { size: 1, port: 'http', map: { a: 'x' } }));
    await t.post(at, web('b', { size: 1, port: 80, map: { a: 1 }, maybe: null, name: null }));
    await t.post(at, web('c', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Strict' } });
    await t.post(at, web('c', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Warn' } });
    await t.post(at, web('d', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Ignore' } });
    await t.post(at, { metadata: { name: 'e' }, spec: { size: 1 } });
    await t.post(at, { ...web('e'), kind: 'Other' });
    await t.post(at, { ...web('e'), apiVersion: 'other/v1' });
    await t.put(`${at}/a`, web('a', { size: 3 }));
    const a = await t.get(`${at}/a`);
    await t.put(`${at}/a`, { ...a.object, spec: { size: 3 }, status: { ready: true } });
    await t.merge(`${at}/a/status`, {
      status: { ready: true },
      spec: { size: 9 },
      metadata: { labels: { l: '1' } },
    });
    await t.merge(`${at}/a/status`, { status: { ready: 'yes' } });
    await t.merge(`${at}/a`, { spec: { size: 4 } });
    await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } });
    await t.strategic(`${at}/a`, { spec: { size: 4 } });
    await t.json(`${at}/a`, [{ op: 'replace', path: '/spec/size', value: 5 }]);
    await t.get(`${at}/a/scale`);
    await t.get(at, { limit: 1 });
    await t.get(at, { watch: true, timeoutSeconds: 1 });
    await t.get(at, { fieldSelector: 'spec.size=1' });
    await t.delete(`${at}/a`);
    await t.get(`/apis/${group}`);
    await t.get(`/apis/${group}/v1`);
    await t.delete(`${definitions}/webs.${group}`, undefined, { only: ['metadata', 'kind'] });
  },

  async apply(t) {
    const at = t.at('configmaps');
    const cm = (data: object, more: object = {}): object => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', ...more },
      data,
    });
    await t.apply(`${at}/a`, cm({ a: '1', b: '2' }), { fieldManager: 'one' });
    await t.apply(`${at}/a`, cm({ a: '1', b: '2' }), { fieldManager: 'one' });
    await t.apply(`${at}/a`, cm({ b: '3', c: '4' }), { fieldManager: 'two' });
    await t.apply(`${at}/a`, cm({ a: '9', b: '3' }), { fieldManager: 'two' });
    await t.apply(`${at}/a`, cm({ b: '3', c: '4' }), { fieldManager: 'two', force: true });
    await t.apply(`${at}/a`, cm({ a: '1' }, { labels: { l: '1' } }), { fieldManager: 'one' });
    await t.apply(`${at}/a`, cm({ c: '4' }), { fieldManager: 'three' });
    await t.apply(`${at}/a`, cm({}), { fieldManager: 'two' });
    await t.merge(`${at}/a`, { data: { a: 'patched', z: '1' } }, { query: { fieldManager: 'patcher' } });
    await t.apply(`${at}/a`, cm({ a: '2' }), { fieldManager: 'one' });
    await t.apply(`${at}/a`, cm({ a: '1' }), { fieldManager: '' });
    await t.apply(`${at}/a`, cm({ a: '1' }, { managedFields: [{}] }), {});
    await t.apply(`${at}/a`, { ...cm({}), apiVersion: 'v2' }, {});
    await t.apply(`${at}/a`, { data: {} }, {});
    await t.apply(`${at}/other`, cm({}), {});
    await t.apply(`${at}/a`, cm({ dry: '1' }), { dryRun: 'All' });
    await t.merge(`${at}/a`, { metadata: { managedFields: [{}] } });
    await t.apply(`${at}/a`, cm({ fresh: '1' }), {});
    const only = ['metadata'];
    const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
    const deployment = (containers: object[], more: object = {}): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', labels: { l: '1' } },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers } },
        ...more,
      },
    });
    const main = {
      name: 'main',
      image: 'i',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'A', value: '1' }],
    };
    await t.apply(`${deployments}/d`, deployment([main]), { fieldManager: 'one' }, { only });
    await t.apply(
      `${deployments}/d`,
      deployment([{ name: 'side', image: 's' }], { replicas: 2 }),
      { fieldManager: 'two' },
      { only },
    );
    await t.apply(
      `${deployments}/d`,
      deployment([{ ...main, image: 'j' }]),
      { fieldManager: 'one' },
      { only },
    );
    await t.apply(
      `${deployments}/d`,
      deployment([{ name: 'main', image: 'k' }]),
      { fieldManager: 'two' },
      { only },
    );
    await t.strategic(
      `${deployments}/d`,
      { spec: { template: { spec: { containers: [{ name: 'main', image: 'x' }] } } } },
      { only, query: { fieldManager: 'patcher' } },
    );
    await t.apply(`${deployments}/d`, deployment([main]), { fieldManager: 'one' }, { only });
    await t.merge(
      `${deployments}/d/status`,
      { status: { observedGeneration: 1 } },
      { only, query: { fieldManager: 'controller' } },
    );
    const finalized = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'f',
        finalizers: ['example.com/a'],
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' }],
      },
    };
    await t.apply(`${at}/f`, finalized, {});
    await t.merge(`${at}/f`, { metadata: { finalizers: ['example.com/a', 'example.com/b'] } });
    await t.apply(`${at}/f`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'f' } }, {});
  },

  async strategic(t) {
    const at = t.at('pods');
    const image = (name: string, image: string): object => ({ name, image });
    const services = t.at('services');
    await t.post(
      services,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: {
          clusterIP: 'None',
          ports: [
            { name: 'a', port: 1 },
            { name: 'b', port: 2 },
          ],
        },
      },
      { quiet: true },
    );
    await t.post(
      at,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', finalizers: ['example.com/a'] },
        spec: { containers: [image('a', '1'), image('b', '2')], tolerations: [{ key: 'x' }] },
      },
      { quiet: true },
    );
    const images = { only: ['kind', 'metadata'] };
    await t.strategic(`${at}/p`, { metadata: { labels: { l: '1' } } }, images);
    await t.strategic(`${at}/p`, { metadata: { finalizers: ['example.com/b'] } }, images);
    await t.strategic(
      `${at}/p`,
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] } },
      images,
    );
    await t.strategic(`${at}/p`, { spec: { containers: [{ name: 'a', image: '9' }] } }, images);
    await t.strategic(`${at}/p`, { spec: { containers: [{ image: '9' }] } }, images);
    await t.strategic(`${at}/p`, { metadata: { labels: null } }, images);
    await t.strategic(`${at}/p`, { metadata: { $patch: 'nonsense' } }, images);
    await t.strategic(t.at('configmaps', 'missing'), {});
    await t.post(t.at('configmaps'), configMap('a', { data: { k: 'v', l: 'w' } }), { quiet: true });
    await t.strategic(t.at('configmaps', 'a'), { data: { k: null, m: '1' } });
    await t.strategic(t.at('configmaps', 'a'), { data: { $patch: 'replace', n: '1' } });
    await t.strategic(t.at('configmaps', 'a'), '[]');
    await t.strategic(t.at('configmaps', 'a'), '{');
  },

  async negotiation(t) {
    const at = t.at('configmaps');
    await t.post(at, configMap('a', { data: { k: 'v' }, metadata: { name: 'a', labels: { l: '1' } } }), {
      quiet: true,
    });
    const as = (shape: string, version = 'v1'): { headers: Record<string, string> } => ({
      headers: { accept: `application/json;as=${shape};g=meta.k8s.io;v=${version}` },
    });
    await t.get(`${at}/a`, {}, as('PartialObjectMetadata'));
    await t.get(at, {}, as('PartialObjectMetadataList'));
    await t.get(at, {}, as('PartialObjectMetadata'));
    await t.get(`${at}/a`, {}, as('PartialObjectMetadataList'));
    await t.get(at, { watch: 1, timeoutSeconds: 1, allowWatchBookmarks: true }, as('PartialObjectMetadata'));
    await t.get(at, {}, as('Nonsense'));
    await t.get(at, {}, { headers: { accept: 'text/html' } });
    await t.get(at, {}, { headers: { accept: 'application/vnd.unknown, application/json' } });
    await t.get(at, { includeObject: 'Everything' }, as('Table'));
    await t.get(`${at}/missing`, {}, as('Table'));
    await t.get(at, { watch: 1, timeoutSeconds: 1, resourceVersion: '1' }, as('Table'));
    await t.delete(`${at}/a`, { dryRun: ['All'] }, as('PartialObjectMetadata'));
  },

  async scale(t) {
    const at = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template },
    };
    await t.post(at, deployment, { quiet: true });
    const only = ['kind', 'apiVersion', 'spec', 'status'];
    const scale = await t.get(`${at}/d/scale`, {}, { only });
    await t.put(`${at}/d/scale`, { ...scale.object, spec: { replicas: 4 } }, { only });
    await t.put(`${at}/d/scale`, { ...scale.object, spec: { replicas: 5 } }, { only });
    await t.merge(`${at}/d/scale`, { spec: { replicas: 1 } }, { only });
    await t.get(`${at}/missing/scale`);
    await t.get(`${t.at('configmaps')}/a/scale`);
  },

  async namespaces(t) {
    const name = `${t.namespace}-x`;
    const at = `/api/v1/namespaces/${name}`;
    await t.post('/api/v1/namespaces', { metadata: { name } });
    await t.post('/api/v1/namespaces', { metadata: { name } });
    await t.merge(at, { metadata: { labels: { l: '1' } } });
    await t.merge(at, { metadata: { labels: { 'kubernetes.io/metadata.name': null } } });
    await t.merge(at, { spec: { finalizers: [] } });
    await t.post(
      `${at}/configmaps`,
      configMap('a', { metadata: { name: 'a', finalizers: ['example.com/f'] } }),
      { quiet: true },
    );
    await t.delete(at, undefined, { only: ['metadata', 'spec'] });
    await t.post(`${at}/configmaps`, configMap('b'));
    await t.get(
      '/api/v1/namespaces',
      { fieldSelector: `metadata.name=${name}` },
      { only: ['metadata', 'spec'] },
    );
  },

  async versions(t) {
    const group = `${t.namespace}.example.com`;
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const version = (name: string, storage: boolean, served = true): object => ({
      name,
      served,
      storage,
      schema,
    });
    await t.post(
      definitions,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `webs.${group}` },
        spec: {
          group,
          scope: 'Cluster',
          names: { plural: 'webs', kind: 'Web' },
          versions: [
            version('v1alpha1', false),
            version('v1', true),
            version('v2beta1', false),
            version('v3', false, false),
          ],
        },
      },
      { quiet: true },
    );
    const at = (name: string): string => `/apis/${group}/${name}/webs`;
    for (let tries = 0; tries < 200; tries += 1)
      if ((await t.get(at('v1'), {}, { quiet: true })).status === 200) break;
    await t.post(at('v1alpha1'), {
      apiVersion: `${group}/v1alpha1`,
      kind: 'Web',
      metadata: { name: 'a' },
      x: 1,
    });
    await t.get(`${at('v1')}/a`);
    await t.get(at('v2beta1'));
    await t.get(at('v3'));
    await t.get(at('v1alpha1'), { watch: 1, timeoutSeconds: 1 });
    await t.merge(`${at('v2beta1')}/a`, { y: 2 });
    await t.get(`/apis/${group}`);
    await t.get(at('v1'), { fieldSelector: 'metadata.namespace=x' });
    await t.delete(`${definitions}/webs.${group}`, undefined, { quiet: true });
  },

  async discovery(t) {
    await t.get('/api');
    await t.get('/apis/coordination.k8s.io');
    await t.get('/apis/batch');
    await t.get('/apis/apps/v1');
    await t.get('/apis/batch/v1');
    await t.get('/apis/coordination.k8s.io/v1');
    await t.get('/apis/rbac.authorization.k8s.io/v1');
  },
};
