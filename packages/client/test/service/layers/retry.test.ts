import { describe, expect, test } from '@jest/globals';
import type { HttpMethod, HttpResponse } from '@kube-rx/core';
import { settle, VirtualClock } from '@kube-rx/core';
import { TransportError } from '../../../src/errors.ts';
import { type RetryOptions, retryLayer } from '../../../src/service/layers/retry.ts';
import { failureOf, get, readAll } from '../../support/requests.ts';
import { answer, bodyOf, failure, ok, type Script, script } from '../../support/script.ts';

const refused = new TransportError('nothing listens', { code: 'ECONNREFUSED' });

function under(scripted: Script, options: RetryOptions = {}, random = 1) {
  const clock = new VirtualClock();
  return { clock, service: retryLayer({ ...options, clock, random: () => random })(scripted.service) };
}

/** Runs the clock until nothing waits for it any more, and tells the waits it saw. */
async function waitsOf(clock: VirtualClock, call: Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  const over = Promise.allSettled([call]);
  await settle();
  for (let next = clock.nextInMs; next !== undefined; next = clock.nextInMs) {
    waits.push(Math.round(next));
    await clock.advance(next);
  }
  await over;
  return waits;
}

describe('the retry layer', () => {
  const table: [what: string, times: number, method: HttpMethod, first: HttpResponse | Error][] = [
    ['GET 429', 2, 'GET', answer(429)],
    ['GET 503', 2, 'GET', answer(503)],
    ['GET 504', 2, 'GET', answer(504)],
    ['GET 500', 1, 'GET', answer(500)],
    ['GET 404', 1, 'GET', answer(404)],
    ['HEAD 503', 2, 'HEAD', answer(503)],
    ['GET refused', 2, 'GET', refused],
    ['GET reset', 2, 'GET', new TransportError('', { code: 'ECONNRESET' })],
    ['GET untrusted', 1, 'GET', new TransportError('', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    ['GET name not found', 1, 'GET', new TransportError('', { code: 'ENOTFOUND' })],
    ['GET another error', 1, 'GET', new Error('bug')],
    ['PATCH 429 with Retry-After', 2, 'PATCH', answer(429, '', { 'retry-after': '1' })],
    ['PATCH 429 without', 1, 'PATCH', answer(429)],
    ['GET 500 with Retry-After', 2, 'GET', answer(500, '', { 'retry-after': '1' })],
    ['DELETE 503 with Retry-After', 2, 'DELETE', answer(503, '', { 'retry-after': '1' })],
    ['DELETE 503 without', 1, 'DELETE', answer(503)],
    ['PUT 500 with Retry-After', 1, 'PUT', answer(500, '', { 'retry-after': '1' })],
    ['PUT 504 with Retry-After', 1, 'PUT', answer(504, '', { 'retry-after': '1' })],
    ['POST 503 with Retry-After', 2, 'POST', answer(503, '', { 'retry-after': '1' })],
    ['POST 429 whose Status asks for it', 2, 'POST', failure(429, { details: { retryAfterSeconds: 1 } })],
    ['POST 429 whose Status does not', 1, 'POST', failure(429, {})],
    ['PUT reset', 1, 'PUT', new TransportError('', { code: 'ECONNRESET' })],
    ['POST 429 with Retry-After', 2, 'POST', answer(429, '', { 'retry-after': '1' })],
    ['POST 503', 1, 'POST', answer(503)],
    ['POST refused', 1, 'POST', refused],
  ];

  test.each(table)('at %s sends the request %d time(s)', async (...[, times, method, first]) => {
    const scripted = script(first, ok());
    const { clock, service } = under(scripted);
    await waitsOf(clock, service(get('/api/v1/pods', { method })));
    expect(scripted.requests.length).toBe(times);
  });

  test('never repeats a watch', async () => {
    const scripted = script(answer(503));
    const watch = get('/api/v1/pods', { query: [['watch', 'true']] });
    expect(await under(scripted).service(watch)).toMatchObject({ status: 503 });
    expect(scripted.requests.length).toBe(1);
  });

  test.each([refused, new TransportError('', { code: 'ECONNRESET' }), answer(503), answer(429)])(
    'never repeats a request for a WebSocket, which may be a command that has begun',
    async (first) => {
      const scripted = script(first, ok());
      const { clock, service } = under(scripted);
      const call = service(get('/api/v1/namespaces/a/pods/b/exec', { webSocket: ['v5.channel.k8s.io'] }));
      await waitsOf(clock, call);
      expect(scripted.requests).toHaveLength(1);
    },
  );

  test('never repeats a call whose caller repeats by itself', async () => {
    const scripted = script(refused);
    const failure = await failureOf(under(scripted).service(get('/api/v1/pods'), { retry: false }));
    expect(failure).toBe(refused);
    expect(scripted.requests.length).toBe(1);
  });

  test('doubles its waits, and gives the last answer back after the last attempt', async () => {
    const scripted = script(answer(503), answer(503), answer(503), answer(503, 'busy'));
    const { clock, service } = under(scripted);
    const call = service(get('/api/v1/pods'));
    expect(await waitsOf(clock, call)).toEqual([250, 500, 1000]);
    const response = await call;
    expect(response.status).toBe(503);
    expect(await readAll(response.body)).toBe('busy');
  });

  test('throws the last failure after the last attempt', async () => {
    const { clock, service } = under(script(refused, refused), { attempts: 2 });
    const call = failureOf(service(get('/api/v1/pods')));
    await waitsOf(clock, call);
    expect(await call).toBe(refused);
  });

  test('waits half of the delay at the least, by chance', async () => {
    const { clock, service } = under(script(answer(503), ok()), {}, 0);
    expect(await waitsOf(clock, service(get('/api/v1/pods')))).toEqual([125]);
  });

  test('waits no shorter than Retry-After, and up to a tenth longer', async () => {
    const asked = (): HttpResponse => answer(429, '', { 'retry-after': '2' });
    const early = under(script(asked(), ok()), {}, 0);
    expect(await waitsOf(early.clock, early.service(get('/api/v1/pods')))).toEqual([2000]);
    const late = under(script(asked(), ok()), {}, 1);
    expect(await waitsOf(late.clock, late.service(get('/api/v1/pods')))).toEqual([2200]);
  });

  test('waits as long as the Status says where there is no header', async () => {
    const asks = failure(503, { details: { retryAfterSeconds: 3 } });
    const { clock, service } = under(script(asks, ok()), {}, 0);
    expect(await waitsOf(clock, service(get('/api/v1/pods')))).toEqual([3000]);
  });

  test('gives its caller every byte of an answer that it has looked into', async () => {
    const status = JSON.stringify({
      kind: 'Status',
      status: 'Failure',
      code: 503,
      message: 'x'.repeat(40_000),
    });
    const headers = { 'content-type': 'application/json' };
    const chunks = [status.slice(0, 7), status.slice(7, 30_000), status.slice(30_000)];
    const { service } = under(script({ status: 503, headers, body: bodyOf(chunks) }), { attempts: 1 });
    expect(await readAll((await service(get('/api/v1/pods'))).body)).toBe(status);
  });

  test('passes on that an answer broke off into which it has looked', async () => {
    const broken = new TransportError('cut', { code: 'ECONNRESET' });
    const headers = { 'content-type': 'application/json' };
    const response = { status: 503, headers, body: bodyOf(['{"kind":', broken]) };
    const { service } = under(script(response), { attempts: 1 });
    const { body } = await service(get('/api/v1/pods'));
    expect(await failureOf(readAll(body))).toBe(broken);
  });

  test('frees the connection of an answer that is left unread', async () => {
    const body = bodyOf(['x'.repeat(20_000), 'rest']);
    const headers = { 'content-type': 'application/json' };
    const { service } = under(script({ status: 503, headers, body }), { attempts: 1 });
    const response = await service(get('/api/v1/pods'));
    await response.body[Symbol.asyncIterator]().return?.();
    expect(body.fate).toBe('left');
  });

  test('begins no attempt after its whole time', async () => {
    const asked = (): HttpResponse => answer(503, '', { 'retry-after': '8' });
    const scripted = script(asked(), asked(), asked(), asked());
    const { clock, service } = under(scripted, { attempts: 9, totalMs: 20_000 }, 0);
    const call = service(get('/api/v1/pods'));
    expect(await waitsOf(clock, call)).toEqual([8000, 8000]);
    expect((await call).status).toBe(503);
    expect(scripted.requests.length).toBe(3);
  });

  test('understands Retry-After as a date', async () => {
    const date = new Date(new VirtualClock().now() + 3000).toUTCString();
    const { clock, service } = under(script(answer(503, '', { 'retry-after': date }), ok()), {}, 0);
    expect(await waitsOf(clock, service(get('/api/v1/pods')))).toEqual([3000]);
  });

  test('hands the answer on where the server asks for more than it may wait', async () => {
    const scripted = script(answer(429, '', { 'retry-after': '60' }));
    const response = await under(scripted).service(get('/api/v1/pods'));
    expect(response.headers['retry-after']).toBe('60');
  });

  test('gets rid of the answer before it asks again', async () => {
    const body = bodyOf(['busy']);
    const { clock, service } = under(script({ status: 503, headers: {}, body }, ok()));
    await waitsOf(clock, service(get('/api/v1/pods')));
    expect(body.fate).toBe('read');
  });

  test('stops waiting when the signal fires, and sends no more', async () => {
    const abort = new AbortController();
    const scripted = script(refused);
    const { clock, service } = under(scripted);
    const call = failureOf(service(get('/api/v1/pods'), { signal: abort.signal }));
    await settle();
    abort.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(clock.pending).toBe(0);
    expect(scripted.requests.length).toBe(1);
  });
});
