import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, AuthenticationError, Client, DeadlineError, TransportError } from '@kube-rx/client';
import {
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  InvalidRequestError,
  type KubeObject,
} from '@kube-rx/core';
import { ConfigMap, Deployment, Namespace, Pod, SelfSubjectAccessReview, ServiceAccount } from '@kube-rx/k8s';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import { writeRecorderLayer } from '../../src/consistency/write-recorder.ts';

let server: ApiServer;
let told: (OwnWrite | LostWrite)[];
let client: Client;

beforeEach(() => {
  server = new ApiServer();
  server.seed([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'shop' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', namespace: 'shop', finalizers: ['shop.example/hold'] },
    },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop' }, spec: podSpec },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: podSpec },
      },
    },
  ]);
  told = [];
  client = new Client(server.service).layered([writeRecorderLayer((write) => void told.push(write))]);
});

afterEach(() => server.close());

const podSpec = { containers: [{ name: 'web', image: 'nginx' }] };

const configs = () => Api.namespaced(client, ConfigMap, 'shop');
const pods = () => Api.namespaced(client, Pod, 'shop');
const deployments = () => Api.namespaced(client, Deployment, 'shop');

/** What a write is told as, but for the object itself. */
function bare(write: OwnWrite | LostWrite | undefined): object {
  return Object.fromEntries(Object.entries(write ?? {}).filter(([name]) => name !== 'encoded'));
}

function expected(type: OwnWrite['type'], plural: string, { metadata }: KubeObject): object {
  const { name, namespace = '', uid, resourceVersion } = metadata;
  const key = namespace === '' ? name : `${namespace}/${name}`;
  const group = plural === 'deployments' ? 'apps' : '';
  return { type, group, plural, key, namespace, uid, ...(type !== 'deleted' && { resourceVersion }) };
}

const patch = { metadata: { labels: { tier: 'front' } } };

describe('a recorder of writes tells of', () => {
  test.each<[what: string, plural: string, write: () => Promise<KubeObject>]>([
    ['a creation', 'configmaps', () => configs().create({ metadata: { name: 'b' } })],
    [
      'a creation under a generated name',
      'configmaps',
      () => configs().create({ metadata: { generateName: 'b-' } }),
    ],
    ['a merge patch', 'configmaps', () => configs().patch.merge('a', patch)],
    ['an apply', 'configmaps', () => configs().apply('a', patch, { fieldManager: 'me' })],
    ['a replacement', 'configmaps', async () => configs().replace('a', await configs().get('a'))],
    ['a patch that asks for metadata alone', 'configmaps', () => configs().metadata.patch.merge('a', patch)],
    ['a patch that changes nothing', 'configmaps', () => configs().patch.merge('a', {})],
    ['a status', 'deployments', () => deployments().status.patch.merge('web', { status: { replicas: 1 } })],
    [
      'a scale, as a write of its object',
      'deployments',
      async () => {
        await deployments().scale.patch.merge('web', { spec: { replicas: 3 } });
        return deployments().get('web');
      },
    ],
    [
      'an object that no namespace has',
      'namespaces',
      () => Api.all(client, Namespace).create({ metadata: { name: 'office' } }),
    ],
  ])('%s', async (_, plural, write) => {
    const object = await write();
    expect(told.map(bare)).toEqual([expected('written', plural, object)]);
  });

  test('a deletion, by the uid that the server told', async () => {
    const object = await configs().get('a');
    await configs().delete('a');
    expect(told.map(bare)).toEqual([expected('deleted', 'configmaps', object)]);
  });

  test('a deletion that a finalizer holds, as marked', async () => {
    const result = await configs().delete('held');
    expect(result).toMatchObject({ type: 'object' });
    const object = await configs().get('held');
    expect(told.map(bare)).toEqual([expected('marked', 'configmaps', object)]);
  });

  test('the removal of the last finalizer of what is to be deleted, as its end', async () => {
    await configs().delete('held');
    const { metadata } = await configs().patch.merge('held', { metadata: { finalizers: null } });
    const { uid } = metadata;
    expect(bare(told[1])).toEqual({
      type: 'deleted',
      group: '',
      plural: 'configmaps',
      key: 'shop/held',
      namespace: 'shop',
      uid,
      wasMarked: true,
    });
  });

  const deletionTimestamp = '2026-01-01T00:00:00Z';
  test.each<[what: string, path: string, answer: object]>([
    [
      'a finalizer is left',
      'configmaps',
      { metadata: { deletionTimestamp, finalizers: ['shop.example/hold'] } },
    ],
    ['a Pod has time to stop', 'pods', { metadata: { deletionTimestamp, deletionGracePeriodSeconds: 30 } }],
    ['it is not to be deleted', 'configmaps', { metadata: {} }],
  ])('a change, and no end, where %s', async (_, plural, { metadata, ...answer }: { metadata?: object }) => {
    const body = JSON.stringify({ ...answer, ...JSON.parse(object(metadata)) });
    const path = `/api/v1/namespaces/shop/${plural}/b`;
    const { told: writes } = await outcomeOf(answerOf(body, 200), { request: { method: 'PATCH', path } });
    expect(writes.map(({ type }) => type)).toEqual(['written']);
  });

  test.each<[what: string, type: OwnWrite['type'], spec: object | undefined]>([
    ['has finalizers of its own', 'written', { finalizers: ['kubernetes'] }],
    ['is told by its metadata alone', 'written', undefined],
    ['has none left', 'deleted', {}],
  ])('of a namespace that %s: %s', async (_, type, spec) => {
    const metadata = { name: 'office', namespace: undefined, deletionTimestamp };
    const body = JSON.stringify({ ...JSON.parse(object(metadata)), spec });
    const sent = { method: 'PUT', path: '/api/v1/namespaces/office/finalize' } as const;
    const { told: writes } = await outcomeOf(answerOf(body, 200), { request: sent });
    expect(writes.map((write) => write.type)).toEqual([type]);
  });

  test('an eviction, by the uid that the request told', async () => {
    const pod = await pods().get('web-0');
    await pods().evict(pod);
    expect(told.map(bare)).toEqual([expected('deleted', 'pods', pod)]);
  });

  test('each of several writes, in the order of their answers', async () => {
    for (const name of ['x', 'y', 'z']) await configs().create({ metadata: { name } });
    expect(told.map(({ key }) => key)).toEqual(['shop/x', 'shop/y', 'shop/z']);
  });

  test('labels, so that selectors can be asked', async () => {
    await configs().patch.merge('a', patch);
    const [write] = told;
    expect(write?.type === 'written' && write.encoded?.labels).toEqual({ tier: 'front' });
  });
});

