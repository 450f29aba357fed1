import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import { formatTarget, type HttpRequest } from '../../src/request/http-request.ts';
import type { Patch } from '../../src/request/patch.ts';
import { type RequestCodec, ResourceRequest } from '../../src/request/resource-request.ts';
import { defineResource } from '../../src/resource/resource.ts';
import { withExactInteger } from '../../src/values/exact-integer.ts';
import { pod } from '../support/objects.ts';

const Pod = defineResource({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['status', 'log', 'eviction', 'ephemeralcontainers'],
});
const Deployment = defineResource({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  scope: 'Namespaced',
  subresources: ['status', 'scale'],
});
const Node = defineResource({ group: '', version: 'v1', kind: 'Node', plural: 'nodes', scope: 'Cluster' });
const ClusterRole = defineResource({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
});

const codec: RequestCodec = {
  accept: 'application/json',
  acceptWatch: 'application/json',
  contentType: 'application/json',
  encode: (value) => JSON.stringify(value),
};
const shop = new ResourceRequest(Pod, 'shop', codec);
const everywhere = new ResourceRequest(Pod, undefined, codec);
const deployments = new ResourceRequest(Deployment, 'shop', codec);
const nodes = new ResourceRequest(Node, undefined, codec);
const roles = new ResourceRequest(ClusterRole, undefined, codec);

function line(request: HttpRequest): string {
  return `${request.method} ${formatTarget(request)}`;
}

function body(request: HttpRequest): unknown {
  return JSON.parse(request.body as string);
}

