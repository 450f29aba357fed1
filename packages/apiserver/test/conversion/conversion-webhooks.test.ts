// Conversion webhooks over real HTTPS, hostile ones too. What all verbs answer is compared with the real server in
// e2e/conversion-webhooks.test.ts.

import { describe, expect, it } from '@jest/globals';
import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { type HttpMethod, readBody, settle, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { catalog } from '@kube-rx/k8s/catalog';
import { patching, WebhookServer } from '../admission/webhook-server.ts';
import {
  answerTo,
  ConversionServer,
  converted,
  type DefinitionOptions,
  group,
  type Reply,
  widgetDefinition,
} from './conversion-server.ts';

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion: string; readonly labels?: object };
  readonly spec: unknown;
  readonly items: readonly Answer[];
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

  /** The events of a watch, one by one. */
  async *watch(path: string, query: Readonly<Record<string, string>> = {}): AsyncGenerator<string, void> {
    const wanted = Object.entries({ watch: '1', ...query });
    const { body } = await this.service({ method: 'GET', path, query: wanted, headers: {} });
    for await (const chunk of body) {
      const { type, object } = JSON.parse(new TextDecoder().decode(chunk)) as Event;
      yield `${type} ${object.metadata.name ?? ''} ${String(object.spec?.width ?? object.message)}`;
    }
  }
}

interface Event {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name?: string };
    readonly spec?: { readonly width?: number };
    readonly message?: string;
  };
}

const v1 = `/apis/${group}/v1/namespaces/default/widgets`;
const v2 = `/apis/${group}/v2/namespaces/default/widgets`;
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function widget(version: string, name: string, spec: object): object {
  return { apiVersion: `${group}/${version}`, kind: 'Widget', metadata: { name }, spec };
}

async function defined(server: Server, options: DefinitionOptions): Promise<void> {
  expect(await server.send('POST', definitions, widgetDefinition(options))).toMatchObject({ status: 201 });
}

async function redefined(server: Server, options: DefinitionOptions): Promise<void> {
  const path = `${definitions}/widgets.${group}`;
  const { metadata } = await server.send('GET', path);
  const next = { ...widgetDefinition(options), metadata };
  expect(await server.send('PUT', path, next)).toMatchObject({ status: 200 });
}

/** Answers that wait until they are let go, the oldest first. */
function held(webhook: ConversionServer) {
  const waiting: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  webhook.reply = (review, response) => {
    waiting.push(() => {
      response.end(
        answerTo(
          review,
          review.request.objects.map((one) => converted(review, one)),
        ),
      );
    });
    arrivals.shift()?.();
  };
  return {
    arrived: (): Promise<void> => new Promise((resolve) => arrivals.push(resolve)),
    release: (): void => waiting.shift()?.(),
  };
}