describe('a recorder of writes does not tell of', () => {
  test.each<[what: string, call: () => Promise<unknown>]>([
    ['reads', async () => [await configs().get('a'), await configs().list()]],
    ['a watch', () => configs().watch()[Symbol.asyncIterator]().next()],
    ['a create that runs dry', () => configs().create({ metadata: { name: 'b' } }, { dryRun: true })],
    ['a patch that runs dry', () => configs().patch.merge('a', patch, { dryRun: true })],
    ['an apply that runs dry', () => configs().apply('a', patch, { fieldManager: 'me', dryRun: true })],
    ['a deletion that runs dry', () => configs().delete('a', { dryRun: true })],
    ['an eviction that runs dry', () => pods().evict('web-0', { dryRun: true })],
    [
      'a conflict',
      () =>
        configs()
          .create({ metadata: { name: 'a' } })
          .catch(() => undefined),
    ],
    [
      'what is not there',
      () =>
        configs()
          .delete('nothing')
          .catch(() => undefined),
    ],
    [
      'a review',
      () =>
        Api.all(client, SelfSubjectAccessReview).create({
          metadata: {},
          spec: { nonResourceAttributes: { path: '/', verb: 'get' } },
        }),
    ],
    ['a token', () => Api.namespaced(client, ServiceAccount, 'shop').createToken('robot')],
    ['a deletion of a collection', () => configs().deleteCollection()],
  ])('%s', async (_, call) => {
    await call();
    expect(told).toEqual([]);
  });
});

const request: HttpRequest = {
  method: 'POST',
  path: '/api/v1/namespaces/shop/configmaps',
  query: [],
  headers: {},
};
const json = { 'content-type': 'application/json' };
const answerOf = (body: HttpResponse['body'] | string, status = 201): HttpResponse => {
  const bytes = typeof body === 'string' ? [new TextEncoder().encode(body)] : body;
  return { status, headers: json, body: { [Symbol.asyncIterator]: () => piecewise(bytes) } };
};

async function* piecewise(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield piece;
}

const object = (metadata: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'b', namespace: 'shop', uid: 'u', resourceVersion: '7', ...metadata },
  });

