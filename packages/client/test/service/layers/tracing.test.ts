import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { requestChannel, tracingLayer } from '../../../src/service/layers/tracing.ts';
import { failureOf, get } from '../../support/requests.ts';
import { answer, script } from '../../support/script.ts';

let messages: unknown[] = [];
const listener = (message: unknown): number => messages.push(message);

afterEach(() => {
  unsubscribe(requestChannel, listener);
  messages = [];
});

describe('the tracing layer', () => {
  test('publishes what was asked, what came back and how long it took, and nothing secret', async () => {
    subscribe(requestChannel, listener);
    const clock = new VirtualClock();
    const { service } = script(answer(404));
    const slow = tracingLayer(clock)(async (request, options) => {
      await clock.advance(30);
      return service(request, options);
    });
    const headers = { authorization: 'Bearer s3cret' };
    await slow(get('/api/v1/pods', { headers, query: [['labelSelector', 'owner=me']] }));
    expect(messages).toEqual([{ method: 'GET', path: '/api/v1/pods', status: 404, durationMs: 30 }]);
  });

  test('names the server where that is known', async () => {
    subscribe(requestChannel, listener);
    const { service } = script(answer(200));
    await tracingLayer(new VirtualClock(), '10.0.0.1:6443')(service)(get('/version'));
    expect(messages).toEqual([expect.objectContaining({ host: '10.0.0.1:6443' })]);
  });

  test('publishes why no answer came, and passes it on', async () => {
    subscribe(requestChannel, listener);
    const error = new Error('refused');
    const { service } = script(error);
    expect(await failureOf(tracingLayer(new VirtualClock())(service)(get('/version')))).toBe(error);
    expect(messages).toEqual([{ method: 'GET', path: '/version', durationMs: 0, error }]);
  });

  test('publishes no query where it stands in the path', async () => {
    subscribe(requestChannel, listener);
    const { service } = script(new Error('refused'));
    await failureOf(tracingLayer(new VirtualClock())(service)(get('/version?token=s3cret')));
    expect(messages).toEqual([expect.objectContaining({ path: '/version' })]);
  });

  test('publishes nothing where nobody listens', async () => {
    const { service } = script(answer(200));
    await tracingLayer(new VirtualClock())(service)(get('/version'));
    expect(messages).toEqual([]);
  });
});
