// got is loaded when the first request is sent: what a call does until then, and where that fails.

import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { TransportError } from '../../src/errors.ts';
import { GotPool } from '../../src/transport/got-pool.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { type Loopback, serveHttp } from '../support/loopback.ts';
import { failureOf, listPods, readAll } from '../support/requests.ts';

interface Started {
  readonly server: Loopback;
  readonly transport: GotTransport;
  /** One for each time that the transport loads got; the test settles them. */
  readonly loads: PromiseWithResolvers<{ GotPool: typeof GotPool }>[];
}

async function start(): Promise<Started> {
  const server = await serveHttp((_, response) => response.end('{}'));
  const loads: PromiseWithResolvers<{ GotPool: typeof GotPool }>[] = [];
  const transport = new GotTransport({ server: `http://127.0.0.1:${server.port}` }, () => {
    const load = Promise.withResolvers<{ GotPool: typeof GotPool }>();
    loads.push(load);
    return load.promise;
  });
  return { server, transport, loads };
}

describe('until got is loaded', () => {
  test('nothing loads it but a request', async () => {
    const { transport, loads } = await start();
    expect(loads).toHaveLength(0);
    await transport.close();
    expect(await failureOf(transport.service(listPods))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(loads).toHaveLength(0);
  });

  test('requests wait for one load, and are then sent', async () => {
    const { server, transport, loads } = await start();
    const calls = [1, 2, 3].map(async () => readAll((await transport.service(listPods)).body));
    expect(loads).toHaveLength(1);
    expect(server.accepted()).toBe(0);
    loads[0]?.resolve({ GotPool });
    expect(await Promise.all(calls)).toEqual(['{}', '{}', '{}']);
    await readAll((await transport.service(listPods)).body);
    expect(loads).toHaveLength(1);
    await transport.close();
  });

  test('an abort ends the call at once, and nothing is sent', async () => {
    const { server, transport, loads } = await start();
    const abort = new AbortController();
    const aborted = failureOf(transport.service(listPods, { signal: abort.signal }));
    const other = transport.service(listPods);
    abort.abort();
    expect(await aborted).toBe(abort.signal.reason);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    loads[0]?.resolve({ GotPool });
    await readAll((await other).body);
    expect(server.accepted()).toBe(1);
    await transport.close();
  });

  test('closing ends every call at once, and nothing is sent', async () => {
    const { server, transport, loads } = await start();
    const abort = new AbortController();
    const call = failureOf(transport.service(listPods, { signal: abort.signal }));
    await transport.close();
    expect(await call).toMatchObject({ name: 'TransportError', code: 'CLIENT_CLOSED' });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    loads[0]?.resolve({ GotPool });
    await loads[0]?.promise;
    expect(await failureOf(transport.service(listPods))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(server.accepted()).toBe(0);
  });
});

describe('where got cannot be loaded', () => {
  test('every call that waits fails with what happened, and the next one tries again', async () => {
    const { transport, loads } = await start();
    const calls = [1, 2].map(() => failureOf(transport.service(listPods)));
    const cause = Object.assign(new Error("Cannot find package 'got'"), { code: 'ERR_MODULE_NOT_FOUND' });
    loads[0]?.reject(cause);
    for (const failure of await Promise.all(calls)) {
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure).toMatchObject({
        code: 'ERR_MODULE_NOT_FOUND',
        message: "list pods in shop: the HTTP library cannot be loaded: Cannot find package 'got'",
        cause,
      });
    }
    const next = transport.service(listPods);
    loads[1]?.resolve({ GotPool });
    expect(await readAll((await next).body)).toBe('{}');
    await transport.close();
  });
});
