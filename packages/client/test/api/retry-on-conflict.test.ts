import { describe, expect, test } from '@jest/globals';
import { ApiError, type Status, settle, VirtualClock } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { defaultBackoff, type ObjectChange, retryOnConflict } from '../../src/api/retry-on-conflict.ts';
import { Client } from '../../src/client.ts';
import { failureOf } from '../support/requests.ts';
import { failure, ok, type Script, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

function refusal(status: Status): ApiError {
  return new ApiError('refused', { status });
}

const conflict = refusal({ code: 409, reason: 'Conflict' });

// As a program without exactOptionalPropertyTypes may give it.
const none: object = { attempts: undefined, delayMs: undefined, factor: undefined, jitter: undefined };

/** Fails as often as it is told, and notes when it was called. */
function writes(clock: VirtualClock, failures: number, error: Error = conflict) {
  const times: number[] = [];
  const run = async (): Promise<string> => {
    times.push(clock.monotonic());
    await Promise.resolve();
    if (times.length <= failures) throw error;
    return 'written';
  };
  return { times, run };
}

describe('a write that is retried on conflict', () => {
  test.each([
    ['five times, 10 ms apart', { random: () => 0 }, [0, 10, 20, 30, 40]],
    ['with a tenth of jitter at most', { random: () => 1 }, [0, 11, 22, 33, 44]],
    ['four times, with longer and longer delays', { ...defaultBackoff, random: () => 0 }, [0, 10, 60, 310]],
    ['as often as asked for', { attempts: 2, delayMs: 100, jitter: 0 }, [0, 100]],
    ['once', { attempts: 1 }, [0]],
    ['once, where the number of attempts is none', { attempts: Number.NaN }, [0]],
    ['as by default, where options are undefined', { ...none, random: () => 0 }, [0, 10, 20, 30, 40]],
  ])('is tried %s, and then fails', async (_what, options, expected) => {
    const clock = new VirtualClock();
    const { times, run } = writes(clock, 99);
    const result = failureOf(retryOnConflict(run, { ...options, clock }));
    await clock.advance(1000);
    expect(await result).toBe(conflict);
    expect(times.map((at) => Math.round(at - (times[0] ?? 0)))).toEqual(expected);
    expect(clock.pending).toBe(0);
  });

  test('gives what it gave in the end', async () => {
    const clock = new VirtualClock();
    const { run } = writes(clock, 2);
    const result = retryOnConflict(run, { clock, random: () => 0 });
    await clock.advance(1000);
    expect(await result).toBe('written');
  });

  test.each([
    ['a name that is taken', refusal({ code: 409, reason: 'AlreadyExists' })],
    ['an object that is gone', refusal({ code: 404, reason: 'NotFound' })],
    ['a server that is busy', refusal({ code: 429, reason: 'TooManyRequests' })],
    ['a fault of its own', new Error('Conflict')],
  ])('is not tried again for %s', async (_what, error) => {
    const clock = new VirtualClock();
    const { times, run } = writes(clock, 99, error);
    expect(await failureOf(retryOnConflict(run, { clock }))).toBe(error);
    expect(times).toHaveLength(1);
  });

  test('ends at once when the signal fires, and does not begin after it', async () => {
    const clock = new VirtualClock();
    const leave = new AbortController();
    const { times, run } = writes(clock, 99);
    const result = failureOf(retryOnConflict(run, { clock, signal: leave.signal }));
    await clock.advance(0);
    leave.abort();
    expect(await result).toMatchObject({ name: 'AbortError' });
    expect(await failureOf(retryOnConflict(run, { signal: leave.signal }))).toMatchObject({
      name: 'AbortError',
    });
    expect(times).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('an object that is modified', () => {
  const stale = () => failure(409, { reason: 'Conflict', message: 'the object has been modified' });
  const podsOver = ({ service }: Script, clock: VirtualClock): Api<Pod, 'status' | 'eviction'> =>
    Api.namespaced(new Client(service, { clock }), Pod, 'shop');
  const sent = ({ requests }: Script): unknown[] =>
    requests.map(({ method, path, body }) => {
      const replaced = typeof body === 'string' ? (JSON.parse(body) as Pod) : undefined;
      return [method, path, replaced?.metadata.resourceVersion].filter(Boolean).join(' ');
    });

  test('is read again after a conflict, and changed anew', async () => {
    const clock = new VirtualClock();
    const scripted = script(ok(pod('a', '1')), stale(), ok(pod('a', '2')), ok(pod('a', '3')));
    const seen: unknown[] = [];
    const result = podsOver(scripted, clock).modify('a', (object) => {
      seen.push(object.metadata.resourceVersion);
      // Without the version, as one who makes the object from nothing.
      return { metadata: { name: 'a' }, spec: { nodeName: 'n' } };
    });
    await clock.advance(100);
    expect((await result).metadata.resourceVersion).toBe('3');
    expect(seen).toEqual(['1', '2']);
    const path = '/api/v1/namespaces/shop/pods/a';
    expect(sent(scripted)).toEqual([`GET ${path}`, `PUT ${path} 1`, `GET ${path}`, `PUT ${path} 2`]);
  });

  test('waits by the chance of its client, layers or not', async () => {
    const waits: number[] = [];
    for (const random of [() => 0, () => 1]) {
      const clock = new VirtualClock();
      const { service } = script(ok(pod('a', '1')), stale(), ok(pod('a', '2')), ok(pod('a', '3')));
      const client = new Client(service, { clock, random }).layered([]);
      const written = Api.namespaced(client, Pod, 'shop').modify('a', ({ metadata }) => ({ metadata }));
      await settle();
      waits.push(clock.nextInMs ?? 0);
      await clock.advance(100);
      await written;
    }
    expect(waits).toEqual([10, 11]);
  });

  test('is not written where the change gives it back', async () => {
    const scripted = script(ok(pod('a', '1')));
    const unchanged = await podsOver(scripted, new VirtualClock()).modify('a', (object) => object);
    expect(unchanged).toEqual(pod('a', '1'));
    expect(scripted.requests).toHaveLength(1);
  });

  test('is refused where the change gives nothing back, as one that wrote to its argument', async () => {
    const scripted = script(ok(pod('a', '1')));
    const forgetful = (() => undefined) as unknown as ObjectChange<Pod>;
    const error = await failureOf(podsOver(scripted, new VirtualClock()).modify('a', forgetful));
    expect(error).toMatchObject({
      name: 'InvalidRequestError',
      message:
        'modify: the change gave undefined back: it must give the object that shall be, or its argument',
    });
    expect(scripted.requests).toHaveLength(1);
  });

  test('waits by the clock of its client, where no clock is given', async () => {
    const clock = new VirtualClock();
    const scripted = script(ok(pod('a', '1')), stale(), ok(pod('a', '2')), ok(pod('a', '3')));
    const options = { clock: undefined, delayMs: 60_000 } as object;
    const result = podsOver(scripted, clock).modify('a', (object) => ({ ...object }), options);
    await clock.advance(100_000);
    expect((await result).metadata.resourceVersion).toBe('3');
  });

  test('may be its status, with the options of the writes and the call', async () => {
    const scripted = script(ok(pod('a', '1')), ok(pod('a', '2')));
    const change = async (object: Pod): Promise<Pod> => {
      await settle();
      return { ...object, status: { phase: 'Running' } };
    };
    const { signal } = new AbortController();
    const options = { fieldManager: 'shop', signal, retry: false };
    await podsOver(scripted, new VirtualClock()).status.modify('a', change, options);
    expect(scripted.requests.map(({ path }) => path)).toEqual(
      Array(2).fill('/api/v1/namespaces/shop/pods/a/status'),
    );
    expect(scripted.requests.map(({ query }) => query)).toEqual([[], [['fieldManager', 'shop']]]);
    expect(scripted.options.map(({ retry }) => retry)).toEqual([false, false]);
  });
});