/** What is told of a request that is answered so, and what becomes of the call. */
async function outcomeOf(
  answer: HttpResponse,
  options: { readonly request?: Partial<HttpRequest>; readonly maxAnswerBytes?: number } = {},
): Promise<{ readonly told: readonly OwnWrite[]; readonly text: string }> {
  const service: HttpService = () => Promise.resolve(answer);
  const writes: OwnWrite[] = [];
  const layered = new Client(service).layered([
    writeRecorderLayer((write) => {
      if (write.type !== 'lost') writes.push(write);
    }),
  ]);
  const { maxAnswerBytes } = options;
  const text = await layered
    .requestText({ ...request, ...options.request }, { ...(maxAnswerBytes && { maxAnswerBytes }) })
    .catch((error: unknown) => String(error).split(':')[0] ?? '');
  return { told: writes, text };
}

describe('an answer that is none', () => {
  test.each<[what: string, body: string]>([
    ['nothing', ''],
    ['no JSON', '{"metadata":'],
    ['JSON of another kind', '[1, 2]'],
    ['null', 'null'],
    ['an object without a version', object({ resourceVersion: undefined })],
    ['an object without a uid', object({ uid: undefined })],
    ['an object whose version is no text', object({ resourceVersion: 7 })],
    ['an object of another namespace', object({ namespace: 'office' })],
    ['a version longer than any', object({ resourceVersion: '7'.repeat(1_000) })],
    ['a name longer than any', object({ name: 'b'.repeat(10_000) })],
    ['a failure that says success', JSON.stringify({ kind: 'Status', status: 'Failure' })],
    ['a success without an object', JSON.stringify({ kind: 'Status', status: 'Success' })],
  ])('is not told, and reaches the caller as it is: %s', async (_, body) => {
    expect(await outcomeOf(answerOf(body))).toEqual({ told: [], text: body });
  });

  test('is not told of a name that was not asked for', async () => {
    const path = `${request.path}/c`;
    expect((await outcomeOf(answerOf(object()), { request: { method: 'PUT', path } })).told).toEqual([]);
  });

  test('is not told of what goes through to a container, whatever that answers', async () => {
    const path = '/api/v1/namespaces/shop/pods/b/proxy/configmaps';
    expect((await outcomeOf(answerOf(object()), { request: { path } })).told).toEqual([]);
  });

  test('is not told where it breaks off, which the caller is told', async () => {
    const pieces: AsyncIterator<Uint8Array> = {
      next: () => Promise.reject(new TypeError('gone')),
    };
    const broken = { [Symbol.asyncIterator]: () => pieces };
    expect(await outcomeOf(answerOf(broken))).toEqual({ told: [], text: 'TypeError' });
  });

  test('is not told where the caller takes no more of it', async () => {
    const { told: writes, text } = await outcomeOf(answerOf(object()), { maxAnswerBytes: 5 });
    expect([writes, text]).toEqual([[], 'DecodeError']);
  });

  test('is not kept where it is larger than any object', async () => {
    const piece = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const large = [new TextEncoder().encode(object()), ...Array.from({ length: 17 }, () => piece)];
    const { told: writes, text } = await outcomeOf(answerOf(piecewise(large)));
    expect(writes).toEqual([]);
    expect(text.length).toBeGreaterThan(17 * piece.length);
  });
});

describe('an answer', () => {
  test('is told before the caller has it', async () => {
    const order: string[] = [];
    const layered = new Client(() => Promise.resolve(answerOf(object()))).layered([
      writeRecorderLayer(() => void order.push('told')),
    ]);
    await layered.request(request).then(() => order.push('answered'));
    expect(order).toEqual(['told', 'answered']);
  });

  test('is told once, however many pieces it comes in', async () => {
    const bytes = new TextEncoder().encode(object());
    const pieces = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
    const { told: writes, text } = await outcomeOf(answerOf(piecewise(pieces)));
    expect(writes).toHaveLength(1);
    expect(text).toBe(object());
  });

  test('reaches the caller whatever the recorder does', async () => {
    const layered = new Client(() => Promise.resolve(answerOf(object()))).layered([
      writeRecorderLayer(() => {
        throw new TypeError('a recorder that fails');
      }),
    ]);
    expect(await layered.requestText(request)).toBe(object());
  });

  test('of a version that the server tells in a Status is told, as of a binding since Kubernetes 1.38', async () => {
    const status = { kind: 'Status', status: 'Success', metadata: { resourceVersion: '12' } };
    const path = '/api/v1/namespaces/shop/pods/web-0/binding';
    const { told: writes } = await outcomeOf(answerOf(JSON.stringify(status)), { request: { path } });
    expect(writes).toEqual([
      {
        type: 'written',
        group: '',
        plural: 'pods',
        key: 'shop/web-0',
        namespace: 'shop',
        resourceVersion: '12',
      },
    ]);
  });

  test('without a body says that an object is deleted, if the request named its uid', async () => {
    const body = JSON.stringify({ preconditions: { uid: 'u' } });
    const { told: writes } = await outcomeOf(answerOf('', 200), {
      request: { method: 'DELETE', path: `${request.path}/b`, body },
    });
    expect(writes).toEqual([
      { type: 'deleted', group: '', plural: 'configmaps', key: 'shop/b', namespace: 'shop', uid: 'u' },
    ]);
  });
});

