import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Client } from '../../../src/client.ts';
import { beforeSendLayer } from '../../../src/service/layers/before-send.ts';
import { retryLayer } from '../../../src/service/layers/retry.ts';
import { compose } from '../../../src/service/service.ts';
import { serve } from '../../support/loopback.ts';
import { get } from '../../support/requests.ts';
import { answer, ok, script } from '../../support/script.ts';
import { untilEnd } from '../../support/until-end.ts';

describe('a call that is asked before it is sent', () => {
  test('is asked again before each repetition, and is not sent where it refuses', async () => {
    const clock = new VirtualClock();
    const { service, requests } = script(answer(503, ''), ok());
    const repeating = compose([retryLayer({ clock, random: () => 0 }), beforeSendLayer()], service);
    let asked = 0;
    const call = repeating(get('/version'), {
      beforeSend: () => {
        asked += 1;
        if (asked === 2) throw new Error('not any more');
      },
    });
    const refused = expect(call).rejects.toThrow('not any more');
    await clock.advance(10_000);
    await refused;
    expect(requests.length).toBe(1);
  });

  test('is sent as before where it asks for nothing', async () => {
    const { service, requests } = script(ok());
    await beforeSendLayer()(service)(get('/version'));
    expect(requests.length).toBe(1);
  });

  test('is asked by a client of its own connections, behind its repetitions', async () => {
    let answered = 0;
    const server = await serve(
      createServer((_, response) => {
        answered += 1;
        response.writeHead(answered === 1 ? 503 : 200).end('{}');
      }),
    );
    const config = { server: `http://127.0.0.1:${server.port}` };
    const original = untilEnd(Client.fromConfig(config, { retry: { minMs: 1 } }));
    let asked = 0;
    const client = original.layered([
      (next) => (request, options) => next(request, { ...options, beforeSend: () => (asked += 1) }),
    ]);
    await client.request(get('/version'));
    expect([asked, answered]).toEqual([2, 2]);
  });
});
