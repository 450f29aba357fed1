import { describe, expect, test } from '@jest/globals';
import {
  ApiError,
  type Codec,
  DecodeError,
  type DecodeOptions,
  type EncodedObject,
  formatTarget,
  type HttpRequest,
  type HttpService,
  InvalidRequestError,
  type KubeObject,
  type ListDecoder,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf, readAll } from '../support/requests.ts';
import { answer, bodyOf, failure, ok, type Script, script } from '../support/script.ts';
import { Anything, Deployment, Node, Pod, pod, podList } from '../support/tokens.ts';

function podsOver(scripted: Script): Api<Pod, 'status' | 'eviction'> {
  return Api.namespaced(new Client(scripted.service), Pod, 'shop');
}

/** Method, target and body of what was sent. */
function sent(scripted: Script, at = 0): unknown[] {
  const request: HttpRequest | undefined = scripted.requests[at];
  if (!request) return [];
  const line = `${request.method} ${formatTarget(request)}`;
  return typeof request.body === 'string' ? [line, JSON.parse(request.body)] : [line];
}

describe('an Api', () => {
  test('of all namespaces, of one and of the default one asks for different paths', async () => {
    const scripted = script(ok(podList([])), ok(podList([])), ok(podList([])));
    const client = new Client(scripted.service, { defaultNamespace: 'home' });
    await Api.all(client, Pod).list();
    await Api.namespaced(client, Pod, 'shop').list();
    await Api.defaultNamespaced(client, Pod).list();
    expect(scripted.requests.map(formatTarget)).toEqual([
      '/api/v1/pods',
      '/api/v1/namespaces/shop/pods',
      '/api/v1/namespaces/home/pods',
    ]);
  });

  test('may be of a resource known only at run time', () => {
    const client = new Client(script().service);
    expect(Api.namespaced(client, Anything, 'shop').namespace).toBe('shop');
  });

  test('refuses a namespace that no server knows before anything is sent', () => {
    const create = () => Api.namespaced(new Client(script().service), Pod, 'Shop!');
    expect(create).toThrow(InvalidRequestError);
  });

  test('refuses what its types refuse, where they are got round', () => {
    const client = new Client(script().service);
    // @ts-expect-error a cluster-scoped resource has no namespace
    expect(() => Api.namespaced(client, Node, 'shop')).toThrow(/cluster-scoped/);
    // @ts-expect-error nor a default one
    expect(() => Api.defaultNamespaced(client, Node)).toThrow(/cluster-scoped/);
  });

  test('rejects, and does not throw, for a bad name or parameter, and sends nothing', async () => {
    const scripted = script();
    const pods = podsOver(scripted);
    expect(await failureOf(pods.get('a/b'))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(pods.list({ labelSelector: 'a in' }))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(pods.openWatch({ timeoutSeconds: -1 }))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(pods.patch.merge('', {}))).toBeInstanceOf(InvalidRequestError);
    expect(await failureOf(pods.watch({ timeoutSeconds: -1 }).next())).toBeInstanceOf(InvalidRequestError);
    expect(scripted.requests).toEqual([]);
  });
});

