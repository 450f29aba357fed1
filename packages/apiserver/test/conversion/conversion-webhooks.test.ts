// Conversion webhooks over real HTTPS. What all verbs answer is compared with the real server in
// e2e/conversion-webhooks.test.ts.

import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { answerTo, ConversionServer, converted, group } from './conversion-server.ts';
import { defined, definitions, held, redefined, Server, v1, v2, widget } from './conversion-setting.ts';

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
