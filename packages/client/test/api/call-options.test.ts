import { describe, expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client, type RequestOptions } from '../../src/client.ts';
import { discovery } from '../../src/discovery/discovery.ts';
import { failureOf } from '../support/requests.ts';
import { script } from '../support/script.ts';
import { Deployment, Pod } from '../support/tokens.ts';

type Call = (client: Client, options: RequestOptions) => Promise<unknown>;

const podsOf = (client: Client): Api<Pod, 'status' | 'eviction'> => Api.namespaced(client, Pod, 'shop');
const scaleOf = (client: Client) => Api.namespaced(client, Deployment, 'shop').scale;
const object = { metadata: { name: 'a' } };

const calls: readonly [name: string, call: Call][] = [
  ['get', (client, options) => podsOf(client).get('a', { resourceVersion: '0', ...options })],
  ['getOptional', (client, options) => podsOf(client).getOptional('a', options)],
  ['list', (client, options) => podsOf(client).list({ limit: 5, ...options })],
  [
    'listAll',
    (client, options) =>
      podsOf(client)
        .listAll({ labelSelector: 'a', ...options })
        .next(),
  ],
  ['create', (client, options) => podsOf(client).create(object, { dryRun: true, ...options })],
  ['replace', (client, options) => podsOf(client).replace('a', object, { dryRun: true, ...options })],
  ['apply', (client, options) => podsOf(client).apply('a', {}, { fieldManager: 'shop', ...options })],
  ['patch.merge', (client, options) => podsOf(client).patch.merge('a', {}, { dryRun: true, ...options })],
  ['patch.json', (client, options) => podsOf(client).patch.json('a', [], options)],
  ['patch.strategic', (client, options) => podsOf(client).patch.strategic('a', {}, options)],
  ['delete', (client, options) => podsOf(client).delete('a', { gracePeriodSeconds: 0, ...options })],
  [
    'deleteCollection',
    (client, options) =>
      podsOf(client).deleteCollection({ labelSelector: 'a', gracePeriodSeconds: 0, ...options }),
  ],
  [
    'watch',
    (client, options) =>
      podsOf(client)
        .watch({ resourceVersion: '1', ...options })
        .next(),
  ],
  ['openList', (client, options) => podsOf(client).openList({ limit: 5, ...options })],
  ['openWatch', (client, options) => podsOf(client).openWatch({ resourceVersion: '1', ...options })],
  ['status.get', (client, options) => podsOf(client).status.get('a', options)],
  ['status.replace', (client, options) => podsOf(client).status.replace('a', object, options)],
  [
    'status.apply',
    (client, options) => podsOf(client).status.apply('a', {}, { fieldManager: 'shop', ...options }),
  ],
  ['status.patch.merge', (client, options) => podsOf(client).status.patch.merge('a', {}, options)],
  [
    'subresource().create',
    (client, options) => podsOf(client).subresource('eviction').create('a', {}, options),
  ],
  ['scale.get', (client, options) => scaleOf(client).get('a', options)],
  ['scale.replace', (client, options) => scaleOf(client).replace('a', { replicas: 1 }, options)],
  ['discovery.served', (client, options) => discovery(client).served(options)],
  ['discovery.resolve', (client, options) => discovery(client).resolve('po', options)],
  ['discovery.resolveAll', (client, options) => discovery(client).resolveAll('all', options)],
  ['serverVersion', (client, options) => client.serverVersion(options)],
];

describe('the options of a call', () => {
  test.each(calls)('end %s by their signal', async (_name, call) => {
    const { service } = script('silence', 'silence');
    const leave = new AbortController();
    const failure = failureOf(call(new Client(service), { signal: leave.signal }));
    leave.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
  });

  test.each(calls)('end %s by their timeout', async (_name, call) => {
    const clock = new VirtualClock();
    const { service } = script('silence', 'silence');
    const failure = failureOf(call(new Client(service, { clock }), { timeout: 250 }));
    await settle();
    await clock.advance(250);
    expect(await failure).toMatchObject({ name: 'DeadlineError', timeoutMs: 250 });
  });

  const isPlain = ([name]: readonly [string, Call]): boolean => !/^(watch|openWatch|openList)$/.test(name);
  test.each(calls.filter(isPlain))('bound the answer to %s', async (_name, call) => {
    let pieces = 0;
    const client = new Client(() => {
      const body = (async function* () {
        for (;;) yield await Promise.resolve(new Uint8Array(1024).fill((pieces += 1)));
      })();
      return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
    });
    const failure = await failureOf(call(client, { maxAnswerBytes: 10_000 }));
    expect(failure).toMatchObject({ name: 'DecodeError', fault: 'tooLarge' });
    // Discovery asks for several documents.
    expect(pieces).toBeLessThanOrEqual(2 * 10);
  });

  test('may be undefined, which is as if they were absent', async () => {
    const clock = new VirtualClock();
    const { service } = script('silence');
    const leave = new AbortController();
    const options: RequestOptions = { signal: leave.signal, timeout: undefined, retry: undefined };
    const opening = failureOf(podsOf(new Client(service, { clock })).openWatch(options));
    await settle();
    expect(clock.pending).toBe(0);
    leave.abort();
    expect(await opening).toMatchObject({ name: 'AbortError' });
  });

  test('that no verb knows are compile errors', () => {
    const pods = podsOf(new Client(script().service));
    const misspelt = [
      // @ts-expect-error a get selects nothing
      () => pods.get('a', { labelSelector: 'a' }),
      // @ts-expect-error the selector that is missing would select every object
      () => pods.deleteCollection({ labelSelectr: 'a' }),
      // @ts-expect-error a watch has no pages
      () => pods.watch({ limit: 5 }),
      // @ts-expect-error `timeoutMs`
      () => pods.list({ timeoutMs: 5 }),
      // @ts-expect-error a token goes from page to page by itself
      () => pods.listAll({ continue: 'a' }),
      // @ts-expect-error an apply names its manager
      () => pods.apply('a', {}, { dryRun: true }),
      // @ts-expect-error only an apply is forced
      () => pods.patch.merge('a', {}, { force: true }),
      // @ts-expect-error the call's options are not an argument of their own
      () => pods.deleteCollection({}, { signal: new AbortController().signal }),
    ];
    expect(misspelt).toHaveLength(8);
  });
});
