import { describe, expect, test } from '@jest/globals';
import { InvalidRequestError, settle, VirtualClock } from '@kube-rx/core';
import { Client } from '../../../src/client.ts';
import { type RateLimitOptions, rateLimitLayer } from '../../../src/service/layers/rate-limit.ts';
import { failureOf, get } from '../../support/requests.ts';
import { ok } from '../../support/script.ts';

function under(options: RateLimitOptions) {
  const clock = new VirtualClock();
  const sent: string[] = [];
  const service = rateLimitLayer({ ...options, clock })((request) => {
    sent.push(`${request.path} ${clock.monotonic()}`);
    return Promise.resolve(ok());
  });
  return { clock, sent, service };
}

describe('the rate limit layer', () => {
  test('lets a burst through, and then so many a second, in the order of the calls', async () => {
    const { clock, sent, service } = under({ qps: 2, burst: 3 });
    const calls = ['/a', '/b', '/c', '/d', '/e'].map((path) => service(get(path)));
    await clock.advance(2000);
    await Promise.all(calls);
    expect(sent).toEqual(['/a 0', '/b 0', '/c 0', '/d 500', '/e 1000']);
  });

  test('allows a burst again after a rest, and no more than that', async () => {
    const { clock, sent, service } = under({ qps: 1, burst: 2 });
    await Promise.all([service(get('/a')), service(get('/b'))]);
    await clock.advance(60_000);
    const calls = ['/c', '/d', '/e'].map((path) => service(get(path)));
    await clock.advance(1000);
    await Promise.all(calls);
    expect(sent.slice(2)).toEqual(['/c 60000', '/d 60000', '/e 61000']);
  });

  test('has the figures of client-go where none are given', async () => {
    const { clock, sent, service } = under({});
    const calls = Array.from({ length: 12 }, () => service(get('/a')));
    await clock.advance(400);
    await Promise.all(calls);
    expect(sent.slice(9)).toEqual(['/a 0', '/a 200', '/a 400']);
  });

  test('holds no watch back', async () => {
    const { sent, service } = under({ qps: 1, burst: 1 });
    const watch = get('/w', { query: [['watch', 'true']] });
    await Promise.all([service(watch), service(watch), service(watch)]);
    expect(sent.length).toBe(3);
  });

  test('sends nothing for who gave up, and lets the others move up', async () => {
    const { clock, sent, service } = under({ qps: 1, burst: 1 });
    const abort = new AbortController();
    await service(get('/a'));
    const given = Array.from({ length: 100 }, () => failureOf(service(get('/x'), { signal: abort.signal })));
    const last = service(get('/b'));
    await settle();
    abort.abort();
    expect(await given[99]).toMatchObject({ name: 'AbortError' });
    await clock.advance(1000);
    await last;
    expect(sent).toEqual(['/a 0', '/b 1000']);
    expect(clock.pending).toBe(0);
  });

  test('keeps no timer once all have given up', async () => {
    const { clock, service } = under({ qps: 1, burst: 1 });
    const abort = new AbortController();
    await service(get('/a'));
    const given = failureOf(service(get('/x'), { signal: abort.signal }));
    await settle();
    expect(clock.pending).toBe(1);
    abort.abort();
    await given;
    expect(clock.pending).toBe(0);
  });

  test('is put around a client that asks for it', () => {
    const create = () => Client.fromConfig({ server: 'http://127.0.0.1:1' }, { rateLimit: { qps: 0 } });
    expect(create).toThrow('qps must be a number above 0');
  });

  test.each([{ qps: 0 }, { qps: -1 }, { qps: Number.NaN }, { qps: Infinity }, { burst: 0 }, { burst: 1.5 }])(
    'refuses %p, by which nothing could be sent',
    (options) => {
      expect(() => rateLimitLayer(options)).toThrow(InvalidRequestError);
    },
  );
});
