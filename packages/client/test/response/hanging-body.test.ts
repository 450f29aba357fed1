// Errors whose body does not end, or comes too slowly: they are told after two seconds, with what came.

import { describe, expect, test } from '@jest/globals';
import { type HttpResponse, type HttpService, VirtualClock } from '@kube-rx/core';
import type { Credentials } from '../../src/auth/credentials.ts';
import { Client, type RequestOptions } from '../../src/client.ts';
import { peekBody } from '../../src/response/peek-body.ts';
import { authenticationLayer } from '../../src/service/layers/authentication.ts';
import { retryLayer } from '../../src/service/layers/retry.ts';
import { rotationLayer } from '../../src/service/layers/rotation.ts';
import { compose } from '../../src/service/service.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { bodyOf, ok, type ScriptedBody } from '../support/script.ts';
import { turns } from '../transport/lending.ts';
import { versions } from '../transport/versions.ts';

const status = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 403,
  reason: 'Forbidden',
  message: 'pods is forbidden',
});

function hanging(code: number, pieces: readonly string[]): HttpResponse & { readonly body: ScriptedBody } {
  const headers = { 'content-type': 'application/json' };
  return { status: code, headers, body: bodyOf(pieces, { endless: true }) };
}

/** How long a call took on the clock until it failed, in steps of 100 ms, and with what. */
async function failed(clock: VirtualClock, call: Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const before = clock.monotonic();
  let error: unknown;
  void failureOf(call).then((failure) => (error = failure));
  for (let step = 0; step < 1000; step += 1) {
    await turns(2);
    if (error !== undefined) return { ms: clock.monotonic() - before, error };
    await clock.advance(100);
  }
  throw new Error('the call goes on');
}

const ways: [what: string, options: RequestOptions][] = [
  ['a plain call', {}],
  ['a call without a limit of time', { timeout: 0 }],
  ['a call that its caller repeats', { retry: false }],
];

describe.each(ways)('%s', (_, options) => {
  test.each([
    ['nothing of it came', [], 'the server answered 403'],
    ['a part of it came', [status.slice(0, 40)], 'the server answered 403'],
    ['all of it came, without an end', [status], 'the server answered 403 Forbidden: pods is forbidden'],
    ['all of it came in pieces', Array.from(status), 'the server answered 403 Forbidden: pods is forbidden'],
  ])('fails after 2 s where %s', async (_what, pieces, message) => {
    const clock = new VirtualClock();
    const response = hanging(403, pieces);
    const client = new Client(() => Promise.resolve(response), { clock });
    const { ms, error } = await failed(clock, client.request(get('/x'), options));
    expect(ms).toBe(2000);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: { code: 403 },
      message: expect.stringContaining(message),
    });
    expect(response.body.fate).toBe('left');
    expect(clock.pending).toBe(0);
  });
});

test('a body that drips is read for 2 s in all', async () => {
  const clock = new VirtualClock();
  async function* drip(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      yield Buffer.from('x');
      await new Promise<void>((resolve) => clock.schedule(300, resolve));
    }
  }
  const headers = { 'content-type': 'text/plain' };
  const client = new Client(() => Promise.resolve({ status: 500, headers, body: drip() }), { clock });
  expect(await failed(clock, client.request(get('/x')))).toMatchObject({ ms: 2000 });
});

test('one that ends leaves no timer behind, and takes no time', async () => {
  const clock = new VirtualClock();
  const response = { status: 403, headers: {}, body: bodyOf([status]) };
  const client = new Client(() => Promise.resolve(response), { clock, timeout: 0 });
  expect(await failed(clock, client.request(get('/x')))).toMatchObject({ ms: 0 });
  expect(response.body.fate).toBe('read');
  expect(clock.pending).toBe(0);
});

/** The first answer is an error that hangs; how long until the second request, and what became of the body. */
async function secondAfter(
  layer: (clock: VirtualClock) => (next: HttpService) => HttpService,
  first: HttpResponse & { readonly body: ScriptedBody },
): Promise<[ms: number, fate: string]> {
  const clock = new VirtualClock();
  const at: number[] = [];
  const service: HttpService = () => {
    at.push(clock.monotonic());
    return Promise.resolve(at.length === 1 ? first : ok());
  };
  const call = compose([layer(clock)], service)(get('/x'));
  for (let step = 0; step < 100 && at.length < 2; step += 1) {
    await turns(2);
    await clock.advance(100);
  }
  await call;
  return [at[1] ?? Number.NaN, first.body.fate];
}

describe('a call is repeated 2 s after the head of', () => {
  test('a 503', async () => {
    const layer = (clock: VirtualClock) => retryLayer({ clock, random: () => 0, minMs: 100 });
    expect(await secondAfter(layer, hanging(503, ['{']))).toEqual([2000 + 50, 'left']);
  });

  test('a 401 after which there are other credentials', async () => {
    const credentials: Credentials = {
      authorization: () => Promise.resolve('Bearer old'),
      renew: () => Promise.resolve('Bearer new'),
    };
    const layer = (clock: VirtualClock) => authenticationLayer(credentials, clock);
    expect(await secondAfter(layer, hanging(401, []))).toEqual([2000, 'left']);
  });

  test('a 401 after which a file has changed', async () => {
    const file = { last: 1, refresh: () => Promise.resolve((file.last += 1)) };
    expect(await secondAfter((clock) => rotationLayer([file], clock), hanging(401, []))).toEqual([
      2000,
      'left',
    ]);
  });
});

test('a body that was looked at and hangs ends with what came', async () => {
  const clock = new VirtualClock();
  const peeking = peekBody(bodyOf(['ab', 'c'], { endless: true }), { limit: 100, clock });
  await turns(5);
  await clock.advance(2000);
  const { start, body } = await peeking;
  expect(Buffer.from(start).toString()).toBe('abc');
  expect(await readAll(body)).toBe('abc');
});

describe.each(versions)('over %s', (_, version) => {
  test.each(['', status.slice(0, 20), status])('the connection is free: %j', async (body) => {
    const server = await version.serve((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      if (body !== '') response.write(body);
      else response.flushHeaders();
    });
    const clock = new VirtualClock();
    const transport = version.connectTo({ server: `http://127.0.0.1:${server.port}` });
    const answered = Promise.withResolvers<undefined>();
    const client = new Client(
      async (request, options) => {
        const response = await transport.service(request, options);
        answered.resolve(undefined);
        return response;
      },
      { clock },
    );
    const failure = failureOf(client.open(get('/x'), { retry: false }));
    await answered.promise;
    await turns(20);
    await clock.advance(2000);
    expect(await failure).toMatchObject({ name: 'ApiError', status: { code: 403 } });
    await transport.close();
    await server.quiet();
  });
});
