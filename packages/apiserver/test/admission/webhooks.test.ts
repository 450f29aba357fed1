// Webhooks over real HTTPS: what they change and refuse, and what happens meanwhile.

import { describe, expect, it } from '@jest/globals';
import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { type HttpMethod, readBody, settle, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { catalog } from '@kube-rx/k8s/catalog';
import { patching, WebhookServer } from './webhook-server.ts';

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly metadata: { readonly labels?: unknown; readonly annotations?: unknown; readonly name: string };
  readonly data: unknown;
}

class Server extends ApiServer {
  constructor(options: ApiServerOptions = {}) {
    super({ resources: catalog, ...options });
  }

  async send(method: HttpMethod, path: string, body?: object): Promise<Answer> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const content = body === undefined ? {} : { body: jsonCodec.encode(body) };
    const headers = { 'content-type': type };
    const response = await this.service({ method, path, query: [], headers, ...content });
    const text = new TextDecoder().decode(await readBody(response.body));
    return { ...(JSON.parse(text) as Answer), status: response.status };
  }
}

const maps = '/api/v1/namespaces/default/configmaps';
const map = (name: string, more: object = {}): object => ({ metadata: { name, ...more }, data: { a: '1' } });

function configuration(kind: 'Mutating' | 'Validating', webhook: object): object {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] }];
  const common = { name: 'w.example.com', rules, sideEffects: 'None', admissionReviewVersions: ['v1'] };
  return {
    metadata: { name: 'w' },
    webhooks: [{ ...common, ...webhook }],
    kind: `${kind}WebhookConfiguration`,
  };
}

async function configured(server: Server, kind: 'Mutating' | 'Validating', webhook: object): Promise<void> {
  const path = `/apis/admissionregistration.k8s.io/v1/${kind.toLowerCase()}webhookconfigurations`;
  expect(await server.send('POST', path, configuration(kind, webhook))).toMatchObject({ status: 201 });
}

/** A webhook whose answers wait until they are let go. */
function held(webhook: WebhookServer, path: string) {
  const waiting: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  webhook.replies.set(path, async () => {
    const released = new Promise<void>((resolve) => waiting.push(resolve));
    arrivals.shift()?.();
    await released;
    return { allowed: true };
  });
  const arrived = (): Promise<void> => new Promise((resolve) => arrivals.push(resolve));
  return { arrived, release: () => waiting.shift()?.() };
}

