import { describe, expect, test } from '@jest/globals';
import { Client, type Layer } from '@kube-rx/client';
import { type HttpRequest, type HttpService, isAbortError, settle, untilAborted } from '@kube-rx/core';
import { runSignalLayer } from '../../src/consistency/run-signal.ts';

const request: HttpRequest = { method: 'POST', path: '/api/v1/pods', query: [], headers: {} };

interface World {
  readonly client: Client;
  readonly run: AbortController;
  readonly sent: AbortSignal[];
}

/** A server that never answers. */
function world(...layers: readonly Layer[]): World {
  const run = new AbortController();
  const sent: AbortSignal[] = [];
  const service: HttpService = (_, { signal } = {}) => {
    if (signal?.aborted) return Promise.reject(new Error('nothing is sent for a signal that has fired'));
    if (signal) sent.push(signal);
    return untilAborted(new Promise<never>(() => undefined), signal);
  };
  const client = new Client(service, { timeout: 0 }).layered([runSignalLayer(run.signal), ...layers]);
  return { client, run, sent };
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the calls of a run', () => {
  test('end with the run', async () => {
    const { client, run, sent } = world();
    const call = failureOf(client.request(request));
    await settle();
    run.abort();
    expect(isAbortError(await call)).toBe(true);
    expect(sent).toHaveLength(1);
  });

  test('end with a signal of their own as well, and the run goes on', async () => {
    const { client, run, sent } = world();
    const own = new AbortController();
    const call = failureOf(client.request(request, { signal: own.signal }));
    await settle();
    own.abort();
    expect(isAbortError(await call)).toBe(true);
    expect(run.signal.aborted).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test('do not go out once the run is over, and say why', async () => {
    const { client, run, sent } = world();
    run.abort(new Error('the run took longer than 300000 ms'));
    const error = await failureOf(client.request(request));
    expect(isAbortError(error)).toBe(true);
    expect(error).toMatchObject({ cause: { message: 'the run took longer than 300000 ms' } });
    expect(sent).toEqual([]);
  });

  test('do not go out where the run ends while something else holds them back', async () => {
    let letGo = (): void => undefined;
    const slow: Layer = (next) => async (held, options) => {
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      return next(held, options);
    };
    const { client, run, sent } = world(slow);
    const call = failureOf(client.request(request));
    await settle();
    run.abort();
    letGo();
    expect(await call).toBeInstanceOf(Error);
    expect(sent).toEqual([]);
  });
});