describe('list', () => {
  test('gives an array that knows its version and how to go on', async () => {
    const scripted = script(ok(podList(['a', 'b'], { continue: 'more', remainingItemCount: 3 })));
    const page = await podsOver(scripted).list({ labelSelector: { app: 'web' }, limit: 2 });
    expect(page.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(page).toMatchObject({ resourceVersion: '7', continue: 'more', remainingItemCount: 3 });
    expect(page[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
    expect(sent(scripted)).toEqual(['GET /api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&limit=2']);
  });

  test('gives objects whole, managed fields too', async () => {
    const managedFields = [{ manager: 'kubectl', operation: 'Update' }];
    const items = [{ metadata: { name: 'a', resourceVersion: '1', managedFields } }];
    const [item] = await podsOver(script(ok({ ...podList([]), items }))).list();
    expect(item?.metadata.managedFields).toEqual(managedFields);
  });

  test.each([{}, { resourceVersion: '' }])(
    'gives what an API has that stores nothing, as metrics.k8s.io: %j',
    async (metadata) => {
      const items = [{ metadata: { name: 'n1' }, usage: { cpu: '12m' } }];
      const metrics = ok({ kind: 'ThingList', apiVersion: 'example.com/v1', metadata, items });
      const things = Api.namespaced(new Client(script(metrics, metrics).service), Anything, 'shop');
      const page = await things.list();
      expect([...page]).toMatchObject([{ kind: 'Thing', metadata: { name: 'n1' } }]);
      expect([page.resourceVersion, page.continue]).toEqual(['', undefined]);
      const names: string[] = [];
      for await (const { metadata: of } of things.listAll()) names.push(of.name);
      expect(names).toEqual(['n1']);
    },
  );

  test('takes a list of custom resources under the kind that their definition gives it', async () => {
    const items = [{ metadata: { name: 'a', resourceVersion: '1' } }];
    const things = {
      kind: 'Things',
      apiVersion: 'example.com/v1',
      metadata: { resourceVersion: '7' },
      items,
    };
    const api = Api.namespaced(new Client(script(ok(things), ok(things)).service), Anything, 'shop');
    expect([...(await api.list())]).toMatchObject([{ kind: 'Thing', metadata: { name: 'a' } }]);
    expect(await api.deleteCollection()).toMatchObject({ type: 'list', list: { length: 1 } });
  });

  test.each([
    ['a list of another kind', ok({ kind: 'NodeList', metadata: { resourceVersion: '1' }, items: [] })],
    ['a table', ok({ kind: 'Table', metadata: { resourceVersion: '1' }, rows: [] })],
    ['a page that is cut', ok('{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[')],
  ])('does not take %s for its own', async (_, response) => {
    expect(await failureOf(podsOver(script(response)).list())).toBeInstanceOf(DecodeError);
  });
});

describe('listAll', () => {
  test('walks the pages as they are asked for', async () => {
    const scripted = script(ok(podList(['a', 'b'], { continue: 'c1' })), ok(podList(['c'])));
    const names: string[] = [];
    for await (const { metadata } of podsOver(scripted).listAll()) {
      names.push(metadata.name);
      if (metadata.name === 'b') expect(scripted.requests.length).toBe(1);
    }
    expect(names).toEqual(['a', 'b', 'c']);
    expect(sent(scripted, 0)).toEqual(['GET /api/v1/namespaces/shop/pods?limit=500']);
    expect(sent(scripted, 1)).toEqual(['GET /api/v1/namespaces/shop/pods?limit=500&continue=c1']);
  });

  test('keeps the selection, but not the moment, for the pages that follow', async () => {
    const scripted = script(ok(podList(['a'], { continue: 'c1' })), ok(podList([])));
    const params = {
      limit: 1,
      labelSelector: 'app',
      resourceVersion: '5',
      resourceVersionMatch: 'Exact',
    } as const;
    const all = podsOver(scripted).listAll(params);
    while ((await all.next()).done !== true);
    expect(scripted.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
      { labelSelector: 'app', limit: '1', resourceVersion: '5', resourceVersionMatch: 'Exact' },
      { labelSelector: 'app', limit: '1', continue: 'c1' },
    ]);
  });

  test.each<
    [
      string,
      {
        tokenOf: (page: number) => string;
        names: readonly string[] | ((page: number) => readonly string[]);
        message: string;
      },
    ]
  >([
    ['of one token', { tokenOf: () => 'c1', names: ['a'], message: 'its continue token has come before' }],
    [
      'of one object',
      { tokenOf: (page) => `c${page}`, names: ['a', 'b'], message: 'page 2 ends with an object' },
    ],
    [
      'of a few pages that go round',
      {
        tokenOf: (page) => `c${page}`,
        names: (page) => ['abc'[page % 3] ?? ''],
        message: 'ends with an object',
      },
    ],
    [
      'that shrink',
      {
        tokenOf: (page) => `c${page}`,
        names: (page) => ['a', 'b', 'c', 'd'].slice(0, 4 - (page % 5)),
        message: 'ends with an object',
      },
    ],
    [
      'without objects',
      { tokenOf: (page) => `c${page}`, names: [], message: '101 pages in a row hold no object' },
    ],
  ])('gives up pages without end: %s', async (_what, { tokenOf, names, message }) => {
    let pages = 0;
    const service: HttpService = (request, options) => {
      pages += 1;
      return script(
        ok(podList(typeof names === 'function' ? names(pages) : names, { continue: tokenOf(pages) })),
      ).service(request, options);
    };
    const error = await failureOf(
      (async () => {
        for await (const { kind } of Api.namespaced(new Client(service), Pod, 'shop').listAll())
          expect(kind).toBe('Pod');
      })(),
    );
    expect(error).toBeInstanceOf(DecodeError);
    expect(String(error)).toContain(message);
    expect(pages).toBeLessThanOrEqual(101);
  });

  test('gives out what a server lists in another order than that of keys, page by page', async () => {
    const pages = [['z', 'm'], [], ['b', 'y'], ['a', 'c'], ['n']];
    let asked = 0;
    const service: HttpService = (request, options) => {
      const list = podList(pages[asked] ?? [], asked < 4 ? { continue: `c${asked}` } : {});
      asked += 1;
      return script(ok(list)).service(request, options);
    };
    const names: string[] = [];
    for await (const { metadata } of Api.namespaced(new Client(service), Pod, 'shop').listAll())
      names.push(metadata.name);
    expect(names).toEqual(pages.flat());
  });

  test('tells that it was cut short where the list expired midway', async () => {
    const expired = failure(410, {
      reason: 'Expired',
      message: 'The provided continue parameter is too old',
    });
    const scripted = script(ok(podList(['a', 'b'], { continue: 'c1' })), expired);
    const names: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { metadata } of podsOver(scripted).listAll()) names.push(metadata.name);
      })(),
    );
    expect(names).toEqual(['a', 'b']);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: { code: 410, reason: 'Expired' } });
    expect(String(error)).toMatch(
      /after 2 objects had been given out, which are no complete list: begin again/,
    );
  });
});