describe('webhooks', () => {
  it('change what is written, and are told of what others changed', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    webhook.replies.set('/', () =>
      patching({ op: 'add', path: '/metadata/labels', value: { by: 'webhook' } }),
    );
    await configured(server, 'Mutating', {
      clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
    });
    expect(await server.send('POST', maps, map('a'))).toMatchObject({
      status: 201,
      metadata: { labels: { by: 'webhook' } },
    });
  });

  it.each([
    ['eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } }],
    ['binding', { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'p' }, target: { name: 'n' } }],
  ])('refuse an action that they would change: %s', async (part, action) => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    const pods = '/api/v1/namespaces/default/pods';
    server.seed([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', namespace: 'default' },
        spec: { containers: [{ name: 'c', image: 'c' }] },
      },
    ]);
    webhook.replies.set('/', () => patching({ op: 'add', path: '/metadata/labels', value: { a: 'b' } }));
    await configured(server, 'Mutating', {
      rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: [`pods/${part}`], operations: ['*'] }],
      clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
    });
    expect(await server.send('POST', `${pods}/p/${part}`, action)).toMatchObject({
      status: 501,
      message: `the embedded API server does not support admission policies and webhooks that change what is asked of pods/${part}: exclude it in their rules`,
    });
    expect(await server.send('GET', `${pods}/p`)).toMatchObject({ status: 200 });
  });

  it('are asked again about a patch whose object has changed meanwhile, and the write keeps both', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    await server.send('POST', maps, map('a'));
    const { arrived, release } = held(webhook, '/held');
    const objectSelector = { matchExpressions: [{ key: 'quick', operator: 'DoesNotExist' }] };
    const clientConfig = { url: `${webhook.url}/held`, caBundle: webhook.caBundle };
    await configured(server, 'Validating', { clientConfig, objectSelector });
    const first = arrived();
    const patch = server.send('PATCH', `${maps}/a`, { data: { slow: '1' } });
    await first;
    const status = server.send(
      'DELETE',
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/w',
    );
    expect(await status).toMatchObject({ status: 200 });
    await server.send('PATCH', `${maps}/a`, { data: { quick: '1' } });
    release();
    expect(await patch).toMatchObject({ status: 200, data: { a: '1', quick: '1', slow: '1' } });
  });

  it('make an update whose version is old by then a conflict', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    const created = await server.send('POST', maps, map('a'));
    const { arrived, release } = held(webhook, '/held');
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/held`, caBundle: webhook.caBundle },
    });
    const first = arrived();
    const update = server.send('PUT', `${maps}/a`, { ...created, data: { slow: '1' }, status: undefined });
    await first;
    await server.send('DELETE', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/w');
    await server.send('PATCH', `${maps}/a`, { data: { quick: '1' } });
    release();
    expect(await update).toMatchObject({ status: 409 });
  });

  it('make the second of two creations a conflict', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    const { arrived, release } = held(webhook, '/held');
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/held`, caBundle: webhook.caBundle },
    });
    const first = arrived();
    const slow = server.send('POST', maps, map('a'));
    await first;
    await server.send('DELETE', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/w');
    expect(await server.send('POST', maps, map('a'))).toMatchObject({ status: 201 });
    release();
    expect(await slow).toMatchObject({ status: 409, message: 'configmaps "a" already exists' });
  });

  it('keep no object in a namespace that goes while they are asked', async () => {
    await using webhook = await WebhookServer.start();
    const clock = new VirtualClock();
    await using server = new Server({ clock });
    await server.send('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
    const { arrived, release } = held(webhook, '/held');
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/held`, caBundle: webhook.caBundle },
    });
    const first = arrived();
    const slow = server.send('POST', '/api/v1/namespaces/shop/configmaps', map('a'));
    await first;
    await server.send('DELETE', '/api/v1/namespaces/shop');
    await clock.advance(0);
    expect(await server.send('GET', '/api/v1/namespaces/shop')).toMatchObject({ status: 404 });
    release();
    expect(await slow).toMatchObject({ status: 404, message: 'namespaces "shop" not found' });
  });

  it('may write to the server that waits for them', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    webhook.replies.set('/', async () => {
      const { status } = await server.send('POST', '/api/v1/namespaces/default/secrets', {
        metadata: { name: 's' },
      });
      return { allowed: status === 201 };
    });
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
    });
    expect(await server.send('POST', maps, map('a'))).toMatchObject({ status: 201 });
    expect(await server.send('GET', '/api/v1/namespaces/default/secrets/s')).toMatchObject({ status: 200 });
  });

  it('of a service are called where the option says, under the name of the service', async () => {
    await using webhook = await WebhookServer.start(['policy.default.svc']);
    await using server = new Server({
      webhookService: ({ name, port }) => (name === 'policy' && port === 443 ? webhook.url : undefined),
    });
    const service = { namespace: 'default', name: 'policy', path: '/check' };
    await configured(server, 'Validating', { clientConfig: { service, caBundle: webhook.caBundle } });
    expect(await server.send('POST', maps, map('a'))).toMatchObject({ status: 201 });
    expect(webhook.reviews).toMatchObject([{ path: '/check', review: { request: { name: 'a' } } }]);
  });

  it('that are silent are given up when the clock says so', async () => {
    await using webhook = await WebhookServer.start();
    const clock = new VirtualClock();
    await using server = new Server({ clock });
    const { arrived, release } = held(webhook, '/held');
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/held`, caBundle: webhook.caBundle },
      timeoutSeconds: 7,
    });
    const first = arrived();
    const create = server.send('POST', maps, map('a'));
    await first;
    await clock.advance(6_999);
    await settle();
    await clock.advance(1);
    expect((await create).message).toBe(
      `Internal error occurred: failed calling webhook "w.example.com": failed to call webhook: Post "${webhook.url}/held?timeout=7s": context deadline exceeded`,
    );
    release();
  });

  it('that answer without end are refused', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    webhook.replies.set('/', () => ({ raw: [200, 'x'.repeat(3 * 1024 * 1024 + 1)] }));
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
    });
    const { status, message } = await server.send('POST', maps, map('a'));
    expect([status, message]).toEqual([500, expect.stringContaining('larger than 3145728 bytes')]);
  });

  it('are never asked about seeds, which are refused where one would be', () => {
    const server = new Server();
    const url = 'https://127.0.0.1:1/';
    const apiVersion = 'admissionregistration.k8s.io/v1';
    server.seed([
      { ...configuration('Validating', { clientConfig: { url } }), apiVersion, metadata: { name: 'w' } },
    ]);
    const seed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
    expect(() => {
      server.seed([seed]);
    }).toThrow('a webhook (https://127.0.0.1:1/?timeout=10s) is to be asked about this write');
  });

  it('are asked where their conditions hold', async () => {
    await using webhook = await WebhookServer.start();
    await using server = new Server();
    await configured(server, 'Validating', {
      clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
      matchConditions: [
        { name: 'a', expression: 'request.operation == "CREATE"' },
        { name: 'b', expression: 'object.data.asked == "yes"' },
      ],
    });
    const created = async (name: string, data: object): Promise<unknown> => {
      webhook.reviews.length = 0;
      const { status, message } = await server.send('POST', maps, { metadata: { name }, data });
      return { status, message, reviews: webhook.reviews.length };
    };
    expect(await created('a', { asked: 'yes' })).toEqual({ status: 201, reviews: 1 });
    expect(await created('b', { asked: 'no' })).toEqual({ status: 201, reviews: 0 });
    const message = `configmaps "c" is forbidden: expression 'object.data.asked == "yes"' resulted in error: no such key: asked`;
    expect(await created('c', { other: 'a' })).toEqual({ status: 403, message, reviews: 0 });
  });
});
