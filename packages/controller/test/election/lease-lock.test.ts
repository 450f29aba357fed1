import { expect, test } from '@jest/globals';
import { Client, DeadlineError } from '@kube-rx/client';
import { type CallOptions, type HttpService, VirtualClock } from '@kube-rx/core';
import { LeaseLock } from '../../src/election/lease-lock.ts';

function lockOver(service: HttpService) {
  const clock = new VirtualClock();
  const client = new Client(service, { clock });
  return { clock, lock: new LeaseLock({ client, clock, name: 'web', namespace: 'shop', timeoutMs: 5000 }) };
}

test('a request for a Lease is not repeated by the client, as the election does that', async () => {
  const calls: CallOptions[] = [];
  const { lock } = lockOver((_, options = {}) => {
    calls.push(options);
    return Promise.reject(new Error('no route'));
  });
  await expect(lock.read(new AbortController().signal)).rejects.toThrow('no route');
  expect(calls.map(({ retry }) => retry)).toEqual([false]);
});

test('a request for a Lease ends in time, though its answer comes a byte at a time', async () => {
  const { clock, lock } = lockOver(() => {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (;;) {
        await new Promise<void>((resolve) => void clock.schedule(1000, resolve));
        yield new Uint8Array([32]);
      }
    }
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body: body() });
  });
  const refused = expect(lock.read(new AbortController().signal)).rejects.toThrow(DeadlineError);
  await clock.advance(5000);
  await refused;
});