describe('one object', () => {
  test('is got by its name', async () => {
    const scripted = script(ok(pod('web-0')));
    expect((await podsOver(scripted).get('web-0')).metadata.name).toBe('web-0');
    expect(sent(scripted)).toEqual(['GET /api/v1/namespaces/shop/pods/web-0']);
  });

  test.each([
    ['of another kind', { kind: 'Node', metadata: { name: 'n' } }, /is a Node, not a Pod/],
    ['without a kind', { metadata: { name: 'n' } }, /is a thing without kind, not a Pod/],
    ['without metadata', { kind: 'Pod' }, /no object with metadata/],
    ['that is null', 'null', /no object with metadata/],
  ])('is not taken from an answer %s', async (_, body, words) => {
    const error = await failureOf(podsOver(script(ok(body))).get('web-0'));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ fault: 'protocol', message: expect.stringMatching(words) as unknown });
  });

  test('that is optional may be missing', async () => {
    const missing = failure(404, {
      reason: 'NotFound',
      message: 'pods "x" not found',
      details: { name: 'x', kind: 'pods' },
    });
    const scripted = script(missing, ok(pod('x')));
    expect(await podsOver(scripted).getOptional('x')).toBeUndefined();
    expect((await podsOver(script(ok(pod('x')))).getOptional('x'))?.metadata.name).toBe('x');
  });

  test.each([
    ['of a resource that is not served', answer(404, '404 page not found')],
    [
      'of a resource that is not served, as servers say since Kubernetes 1.38',
      failure(404, { reason: 'NotFound', message: 'the server could not find the requested resource' }),
    ],
    ['of something that is not Kubernetes', answer(404, '<html>', { 'content-type': 'text/html' })],
    ['that is forbidden', failure(403, { reason: 'Forbidden', message: 'no' })],
  ])('that is optional may not be one %s', async (_, response) => {
    expect(await failureOf(podsOver(script(response)).getOptional('x'))).toBeInstanceOf(Error);
  });

  test('is created, replaced, patched and applied', async () => {
    const answers = Array.from({ length: 6 }, () => ok(pod('web-0', '2')));
    const scripted = script(...answers);
    const pods = podsOver(scripted);
    await pods.create(
      { metadata: { generateName: 'web-' }, spec: { nodeName: 'n' } },
      { fieldManager: 'me' },
    );
    await pods.replace('web-0', pod('web-0'), { dryRun: true });
    await pods.patch.merge('web-0', { spec: null });
    await pods.patch.json('web-0', [{ op: 'remove', path: '/spec' }]);
    await pods.patch.strategic('web-0', { spec: {} });
    await pods.apply('web-0', { spec: {} }, { fieldManager: 'me', force: true });
    const target = '/api/v1/namespaces/shop/pods';
    const own = { apiVersion: 'v1', kind: 'Pod' };
    expect(answers.map((_, at) => sent(scripted, at))).toEqual([
      [
        `POST ${target}?fieldManager=me`,
        { ...own, metadata: { generateName: 'web-' }, spec: { nodeName: 'n' } },
      ],
      [`PUT ${target}/web-0?dryRun=All`, pod('web-0')],
      [`PATCH ${target}/web-0`, { spec: null }],
      [`PATCH ${target}/web-0`, [{ op: 'remove', path: '/spec' }]],
      [`PATCH ${target}/web-0`, { spec: {} }],
      [`PATCH ${target}/web-0?fieldManager=me&force=true`, { ...own, metadata: { name: 'web-0' }, spec: {} }],
    ]);
    expect(scripted.requests.slice(2).map(({ headers }) => headers['content-type'])).toEqual([
      'application/merge-patch+json',
      'application/json-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
    ]);
  });

  test('is taken from a dry run too, which gives it no resourceVersion', async () => {
    const scripted = script(ok({ kind: 'Pod', metadata: { name: 'a' } }));
    expect(
      (await podsOver(scripted).create({ metadata: { name: 'a' } }, { dryRun: true })).metadata.name,
    ).toBe('a');
  });

  test('is deleted: gone at once, or on its way', async () => {
    const gone = { kind: 'Status', apiVersion: 'v1', status: 'Success', details: { name: 'a' } };
    const leaving = {
      ...pod('b'),
      metadata: { ...pod('b').metadata, deletionTimestamp: '2026-11-22T00:00:00Z' },
    };
    const scripted = script(ok(gone), ok(leaving));
    const pods = podsOver(scripted);
    expect(await pods.delete('a', { gracePeriodSeconds: 0 })).toEqual({ type: 'status', status: gone });
    expect(await pods.delete('b')).toEqual({ type: 'object', object: leaving });
    expect(sent(scripted, 0)).toEqual([
      'DELETE /api/v1/namespaces/shop/pods/a',
      { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 },
    ]);
  });

  test('is deleted among others', async () => {
    const done = { kind: 'Status', status: 'Success' };
    const scripted = script(ok(podList(['a', 'b'])), ok(done));
    const pods = podsOver(scripted);
    const result = await pods.deleteCollection({ labelSelector: { app: 'web' } });
    expect(result.type === 'list' && result.list.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(await pods.deleteCollection()).toEqual({ type: 'status', status: done });
    expect(sent(scripted)).toEqual(['DELETE /api/v1/namespaces/shop/pods?labelSelector=app%3Dweb']);
  });

  test('decodes the objects of a deleted collection once', async () => {
    let decoded = 0;
    const codec: Codec = {
      ...jsonCodec,
      decode(bytes, what) {
        decoded += bytes.length;
        return jsonCodec.decode(bytes, what);
      },
      createListDecoder<K extends KubeObject>(options: DecodeOptions): ListDecoder<K> {
        const decoder = jsonCodec.createListDecoder<K>(options);
        const push = (chunk: Uint8Array): readonly EncodedObject<K>[] => {
          decoded += chunk.length;
          return decoder.push(chunk);
        };
        return { push, end: () => decoder.end() };
      },
    };
    const list = podList(['a', 'b']);
    const client = new Client(script(ok(list)).service, { codec });
    await Api.namespaced(client, Pod, 'shop').deleteCollection();
    expect(decoded).toBe(JSON.stringify(list).length);
  });
});