describe('a kind that a webhook converts', () => {
  it('is converted where a request is in another version than the stored one, a list in one review', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    await server.send('POST', v1, widget('v1', 'b', { size: '3x4' }));
    expect(webhook.reviews).toEqual([]);
    const { items } = await server.send('GET', v2);
    expect(items.map(({ spec }) => spec)).toEqual([
      { width: 1, height: 2, mode: 'by-v1' },
      { width: 3, height: 4, mode: 'by-v1' },
    ]);
    expect(webhook.reviews).toMatchObject([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'ConversionReview',
        request: {
          desiredAPIVersion: `${group}/v2`,
          objects: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
        },
      },
    ]);
  });

  it('is sent in reviews of 2 MiB at most', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const note = 'x'.repeat(700_000);
    for (const name of ['a', 'b', 'c', 'd'])
      await server.send('POST', v1, widget('v1', name, { size: '1x2', note }));
    const { items } = await server.send('GET', v2);
    expect(items.map(({ apiVersion }) => apiVersion)).toEqual(Array(4).fill(`${group}/v2`));
    expect(webhook.reviews.map(({ request }) => request.objects.length)).toEqual([2, 2]);
  });

  it('begins again where the object changes while a conversion waits', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    const { arrived, release } = held(webhook);
    const first = arrived();
    const patched = server.send('PATCH', `${v2}/a`, { spec: { width: 10 } });
    await first;
    await server.send('PATCH', `${v1}/a`, { spec: { note: 'meanwhile' } });
    webhook.reply = undefined;
    release();
    expect((await patched).spec).toEqual({ width: 10, height: 2, note: 'meanwhile', mode: 'by-v1' });
  });

  it('is not deleted in a state that nobody has seen', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    const { arrived, release } = held(webhook);
    const first = arrived();
    const deleted = server.send('DELETE', `${v2}/a`);
    await first;
    await server.send('PATCH', `${v1}/a`, { metadata: { finalizers: ['example.com/held'] } });
    webhook.reply = undefined;
    release();
    expect(await deleted).toMatchObject({ status: 200, metadata: { finalizers: ['example.com/held'] } });
  });

  it('is called where the option says that its service is', async () => {
    await using webhook = await ConversionServer.start();
    const services: unknown[] = [];
    await using server = new Server({
      webhookService: (service) => {
        services.push(service);
        return webhook.url;
      },
    });
    const { caBundle } = webhook;
    const service = { namespace: 'default', name: 'converter', path: '/convert' };
    await defined(server, { webhook, storage: 'v1', clientConfig: { service, caBundle } });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    expect((await server.send('GET', `${v2}/a`)).spec).toMatchObject({ width: 1 });
    expect(services).toEqual([{ namespace: 'default', name: 'converter', port: 443 }]);
  });

  it('is seeded in the version that is stored, and in no other', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    server.seed([widget('v1', 'a', { size: '1x2' }) as never]);
    expect((await server.send('GET', `${v2}/a`)).spec).toMatchObject({ width: 1 });
    expect(() => {
      server.seed([widget('v2', 'b', { width: 1 }) as never]);
    }).toThrow(`a webhook (${webhook.url}/convert?timeout=30s) is to be asked`);
    expect(await server.send('GET', `${v1}/b`)).toMatchObject({ status: 404 });
  });

  it('stays readable in both versions when another one is stored from now on', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    await redefined(server, { webhook, storage: 'v2', reviews: ['v1beta1'] });
    const old = await server.send('GET', `${v1}/a`);
    expect(webhook.reviews).toEqual([]);
    const seen = await server.send('GET', `${v2}/a`);
    expect(seen.spec).toMatchObject({ width: 1 });
    expect(webhook.reviews).toMatchObject([{ apiVersion: 'apiextensions.k8s.io/v1beta1' }]);
    const moved = await server.send('PUT', `${v2}/a`, seen);
    expect(moved.metadata.resourceVersion).not.toBe(old.metadata.resourceVersion);
    webhook.reviews.length = 0;
    await server.send('GET', `${v2}/a`);
    expect(webhook.reviews).toEqual([]);
  });

  it('is shown in the version of the request too where all versions have the same fields', async () => {
    await using server = new Server();
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const definition = (storage: string): object => ({
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
        versions: ['v1', 'v2'].map((name) => ({ name, served: true, storage: name === storage, schema })),
      },
    });
    const metadata = { name: `widgets.${group}` };
    await server.send('POST', definitions, { metadata, ...definition('v1') });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    const path = `${definitions}/widgets.${group}`;
    const { metadata: stored } = await server.send('GET', path);
    const moved = await server.send('PUT', path, { metadata: stored, ...definition('v2') });
    expect(moved).toMatchObject({ status: 200 });
    const shown = [await server.send('GET', `${v2}/a`), ...(await server.send('GET', v2)).items];
    expect(shown.map(({ apiVersion }) => apiVersion)).toEqual([`${group}/v2`, `${group}/v2`]);
    expect(await server.send('GET', `${v1}/a`)).toMatchObject({ apiVersion: `${group}/v1` });
  });

  it('goes with its namespace and its definition while the webhook is down', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    await server.send('POST', v1.replace('default', 'shop'), widget('v1', 'a', { size: '1x2' }));
    await server.send('POST', v1, widget('v1', 'b', { size: '1x2' }));
    await redefined(server, { webhook, storage: 'v2', clientConfig: { url: 'https://127.0.0.1:1/' } });
    await server.send('DELETE', '/api/v1/namespaces/shop');
    await clock.advance(10_000);
    expect(await server.send('GET', '/api/v1/namespaces/shop')).toMatchObject({ status: 404 });
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    expect(await server.send('GET', `${definitions}/widgets.${group}`)).toMatchObject({ status: 404 });
    expect(webhook.reviews).toEqual([]);
  });

  it('is neither created nor watched where its definition goes while a conversion waits', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    const asked = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const go = Promise.withResolvers<undefined>();
    webhook.reply = async (review, response) => {
      asked[webhook.reviews.length - 1]?.resolve(undefined);
      await go.promise;
      response.end(
        answerTo(
          review,
          review.request.objects.map((one) => converted(review, one)),
        ),
      );
    };
    const creation = server.send('POST', v2, widget('v2', 'b', { width: 1, height: 2 }));
    const events = server.watch(v2);
    const first = events.next();
    await Promise.all(asked.map(({ promise }) => promise));
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    go.resolve(undefined);
    expect(await creation).toMatchObject({ status: 404 });
    expect((await first).value).toBe('ADDED a 1');
    expect((await events.next()).value).toBe('DELETED a 1');
    expect((await events.next()).done).toBe(true);
  });
});

