import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import type { CallOptions, HttpRequest, HttpService } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { leaderLayer, NotLeaderError } from '../../src/election/leader-layer.ts';
import type { LeadershipTerm } from '../../src/election/leadership.ts';

class HandMadeTerm implements LeadershipTerm {
  readonly #over = new AbortController();
  readonly signal: AbortSignal = this.#over.signal;
  held = true;
  readonly isHeld = (): boolean => this.held;

  end(): void {
    this.held = false;
    this.#over.abort(new DOMException('leads no longer', 'AbortError'));
  }
}

function start() {
  const term = new HandMadeTerm();
  const server = new ApiServer();
  const configs = Api.namespaced(new Client(server.service), ConfigMap, 'default');
  const led = configs.withClient(configs.client.layered([leaderLayer(term)]));
  return { term, configs, led };
}

const post: HttpRequest = {
  method: 'POST',
  path: '/api/v1/namespaces/shop/configmaps',
  query: [],
  headers: {},
};

/** A service that never answers, and the options that it was called with. */
function hanging(): { readonly service: HttpService; readonly calls: CallOptions[] } {
  const calls: CallOptions[] = [];
  const service: HttpService = (_, options = {}) => {
    calls.push(options);
    return new Promise((_resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
    });
  };
  return { service, calls };
}

describe('the layer of a leader', () => {
  test('lets everything pass while the term is held', async () => {
    const { led } = start();
    await led.create({ metadata: { name: 'a' } });
    await led.patch.merge('a', { data: { x: '1' } });
    await led.replace('a', { metadata: { name: 'a' } });
    await led.delete('a');
    expect(await led.list()).toHaveLength(0);
  });

  test('refuses every write as soon as the clock says that it is over, though no timer has come', async () => {
    const { term, configs, led } = start();
    await configs.create({ metadata: { name: 'a' } });
    term.held = false;
    const writes = [
      led.create({ metadata: { name: 'b' } }),
      led.replace('a', { metadata: { name: 'a' } }),
      led.patch.merge('a', { data: { x: '1' } }),
      led.apply('a', { data: { x: '1' } }, { fieldManager: 'x' }),
      led.delete('a'),
      led.deleteCollection(),
    ];
    for (const { status, reason } of (await Promise.allSettled(writes)) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(reason).toBeInstanceOf(NotLeaderError);
    }
    expect((await configs.list()).map(({ metadata, data }) => [metadata.name, data])).toEqual([
      ['a', undefined],
    ]);
  });

  test('says which write was not sent', async () => {
    const { term } = start();
    term.end();
    const write = leaderLayer(term)(hanging().service)(post);
    await expect(write).rejects.toThrow(
      'POST /api/v1/namespaces/shop/configmaps is not sent: this process does not lead any more',
    );
  });

  test('lets reads pass where nobody leads', async () => {
    const { term, configs, led } = start();
    await configs.create({ metadata: { name: 'a' } });
    term.end();
    expect((await led.get('a')).metadata.name).toBe('a');
    expect(await led.list()).toHaveLength(1);
  });

  test('refuses a command in a container, which is asked for by a GET', async () => {
    const { term } = start();
    term.end();
    const exec: HttpRequest = { ...post, method: 'GET', webSocket: ['v5.channel.k8s.io'] };
    await expect(leaderLayer(term)(hanging().service)(exec)).rejects.toBeInstanceOf(NotLeaderError);
  });

  test('ends a write that waits when the term does', async () => {
    const { term } = start();
    const write = leaderLayer(term)(hanging().service)(post);
    term.end();
    await expect(write).rejects.toThrow('leads no longer');
  });

  test('ends a write by the signal of its caller', async () => {
    const { term } = start();
    const abort = new AbortController();
    const write = leaderLayer(term)(hanging().service)(post, { signal: abort.signal });
    abort.abort(new Error('by the caller'));
    await expect(write).rejects.toThrow('by the caller');
  });

  test('does not end the reading of an answer that is there', async () => {
    const { term } = start();
    const calls: CallOptions[] = [];
    const answered: HttpService = (_, options = {}) => {
      calls.push(options);
      return Promise.resolve({ status: 201, headers: {}, body: ReadableStream.from([]) });
    };
    await leaderLayer(term)(answered)(post);
    term.end();
    expect(calls[0]?.signal?.aborted).toBe(false);
  });

  test('asks again when the request leaves', () => {
    const { term } = start();
    const { service, calls } = hanging();
    const write = leaderLayer(term)(service)(post);
    write.catch(() => undefined);
    expect(() => calls[0]?.beforeSend?.()).not.toThrow();
    term.held = false;
    expect(() => calls[0]?.beforeSend?.()).toThrow(NotLeaderError);
    term.end();
  });
});
