// Conversion webhooks that answer what they may not.

import { describe, expect, it } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { answerTo, ConversionServer, converted, group, type Reply } from './conversion-server.ts';
import { defined, held, Server, v1, v2, widget } from './conversion-setting.ts';

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