describe('webhooks of admission', () => {
  it('see a converted object where their rules name another version, and change it there', async () => {
    await using webhook = await ConversionServer.start();
    await using admission = await WebhookServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    admission.replies.set('/v1', () => patching({ op: 'replace', path: '/spec/size', value: '7x8' }));
    const rules = [{ apiGroups: [group], apiVersions: ['v1'], resources: ['widgets'], operations: ['*'] }];
    const clientConfig = { url: `${admission.url}/v1`, caBundle: admission.caBundle };
    const common = { rules, clientConfig, sideEffects: 'None', admissionReviewVersions: ['v1'] };
    const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    const webhooks = [{ name: 'w.example.com', ...common }];
    expect(await server.send('POST', path, { metadata: { name: 'w' }, webhooks })).toMatchObject({
      status: 201,
    });
    const created = await server.send('POST', v2, widget('v2', 'a', { width: 1, height: 2 }));
    expect(created.spec).toEqual({ width: 7, height: 8, mode: 'by-v2' });
    expect(admission.reviews).toMatchObject([
      {
        review: {
          request: {
            kind: { group, version: 'v1', kind: 'Widget' },
            requestKind: { group, version: 'v2', kind: 'Widget' },
            object: { apiVersion: `${group}/v1`, spec: { size: '1x2' } },
          },
        },
      },
    ]);
    webhook.reply = (review, response) => {
      response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }));
    };
    expect(await server.send('POST', v2, widget('v2', 'b', { width: 1 }))).toMatchObject({
      status: 500,
      message: `Internal error occurred: conversion webhook for ${group}/v2, Kind=Widget failed: down`,
    });
  });
});