describe('a subresource', () => {
  test('is read and written on its own', async () => {
    const scripted = script(...Array.from({ length: 4 }, () => ok(pod('web-0'))));
    const { status } = podsOver(scripted);
    await status.get('web-0');
    await status.replace('web-0', { ...pod('web-0'), status: { phase: 'Running' } });
    await status.patch.merge('web-0', { status: { phase: 'Failed' } });
    await status.apply('web-0', { apiVersion: 'v1', kind: 'Pod', status: {} }, { fieldManager: 'me' });
    const target = '/api/v1/namespaces/shop/pods/web-0/status';
    expect(scripted.requests.map((request) => `${request.method} ${formatTarget(request)}`)).toEqual([
      `GET ${target}`,
      `PUT ${target}`,
      `PATCH ${target}`,
      `PATCH ${target}?fieldManager=me`,
    ]);
  });

  test('may be one that is only created through', async () => {
    const done = { kind: 'Status', status: 'Success', code: 201 };
    const scripted = script(answer(201, done));
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web-0' } };
    expect(await podsOver(scripted).subresource('eviction').create('web-0', eviction)).toEqual(done);
    expect(sent(scripted)).toEqual(['POST /api/v1/namespaces/shop/pods/web-0/eviction', eviction]);
  });

  test('scale takes a number, and says how many there are', async () => {
    const scale = {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas: 3 },
      status: { replicas: 2, selector: 'app=web' },
    };
    const scripted = script(ok(scale), ok(scale), ok(scale));
    const deployments = Api.namespaced(new Client(scripted.service), Deployment, 'shop');
    expect((await deployments.scale.get('web')).status?.replicas).toBe(2);
    await deployments.scale.replace('web', { replicas: 3, resourceVersion: '9' });
    await deployments.scale.patch.merge('web', { spec: { replicas: 3 } });
    expect(sent(scripted, 1)).toEqual([
      'PUT /apis/apps/v1/namespaces/shop/deployments/web/scale',
      {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name: 'web', namespace: 'shop', resourceVersion: '9' },
        spec: { replicas: 3 },
      },
    ]);
  });

  test('that the resource has not is a compile error, and refused', async () => {
    const scripted = script();
    const client = new Client(scripted.service);
    // @ts-expect-error Pods have no subresource of this name
    const binding = podsOver(scripted).subresource('binding');
    expect(await failureOf(binding.get('web-0'))).toBeInstanceOf(InvalidRequestError);
    expect(scripted.requests).toEqual([]);
    // Nothing can be done with a value of type never.
    const absent: never[] = [podsOver(scripted).scale, Api.all(client, Node).status];
    expect(absent.length).toBe(2);
  });

  test('may be any of a resource known only at run time', async () => {
    const scripted = script(ok({ ...pod('a'), kind: 'Thing' }));
    await Api.namespaced(new Client(scripted.service), Anything, 'shop').status.get('a');
    expect(sent(scripted)).toEqual(['GET /apis/example.com/v1/namespaces/shop/things/a/status']);
  });
});