describe('a write without an answer', () => {
  const path = '/api/v1/namespaces/shop/configmaps/b';
  const deletion = JSON.stringify({ preconditions: { uid: 'u' } });
  const named = JSON.stringify({ metadata: { name: 'b', generateName: 'a-' } });
  const b = { type: 'lost', group: '', plural: 'configmaps', key: 'shop/b', namespace: 'shop' };
  const reset = new TransportError('reset', { code: 'ECONNRESET' });

  async function toldOf(
    sent: Partial<HttpRequest>,
    service: HttpService,
    options: { readonly maxAnswerBytes?: number } = {},
  ): Promise<readonly (OwnWrite | LostWrite)[]> {
    const writes: (OwnWrite | LostWrite)[] = [];
    const layered = new Client(service).layered([writeRecorderLayer((write) => void writes.push(write))]);
    await expect(layered.request({ ...request, ...sent }, options)).rejects.toThrow();
    return writes;
  }

  test.each<[what: string, sent: Partial<HttpRequest>, told: object]>([
    ['a patch', { method: 'PATCH', path }, b],
    ['a status', { method: 'PUT', path: `${path}/status` }, b],
    [
      'a deletion, by the uid that was asked for',
      { method: 'DELETE', path, body: deletion },
      { ...b, uid: 'u' },
    ],
    ['a creation under a name', { body: named }, b],
  ])('is told: %s', async (_, sent, told) => {
    expect(await toldOf(sent, () => Promise.reject(reset))).toEqual([told]);
  });

  test.each<[what: string, sent: Partial<HttpRequest>]>([
    [
      'a creation whose name the server chooses',
      { body: JSON.stringify({ metadata: { generateName: 'b-' } }) },
    ],
    ['a creation whose name is no text', { body: JSON.stringify({ metadata: { name: 7 } }) }],
    ['a creation without an object', { body: 'null' }],
    ['a dry run', { method: 'PATCH', path, query: [['dryRun', 'All']] }],
    ['a read', { method: 'GET', path }],
    ['a deletion of a collection', { method: 'DELETE' }],
  ])('is not told: %s', async (_, sent) => {
    expect(await toldOf(sent, () => Promise.reject(reset))).toEqual([]);
  });

  const failure = (status: number, headers: HttpResponse['headers'] = {}): HttpService => {
    const answer = answerOf(JSON.stringify({ kind: 'Status', status: 'Failure', code: status }), status);
    return () => Promise.resolve({ ...answer, headers: { ...json, ...headers } });
  };
  const breaksOff: HttpService = () =>
    Promise.resolve(
      answerOf({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new TypeError('gone')) }) }),
    );

  test.each<[what: string, service: HttpService]>([
    ['the connection broke', () => Promise.reject(reset)],
    ['the server was silent', () => Promise.reject(new DeadlineError('late', { timeoutMs: 1 }))],
    ['the call was ended', () => Promise.reject(new DOMException('aborted', 'AbortError'))],
    ['the server failed', failure(500)],
    ['a proxy waited in vain', failure(504)],
    ['nobody says that it was not carried out', failure(503)],
    ['the answer broke off', breaksOff],
  ])('is told where %s', async (_, service) => {
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([b]);
  });

  test('is told where its caller takes no more of the answer', async () => {
    const service: HttpService = () => Promise.resolve(answerOf(object(), 200));
    expect(await toldOf({ method: 'PATCH', path }, service, { maxAnswerBytes: 5 })).toEqual([b]);
  });

  test.each<[what: string, body: string]>([
    ['is missing', ''],
    ['has no end', object().slice(0, -1)],
  ])('is told where the answer %s, though it says success', async (_, body) => {
    const service: HttpService = () => Promise.resolve(answerOf(body, 200));
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([b]);
  });

  test.each<[what: string, service: HttpService]>([
    ['nothing was sent', () => Promise.reject(new InvalidRequestError('no'))],
    ['there were no credentials', () => Promise.reject(new AuthenticationError('none'))],
    ['nobody listened', () => Promise.reject(new TransportError('refused', { code: 'ECONNREFUSED' }))],
    ['it was refused', failure(403)],
    ['it met a conflict', failure(409)],
    ['the server asks for patience', failure(503, { 'retry-after': '1' })],
  ])('is not told where %s', async (_, service) => {
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([]);
  });
});