describe('policies and conditions of admission', () => {
  it('see a converted object where their rules name another version', async () => {
    await using webhook = await ConversionServer.start();
    await using admission = await WebhookServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const rules = [{ apiGroups: [group], apiVersions: ['v1'], resources: ['widgets'], operations: ['*'] }];
    const registration = '/apis/admissionregistration.k8s.io/v1';
    const validations = [{ expression: 'object.spec.size != "6x6"', message: 'no square of 6' }];
    const policy = { matchConstraints: { resourceRules: rules }, validations };
    const spec = { policyName: 'p', validationActions: ['Deny'] };
    for (const [plural, body] of Object.entries({
      validatingadmissionpolicies: { metadata: { name: 'p' }, spec: policy },
      validatingadmissionpolicybindings: { metadata: { name: 'p' }, spec },
      validatingwebhookconfigurations: {
        metadata: { name: 'w' },
        webhooks: [
          {
            name: 'w.example.com',
            rules,
            clientConfig: { url: `${admission.url}/v1`, caBundle: admission.caBundle },
            matchConditions: [{ name: 'a', expression: 'object.spec.size == "7x7"' }],
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      },
    }))
      expect(await server.send('POST', `${registration}/${plural}`, body)).toMatchObject({ status: 201 });
    const created = (width: number) =>
      server.send('POST', v2, widget('v2', `w${width}`, { width, height: width }));
    expect(await created(5)).toMatchObject({ status: 201 });
    expect(await created(6)).toMatchObject({
      status: 422,
      message: expect.stringContaining('no square of 6'),
    });
    expect(admission.reviews).toEqual([]);
    expect(await created(7)).toMatchObject({ status: 201 });
    expect(admission.reviews).toMatchObject([{ review: { request: { object: { spec: { size: '7x7' } } } } }]);
  });
});

describe('a watch of a kind that a webhook converts', () => {
  it('is converted in advance no further than the objects before the changes allow', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const names = ['a', 'b', 'c', 'd'];
    let revision = '';
    for (const name of names)
      revision = (
        await server.send('POST', v1, widget('v1', name, { size: '1x1', note: 'x'.repeat(300_000) }))
      ).metadata.resourceVersion;
    for (const name of names)
      expect(await server.send('PATCH', `${v1}/${name}`, { spec: { note: '' } })).toMatchObject({
        status: 200,
      });
    webhook.reviews.length = 0;
    const events = server.watch(v2, { resourceVersion: revision });
    expect((await events.next()).value).toBe('MODIFIED a 1');
    expect(
      webhook.reviews.flatMap(({ request }) => request.objects.map(({ metadata }) => metadata.name)),
    ).toEqual(['a', 'a']);
    await events.return();
  });

  it('has all events in order, however long a conversion takes', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    expect((await events.next()).value).toBe('ADDED a 1');
    const { arrived, release } = held(webhook);
    const first = arrived();
    const next = events.next();
    await server.send('PATCH', `${v1}/a`, { spec: { size: '2x1' } });
    await first;
    for (const width of [3, 4, 5]) await server.send('PATCH', `${v1}/a`, { spec: { size: `${width}x1` } });
    await server.send('DELETE', `${v1}/a`);
    webhook.reply = undefined;
    release();
    const told = [(await next).value];
    for (let count = 0; count < 4; count += 1) told.push((await events.next()).value);
    expect(told).toEqual(['MODIFIED a 2', 'MODIFIED a 3', 'MODIFIED a 4', 'MODIFIED a 5', 'DELETED a 5']);
    // What has come while the first one waited was converted at once.
    expect(webhook.reviews.map(({ request }) => request.objects.length).slice(1)).toEqual([2, 5]);
    await events.return();
  });

  it('waits for a webhook that fails, and loses nothing', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    await events.next();
    let failures = 0;
    const failed = new Promise<void>((resolve) => {
      webhook.reply = (review, response) => {
        failures += 1;
        response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }), resolve);
      };
    });
    const next = events.next();
    await server.send('PATCH', `${v1}/a`, { spec: { size: '2x1' } });
    await failed;
    expect(failures).toBe(1);
    webhook.reply = undefined;
    // It is asked again a little later, on the server's clock.
    const state = { isTold: false };
    const told = next.finally(() => {
      state.isTold = true;
    });
    while (!state.isTold) await clock.advance(100);
    expect((await told).value).toBe('MODIFIED a 2');
    await events.return();
  });

  it('ends where the webhook holds it up for longer than the history goes back', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server({ historySize: 5 });
    await defined(server, { webhook, storage: 'v1' });
    const events = server.watch(v2);
    const { arrived } = held(webhook);
    const first = arrived();
    const next = events.next();
    await settle();
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    await first;
    for (let width = 2; width < 9; width += 1)
      await server.send('PATCH', `${v1}/a`, { spec: { size: `${width}x1` } });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('is told why its first events cannot be converted', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    webhook.reply = (review, response) => {
      response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }));
    };
    const events = server.watch(v2);
    expect((await events.next()).value).toBe(
      `ERROR  conversion webhook for ${group}/v1, Kind=Widget failed: down`,
    );
    expect((await events.next()).done).toBe(true);
  });

  it('ends with the definition by which it was converted, and with the kind', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const before = server.watch(v2).next();
    await settle();
    await redefined(server, { webhook, storage: 'v2' });
    expect((await before).done).toBe(true);
    await server.send('POST', v2, widget('v2', 'a', { width: 1, height: 1 }));
    const events = server.watch(v1);
    await events.next();
    const last = events.next();
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    expect((await last).value).toMatch(/^DELETED a/);
    expect((await events.next()).done).toBe(true);
  });

  it('ends with the kind while the webhook is down', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    await events.next();
    const state = { isOver: false };
    const end = events.next().finally(() => {
      state.isOver = true;
    });
    webhook.reply = (review, response) => {
      response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }));
    };
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    while (!state.isOver) await clock.advance(100);
    expect((await end).done).toBe(true);
    // It has not ended by its time-out, which is half an hour at least.
    expect(clock.monotonic()).toBeLessThan(1_800_000);
  });

  it('shares its conversions with the others', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const watches = Array.from({ length: 20 }, () => server.watch(v2));
    const first = watches.map((events) => events.next());
    await settle();
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    expect(new Set((await Promise.all(first)).map(({ value }) => value))).toEqual(new Set(['ADDED a 1']));
    expect(webhook.reviews).toHaveLength(1);
    await Promise.all(watches.map((events) => events.return()));
  });
});