describe('ResourceRequest', () => {
  test.each<[string, HttpRequest]>([
    ['GET /api/v1/namespaces/shop/pods', shop.list()],
    ['GET /api/v1/pods', everywhere.list()],
    ['GET /api/v1/nodes', nodes.list()],
    ['GET /apis/apps/v1/namespaces/shop/deployments', deployments.list()],
    ['GET /apis/apps/v1/deployments', new ResourceRequest(Deployment, undefined, codec).list()],
    ['GET /apis/rbac.authorization.k8s.io/v1/clusterroles', roles.list()],
    ['GET /api/v1/namespaces/shop/pods?watch=true&allowWatchBookmarks=true', shop.watch()],
    ['GET /api/v1/pods?watch=true&allowWatchBookmarks=true', everywhere.watch()],
    ['GET /api/v1/nodes?watch=true&allowWatchBookmarks=true', nodes.watch()],
    ['GET /api/v1/namespaces/shop/pods/web-0', shop.get('web-0')],
    ['GET /api/v1/nodes/node-1', nodes.get('node-1')],
    ['GET /api/v1/namespaces/shop/pods/web-0/status', shop.get('web-0', { subresource: 'status' })],
    [
      'GET /apis/apps/v1/namespaces/shop/deployments/web/scale',
      deployments.get('web', { subresource: 'scale' }),
    ],
    ['GET /api/v1/nodes/node-1/proxy', nodes.get('node-1', { subresource: 'proxy' })],
    ['POST /api/v1/namespaces/shop/pods', shop.create(pod('web-0'))],
    ['POST /api/v1/namespaces/shop/pods', everywhere.create(pod('web-0'))],
    ['POST /api/v1/nodes', nodes.create(pod('node-1', { namespace: '' }))],
    [
      'POST /api/v1/namespaces/shop/pods/web-0/eviction',
      shop.createSubresource('web-0', {}, { subresource: 'eviction' }),
    ],
    ['PUT /api/v1/namespaces/shop/pods/web-0', shop.replace('web-0', {})],
    ['PUT /api/v1/namespaces/shop/pods/web-0/status', shop.replace('web-0', {}, { subresource: 'status' })],
    ['PATCH /api/v1/namespaces/shop/pods/web-0', shop.patch('web-0', { type: 'merge', body: {} })],
    [
      'PATCH /api/v1/namespaces/shop/pods/web-0/status',
      shop.patch('web-0', { type: 'json', body: [] }, { subresource: 'status' }),
    ],
    ['DELETE /api/v1/namespaces/shop/pods/web-0', shop.delete('web-0')],
    ['DELETE /api/v1/nodes/node-1', nodes.delete('node-1')],
    ['DELETE /api/v1/namespaces/shop/pods', shop.deleteCollection()],
    ['DELETE /api/v1/nodes', nodes.deleteCollection()],
  ])('builds %s', (expected, request) => {
    expect(line(request)).toBe(expected);
  });

  test.each<[string, HttpRequest]>([
    [
      'GET /api/v1/namespaces/shop/pods?labelSelector=app%20in%20(web%2Capi)&fieldSelector=spec.nodeName%3Dn1&limit=500&resourceVersion=7&resourceVersionMatch=NotOlderThan&timeoutSeconds=30',
      shop.list({
        labelSelector: { app: ['web', 'api'] },
        fieldSelector: { 'spec.nodeName': 'n1' },
        limit: 500,
        resourceVersion: '7',
        resourceVersionMatch: 'NotOlderThan',
        timeoutSeconds: 30,
      }),
    ],
    [
      'GET /api/v1/namespaces/shop/pods?limit=500&continue=a%2Bb%2F%3D',
      shop.list({ limit: 500, continue: 'a+b/=' }),
    ],
    [
      'GET /api/v1/pods?watch=true&labelSelector=!old&resourceVersion=7&allowWatchBookmarks=true&timeoutSeconds=290',
      everywhere.watch({ labelSelector: '!old', resourceVersion: '7', timeoutSeconds: 290 }),
    ],
    [
      'GET /api/v1/pods?watch=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&sendInitialEvents=true',
      everywhere.watch({ sendInitialEvents: true }),
    ],
    ['GET /api/v1/nodes/node-1?resourceVersion=0', nodes.get('node-1', { resourceVersion: '0' })],
    [
      'POST /api/v1/namespaces/shop/pods?dryRun=All&fieldManager=kube%20rx&fieldValidation=Strict',
      shop.create(pod('a'), { dryRun: true, fieldManager: 'kube rx', fieldValidation: 'Strict' }),
    ],
    ['PUT /api/v1/nodes/n?dryRun=All', nodes.replace('n', {}, { dryRun: true })],
    [
      'PATCH /api/v1/nodes/n?fieldManager=me&force=true',
      nodes.patch('n', { type: 'apply', body: {} }, { fieldManager: 'me', force: true }),
    ],
    ['DELETE /api/v1/nodes?labelSelector=a%3Db', nodes.deleteCollection({ labelSelector: { a: 'b' } })],
  ])('builds %s', (expected, request) => {
    expect(line(request)).toBe(expected);
  });

  const json = { accept: 'application/json' };
  test.each<[string, HttpRequest, Readonly<Record<string, string>>]>([
    ['a get', shop.get('a'), json],
    ['a list', shop.list(), json],
    [
      'a watch, whose frames shall come uncompressed',
      shop.watch(),
      { ...json, 'accept-encoding': 'identity' },
    ],
    ['a create', shop.create(pod('a')), { ...json, 'content-type': 'application/json' }],
    ['a replace', shop.replace('a', {}), { ...json, 'content-type': 'application/json' }],
    ['a delete without a body', shop.delete('a'), json],
    [
      'a delete with options',
      shop.delete('a', { dryRun: true }),
      { ...json, 'content-type': 'application/json' },
    ],
  ])('gives %s just the headers it needs', (_what, request, headers) => {
    expect(request.headers).toEqual(headers);
    expect('body' in request).toBe('content-type' in headers);
  });

  test('gives out headers that no layer can spoil for other requests', () => {
    const headers = shop.list().headers as Record<string, string>;
    expect(() => {
      headers['authorization'] = 'x';
    }).toThrow(TypeError);
  });

  describe('given a patch', () => {
    test.each<[Patch, string, unknown]>([
      [{ type: 'merge', body: { a: null } }, 'application/merge-patch+json', { a: null }],
      [{ type: 'strategic', body: { a: 1 } }, 'application/strategic-merge-patch+json', { a: 1 }],
      [
        { type: 'json', body: [{ op: 'remove', path: '/a' }] },
        'application/json-patch+json',
        [{ op: 'remove', path: '/a' }],
      ],
      [
        { type: 'apply', body: { spec: {} } },
        'application/apply-patch+yaml',
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} },
      ],
    ])('%j says which it is by %s', (patch, contentType, sent) => {
      const request = shop.patch('a', patch, patch.type === 'apply' ? { fieldManager: 'me' } : {});
      expect(request.headers).toEqual({ accept: 'application/json', 'content-type': contentType });
      expect(body(request)).toEqual(sent);
    });

    test('to apply, names the object as the path does, and keeps the rest of its metadata', () => {
      const intent = { metadata: { labels: { app: 'web' } } };
      const request = shop.patch('a', { type: 'apply', body: intent }, { fieldManager: 'me' });
      expect(body(request)).toMatchObject({ metadata: { name: 'a', labels: { app: 'web' } } });
    });

    test('to apply, escapes what would be a line break to a reader of YAML, or no character at all', () => {
      const data = { k: 'a\u2028b\x85c\x7fd\ufeffé' };
      const { body } = shop.patch('a', { type: 'apply', body: { data } }, { fieldManager: 'me' });
      expect(body).toContain('"k":"a\\u2028b\\u0085c\\u007fd\\ufeffé"');
      expect(JSON.parse(String(body))).toMatchObject({ data });
    });

    test('to apply, refuses one without a field manager', () => {
      const patch: Patch = { type: 'apply', body: {} };
      expect(() => shop.patch('a', patch)).toThrow('pods cannot be applied without a fieldManager');
      expect(() => shop.patch('a', patch, { fieldManager: '' })).toThrow(InvalidRequestError);
    });

    test.each<Patch>([
      { type: 'merge', body: { spec: { n: 9007199254740993n } } },
      { type: 'strategic', body: withExactInteger({ n: 0 }, 'n', 9007199254740993n) },
      { type: 'json', body: [{ op: 'add', path: '/n', value: 9007199254740993n }] },
      { type: 'apply', body: { spec: [{ n: 9007199254740993n }] } },
    ])('of type $type sends every digit of a bigint', (patch) => {
      const request = shop.patch('a', patch, patch.type === 'apply' ? { fieldManager: 'me' } : {});
      expect(request.body).toContain('9007199254740993');
    });

    test('refuses a number whose digits may be others', () => {
      const patch: Patch = { type: 'json', body: [{ op: 'add', path: '/spec/n', value: 2 ** 53 }] };
      expect(() => shop.patch('a', patch)).toThrow(InvalidRequestError);
      expect(() => shop.patch('a', patch)).toThrow('[0].value is a whole number beyond 2^53');
    });

    test.each(['merge', 'strategic'] as const)('refuses to force a %s patch', (type) => {
      expect(() => shop.patch('a', { type, body: {} }, { force: true })).toThrow(
        `force is for apply, not for a ${type} patch`,
      );
    });

    test('refuses to force a json patch', () => {
      expect(() => shop.patch('a', { type: 'json', body: [] }, { force: true })).toThrow(InvalidRequestError);
    });
  });

  describe('given an object', () => {
    test.each<[string, (object: object) => HttpRequest]>([
      ['create', (object) => shop.create({ metadata: {}, ...object })],
      ['replace', (object) => shop.replace('a', object)],
      ['replace of a status', (object) => shop.replace('a', object, { subresource: 'status' })],
      [
        'replace of ephemeral containers',
        (object) => shop.replace('a', object, { subresource: 'ephemeralcontainers' }),
      ],
      ['apply', (object) => shop.patch('a', { type: 'apply', body: object }, { fieldManager: 'me' })],
      [
        'apply of a status',
        (object) =>
          shop.patch('a', { type: 'apply', body: object }, { fieldManager: 'me', subresource: 'status' }),
      ],
    ])('%s adds the apiVersion and kind that are missing, and no others', (_verb, send) => {
      expect(body(send({ spec: 1 }))).toMatchObject({ apiVersion: 'v1', kind: 'Pod', spec: 1 });
      expect(body(send({ apiVersion: undefined, kind: undefined }))).toMatchObject({
        apiVersion: 'v1',
        kind: 'Pod',
      });
      expect(body(send({ apiVersion: 'v2', kind: 'Other' }))).toMatchObject({
        apiVersion: 'v2',
        kind: 'Other',
      });
    });

    test('leaves the body of a subresource with a kind of its own alone', () => {
      expect(body(deployments.replace('a', { spec: { replicas: 3 } }, { subresource: 'scale' }))).toEqual({
        spec: { replicas: 3 },
      });
      expect(body(shop.createSubresource('a', { kind: 'Eviction' }, { subresource: 'eviction' }))).toEqual({
        kind: 'Eviction',
      });
    });

    test('says apiVersion as group/version outside of the core group', () => {
      expect(body(deployments.replace('a', {}))).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment' });
    });

    test('sends keys that every JavaScript object inherits like any other', () => {
      const object: object = JSON.parse('{"__proto__":{"x":1},"constructor":2}') as object;
      expect(shop.replace('a', object).body).toBe(
        '{"apiVersion":"v1","kind":"Pod","__proto__":{"x":1},"constructor":2}',
      );
    });

    test('does not change it', () => {
      const object = Object.freeze({ metadata: Object.freeze({ name: 'a' }) });
      shop.create(object);
      expect(object).toEqual({ metadata: { name: 'a' } });
    });
  });

  describe('to create', () => {
    test('takes a name, a prefix of one, or none for what is never stored', () => {
      for (const metadata of [{ name: 'a' }, { generateName: 'a-' }, { name: '', generateName: 'a-' }, {}])
        expect(body(shop.create({ metadata }))).toMatchObject({ metadata });
    });

    test('takes the namespace from the object where it addresses all', () => {
      expect(everywhere.create({ metadata: { name: 'a', namespace: 'other' } }).path).toBe(
        '/api/v1/namespaces/other/pods',
      );
    });

    test('refuses an object without a namespace where it addresses all', () => {
      expect(() => everywhere.create({ metadata: { name: 'a' } })).toThrow(
        'pods to be created needs a namespace',
      );
      expect(() => everywhere.create({ metadata: { name: 'a', namespace: '' } })).toThrow(
        InvalidRequestError,
      );
    });

    test('refuses an object of another namespace', () => {
      expect(() => shop.create({ metadata: { name: 'a', namespace: 'other' } })).toThrow(
        'pods of namespace "other" cannot be created in "shop"',
      );
    });

    test('takes an empty namespace for none', () => {
      expect(shop.create({ metadata: { name: 'a', namespace: '' } }).path).toBe(
        '/api/v1/namespaces/shop/pods',
      );
    });

    test('leaves the namespace of a cluster-scoped object to the server', () => {
      expect(nodes.create({ metadata: { name: 'a', namespace: 'x' } }).path).toBe('/api/v1/nodes');
    });
  });

  describe('to delete', () => {
    test.each([
      [{}, undefined],
      [{ dryRun: false }, undefined],
      [{ dryRun: true }, { dryRun: ['All'] }],
      [{ gracePeriodSeconds: 0 }, { gracePeriodSeconds: 0 }],
      [{ propagationPolicy: 'Orphan' as const }, { propagationPolicy: 'Orphan' }],
      [
        { preconditions: { uid: 'u', resourceVersion: '7' }, gracePeriodSeconds: 30 },
        { preconditions: { uid: 'u', resourceVersion: '7' }, gracePeriodSeconds: 30 },
      ],
    ])('sends %j as DeleteOptions', (params, options) => {
      const sent = options && { apiVersion: 'v1', kind: 'DeleteOptions', ...options };
      for (const request of [shop.delete('a', params), shop.deleteCollection(params)])
        expect(request.body === undefined ? undefined : body(request)).toEqual(sent);
    });

    test('refuses a collection of all namespaces, which no server has', () => {
      expect(() => everywhere.deleteCollection()).toThrow(
        'pods can only be deleted as a collection within a namespace',
      );
    });
  });

  describe('given a name', () => {
    test.each([
      ['system:node:a b', 'system%3Anode%3Aa%20b'],
      ['a?b#c', 'a%3Fb%23c'],
      ['I\u00f1t\u00ebrn\u00e2ti\u00f4n', 'I%C3%B1t%C3%ABrn%C3%A2ti%C3%B4n'],
      ['...', '...'],
      ['.a', '.a'],
      ['a\\..\\b', 'a%5C..%5Cb'],
      ['a\nb', 'a%0Ab'],
      ['\u{1f600}', '%F0%9F%98%80'],
    ])('sends %j as %s', (name, segment) => {
      expect(roles.get(name).path).toBe(`/apis/rbac.authorization.k8s.io/v1/clusterroles/${segment}`);
    });

    test.each([
      ['', 'an empty name would address the whole collection'],
      ['.', '"." is no object name'],
      ['..', '".." is no object name'],
      ['a/b', '"a/b" is no object name'],
      ['../../nodes', '"../../nodes" is no object name'],
      ['a%2Fb', '"a%2Fb" is no object name'],
      ['\ud83d', String.raw`"\ud83d" is no object name`],
    ])('refuses %j for every verb', (name, problem) => {
      for (const send of [
        () => shop.get(name),
        () => shop.replace(name, {}),
        () => shop.patch(name, { type: 'merge', body: {} }),
        () => shop.delete(name),
        () => shop.createSubresource(name, {}, { subresource: 'eviction' }),
      ])
        expect(send).toThrow(problem);
    });

    test.each(['.', '..', 'a/b', 'a%b', '\udc00'])('refuses to create %j', (name) => {
      expect(() => shop.create({ metadata: { name } })).toThrow(InvalidRequestError);
    });

    test.prop([fc.string({ unit: 'binary' })])(
      'makes just one segment of it, which a server reads as that name',
      (name) => {
        let path: string;
        try {
          path = shop.get(name).path;
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
          return;
        }
        const { pathname, search, hash } = new URL(path, 'https://cluster');
        const segments = pathname.split('/');
        expect(segments).toHaveLength(7);
        expect(decodeURIComponent(segments[6] ?? '')).toBe(name);
        expect(search + hash).toBe('');
      },
    );
  });

  describe('given a namespace', () => {
    test.each(['shop', 'a', '0', 'a-b', 'a'.repeat(63)])('takes %j', (namespace) => {
      expect(new ResourceRequest(Pod, namespace, codec).list().path).toBe(
        `/api/v1/namespaces/${namespace}/pods`,
      );
    });

    test.each(['', '.', '..', 'Shop', 'a.b', 'a/b', '-a', 'a-', 'a b', 'a\n', '\u00e4', 'a'.repeat(64)])(
      'refuses %j, in the constructor and in an object',
      (namespace) => {
        expect(() => new ResourceRequest(Pod, namespace, codec)).toThrow(InvalidRequestError);
        expect(() => everywhere.create({ metadata: { name: 'a', namespace } })).toThrow(InvalidRequestError);
      },
    );

    test('refuses it for a cluster-scoped resource', () => {
      expect(() => new ResourceRequest(ClusterRole, 'shop', codec)).toThrow(
        'clusterroles.rbac.authorization.k8s.io are cluster-scoped: leave the namespace out',
      );
    });

    test('refuses to address one object without it', () => {
      expect(() => everywhere.get('a')).toThrow('pods "a" can only be addressed within a namespace');
      expect(() => everywhere.delete('a')).toThrow(InvalidRequestError);
      expect(() => everywhere.replace('a', {})).toThrow(InvalidRequestError);
      expect(() => everywhere.patch('a', { type: 'merge', body: {} })).toThrow(InvalidRequestError);
    });
  });

  describe('given a subresource', () => {
    test('refuses one that the resource has not, and names those it has', () => {
      expect(() => deployments.get('a', { subresource: 'log' })).toThrow(
        'deployments.apps have no subresource "log" (they have status, scale)',
      );
    });

    test('says where a resource has none', () => {
      const none = new ResourceRequest({ ...Node, subresources: [] }, undefined, codec);
      expect(() => none.get('a', { subresource: 'status' })).toThrow(
        'nodes have no subresource "status" (they have none)',
      );
    });

    test.each(['', '.', '..', 'a/b', '../b', 'Status', 'a?b', 'a%b', 'a b'])(
      'refuses %j even where the subresources are not known',
      (subresource) => {
        expect(() => nodes.get('a', { subresource })).toThrow(
          `${JSON.stringify(subresource)} is no subresource`,
        );
      },
    );
  });
});