describe('the port of the watcher', () => {
  test('opens a list and a watch as bytes, marked to be repeated by nobody else', async () => {
    const scripted = script(
      ok('[1]', { 'content-type': 'application/json' }),
      ok('{}\n', { 'content-type': 'application/json' }),
    );
    const pods = podsOver(scripted);
    const { signal } = new AbortController();
    expect(await readAll(await pods.openList({ limit: 500, signal }))).toBe('[1]');
    expect(await readAll(await pods.openWatch({ resourceVersion: '7', signal }))).toBe('{}\n');
    expect(sent(scripted, 0)).toEqual(['GET /api/v1/namespaces/shop/pods?limit=500']);
    expect(sent(scripted, 1)).toEqual([
      'GET /api/v1/namespaces/shop/pods?watch=true&resourceVersion=7&allowWatchBookmarks=true',
    ]);
    expect(scripted.options).toEqual([
      { signal, retry: false },
      { signal, retry: false },
    ]);
  });

  test('rejects with the error of the server, and with NOT_KUBERNETES for a success that is no JSON', async () => {
    const text = bodyOf(['hello']);
    const scripted = script(failure(410, { reason: 'Expired', message: 'too old' }), {
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: text,
    });
    const pods = podsOver(scripted);
    expect(await failureOf(pods.openWatch())).toMatchObject({ name: 'ApiError', status: { code: 410 } });
    expect(await failureOf(pods.openList())).toMatchObject({
      name: 'TransportError',
      code: 'NOT_KUBERNETES',
    });
    expect(text.fate).toBe('read');
  });
});