describe('a hostile webhook', () => {
  const changed =
    (change: object): Reply =>
    (review, response) => {
      const objects = review.request.objects.map((one) => ({ ...converted(review, one), ...change }));
      response.end(answerTo(review, objects));
    };
  const start = `conversion webhook for ${group}/v1, Kind=Widget`;

  it.each<[string, Reply, string]>([
    [
      'changes the name',
      changed({ metadata: { name: 'z' } }),
      `${start} returned invalid object: must have the same name: a != z`,
    ],
    [
      'changes the kind',
      changed({ kind: 'Z' }),
      `${start} returned invalid object at index 0: invalid kind (expected Widget, received Z)`,
    ],
    [
      'gives too many',
      (review, response) => {
        response.end(answerTo(review, [...review.request.objects, ...review.request.objects]));
      },
      `${start} returned 2 objects, expected 1`,
    ],
    [
      'gives 10 MB',
      (_review, response) => {
        response.end('x'.repeat(10_000_000));
      },
      'is larger than 3145728 bytes',
    ],
    [
      'gives half an answer',
      (_review, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{', () => {
          response.destroy();
        });
      },
      `${start} failed: unexpected error when reading response body. Please retry. Original error: unexpected EOF`,
    ],
  ])('that %s fails the request', async (_what, reply, message) => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    webhook.reply = reply;
    const answer = await server.send('GET', `${v2}/a`);
    expect([answer.status, answer.message]).toEqual([500, expect.stringContaining(message)]);
  });

  it('that never answers is given up after 30 seconds', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x2' }));
    const { arrived } = held(webhook);
    const first = arrived();
    const answer = server.send('GET', `${v2}/a`);
    await first;
    await clock.advance(29_999);
    await settle();
    await clock.advance(1);
    expect((await answer).message).toBe(
      `${start} failed: Post "${webhook.url}/convert?timeout=30s": context deadline exceeded`,
    );
  });

  it('that fails a list fails it whole', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    for (const name of ['a', 'b']) await server.send('POST', v1, widget('v1', name, { size: '1x2' }));
    webhook.reply = (review, response) => {
      const [first] = review.request.objects;
      response.end(answerTo(review, first ? [converted(review, first)] : []));
    };
    expect(await server.send('GET', v2)).toMatchObject({
      status: 500,
      message: `${start} returned 1 objects, expected 2`,
    });
  });
});
