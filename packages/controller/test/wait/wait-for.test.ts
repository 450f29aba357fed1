import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, DeadlineError, TransportError } from '@kube-rx/client';
import { InvalidRequestError, settle, VirtualClock } from '@kube-rx/core';
import { ConfigMap, CustomResourceDefinition, Deployment, Lease, Node, Pod, Secret } from '@kube-rx/k8s';
import { isAvailable, isDeleted, isPresent, isReady } from '../../src/wait/conditions.ts';
import { anyOf, not, type WaitCondition } from '../../src/wait/wait-condition.ts';
import { type WaitForOptions, waitFor } from '../../src/wait/wait-for.ts';
import { shopServer } from '../support/shop-server.ts';

const isDone: WaitCondition<ConfigMap> = (map) => map?.data?.['done'] === 'yes';

function start(options: { readonly user?: string } = {}) {
  const clock = new VirtualClock();
  const { server, service } = shopServer({ clock, ...options });
  const client = new Client(service, { clock });
  const maps = Api.namespaced(client, ConfigMap, 'shop');
  const set = (data: Readonly<Record<string, string>>): Promise<ConfigMap> => maps.patch.merge('a', { data });
  const create = (): Promise<ConfigMap> => maps.create({ metadata: { name: 'a' } });
  /** Waits, with the clock of the test, and tells how it ended. */
  const wait = (condition: WaitCondition<ConfigMap> = isDone, options: WaitForOptions = {}) => {
    const outcome = waitFor(maps, 'a', condition, { clock, random: () => 0.5, ...options });
    let end: string | undefined;
    const told = outcome.then(
      (object) => (end = object ? `version ${object.data?.['done']}` : 'none'),
      (error: unknown) => (end = error instanceof Error ? error.message : String(error)),
    );
    return { outcome, told, end: () => end };
  };
  return { clock, server, client, maps, set, create, wait };
}

/** Why it ended, or that it did not have to. */
function messageOf(outcome: Promise<unknown>): Promise<string> {
  return outcome.then(
    () => 'held',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('waiting for one object', () => {
  test('ends at once where it is so already', async () => {
    const { set, create, wait, clock } = start();
    await create();
    await set({ done: 'yes' });
    const { end } = wait();
    await settle();
    expect(end()).toBe('version yes');
    expect(clock.pending).toBe(0);
  });

  test('ends as soon as it becomes so, though the object comes only later', async () => {
    const { set, create, wait, clock, server } = start();
    const { end } = wait();
    await settle();
    await create();
    await settle();
    expect(end()).toBeUndefined();
    await set({ done: 'yes' });
    await settle();
    expect(end()).toBe('version yes');
    expect([clock.pending, server.watches]).toEqual([0, 0]);
  });

  test('sees nothing of other objects', async () => {
    const { maps, wait } = start();
    const { end } = wait(isPresent);
    await maps.create({ metadata: { name: 'b' } });
    await settle();
    expect(end()).toBeUndefined();
  });

  test('gives nothing where it ends by a deletion', async () => {
    const { maps, create, wait } = start();
    const { metadata } = await create();
    const { end } = wait(isDeleted(metadata.uid));
    await settle();
    expect(end()).toBeUndefined();
    await maps.delete('a');
    await settle();
    expect(end()).toBe('none');
  });

  test('is not kept by a namesake: another uid is a deletion', async () => {
    const { maps, create, wait } = start();
    const { metadata } = await create();
    await maps.delete('a');
    await create();
    const { end } = wait(isDeleted(metadata.uid));
    await settle();
    expect(end()).toBe('version undefined');
  });

  test.each<[string, (server: ApiServer) => unknown]>([
    ['a restart of the server', (server) => server.restart({ watches: 'reset' })],
    ['versions that have expired', (server) => server.restart()],
    ['a lost connection', (server) => server.disconnect()],
    [
      'trouble of the server',
      (server) => {
        server.disconnect();
        server.faults.inject({ fault: { type: 'status', code: 503 }, times: 3 });
      },
    ],
    [
      'silence',
      (server) => {
        server.disconnect();
        server.faults.inject({ verbs: ['watch'], fault: { type: 'silence' }, times: 1 });
      },
    ],
  ])('heals from %s', async (_, break_) => {
    const { set, create, wait, clock, server } = start();
    await create();
    const { end } = wait(isDone, { timeout: 0 });
    await settle();
    break_(server);
    await clock.advance(60_000);
    await set({ done: 'yes' });
    // Where nothing comes, the server ends the watch after five minutes at most.
    await clock.advance(400_000);
    expect(end()).toBe('version yes');
  });

  test('ends with its signal, and leaves nothing behind', async () => {
    const { wait, clock, server } = start();
    const abort = new AbortController();
    const { outcome, told } = wait(isDone, { signal: abort.signal });
    await settle();
    abort.abort();
    await told;
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    expect([clock.pending, server.watches]).toEqual([0, 0]);
    await expect(wait(isDone, { signal: abort.signal }).outcome).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('ends with its client', async () => {
    const { wait, client, clock } = start();
    const { outcome, told } = wait(isDone, { timeout: 0 });
    await settle();
    await client.close();
    await clock.advance(400_000);
    await told;
    await expect(outcome).rejects.toThrow(TransportError);
  });

  test('ends at once with what its condition throws', async () => {
    const { wait, create } = start();
    await create();
    const broken = new TypeError('broken');
    const { outcome } = wait(() => {
      throw broken;
    });
    await expect(outcome).rejects.toBe(broken);
  });

  test('refuses a condition that gives no boolean, as one that is asynchronous', async () => {
    const { wait } = start();
    const asynchronous: unknown = async function isSoon() {
      return Promise.resolve(true);
    };
    const { outcome } = wait(asynchronous as WaitCondition);
    await expect(outcome).rejects.toThrow(
      'waitFor: isSoon must give true or false at once, and gave a promise',
    );
  });

  test('leaves no rejection of an asynchronous condition behind, which would end the process', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { wait } = start();
    const asynchronous: unknown = () => Promise.reject(new Error('never heard'));
    await expect(wait(asynchronous as WaitCondition).outcome).rejects.toThrow('and gave a promise');
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('refuses what is no single object, before anything is asked', async () => {
    const client = new Client(() => Promise.reject(new Error('unused')));
    await expect(waitFor(Api.all(client, ConfigMap), 'a', isPresent)).rejects.toThrow(/use Api\.namespaced/);
    await expect(waitFor(Api.all(client, Node), '', isPresent)).rejects.toThrow(InvalidRequestError);
    await expect(waitFor(Api.all(client, Node), 'a', isPresent, { timeout: -1 })).rejects.toThrow(/timeout/);
    const timeout = '5000' as unknown as number;
    await expect(waitFor(Api.all(client, Node), 'a', isPresent, { timeout })).rejects.toThrow(/timeout/);
  });
});

describe('a wait that is too long', () => {
  test('says what was waited for, how long, and that there is nothing', async () => {
    const { wait, clock, server } = start();
    const { outcome, told } = wait(isDone, { timeout: 10_000 });
    await clock.advance(10_000);
    await told;
    await expect(outcome).rejects.toThrow(
      new DeadlineError('configmaps "shop/a": isDone did not hold within 10000 ms: it does not exist', {
        timeoutMs: 10_000,
      }),
    );
    await settle();
    expect([clock.pending, server.watches]).toEqual([0, 0]);
  });

  test('takes 30 seconds where nothing else is said', async () => {
    const { wait, clock } = start();
    const { end } = wait();
    await clock.advance(29_999);
    expect(end()).toBeUndefined();
    await clock.advance(1);
    expect(end()).toMatch(/within 30000 ms/);
  });

  test('tells what the object is instead', async () => {
    const { clock, client } = start();
    const pods = Api.namespaced(client, Pod, 'shop');
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    await pods.create({ metadata: { name: 'web-0' }, spec });
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'unready: [c]' },
    ];
    await pods.status.patch.merge('web-0', { status: { phase: 'Running', conditions } });
    const outcome = messageOf(waitFor(pods, 'web-0', isReady, { clock, timeout: 1000 }));
    await clock.advance(1000);
    expect(await outcome).toBe(
      'pods "shop/web-0": isReady did not hold within 1000 ms: its phase is "Running"; "Ready" is "False" ("ContainersNotReady": "unready: [c]")',
    );
  });

  test('tells why the watch sees nothing', async () => {
    const { wait, clock } = start({ user: 'jane' });
    const { end } = wait(isDone, { timeout: 60_000 });
    await clock.advance(60_000);
    expect(end()).toMatch(
      /within 60000 ms: its watch is in trouble: .*403.*"jane" cannot (list|watch) resource/,
    );
  });

  test('forgets trouble that is over', async () => {
    const { wait, clock, server } = start();
    server.faults.inject({ fault: { type: 'status', code: 503 }, times: 1 });
    const { end } = wait(isDone, { timeout: 60_000 });
    await clock.advance(60_000);
    expect(end()).toMatch(/: it does not exist$/);
  });

  test('quotes no data of a Secret', async () => {
    const { clock, client } = start();
    const secrets = Api.namespaced(client, Secret, 'shop');
    await secrets.create({ metadata: { name: 'a' }, stringData: { password: 'hunter2' } });
    const outcome = messageOf(waitFor(secrets, 'a', not(isPresent), { clock }));
    await clock.advance(30_000);
    expect(await outcome).toBe(
      'secrets "shop/a": not(isPresent) did not hold within 30000 ms: it exists, and tells no state',
    );
  });
});

describe('trouble that no patience helps against', () => {
  test('ends the wait where the caller says so', async () => {
    const { wait, clock } = start({ user: 'jane' });
    const { end } = wait(isDone, { stopOn: (verdict) => verdict === 'denied' });
    await settle();
    expect(end()).toMatch(/403/);
    expect(clock.pending).toBe(0);
  });

  test('is waited through otherwise, as a kind may come yet', async () => {
    const clock = new VirtualClock();
    const server = new ApiServer({ clock, resources: [CustomResourceDefinition] });
    const client = new Client(server.service, { clock });
    const outcome = messageOf(waitFor(Api.all(client, Node), 'n1', isPresent, { clock }));
    await clock.advance(30_000);
    expect(await outcome).toMatch(
      /nodes "n1": isPresent did not hold within 30000 ms: its watch is in trouble: .*404/,
    );
  });
});

test('a condition of another kind does not compile', () => {
  const { client } = start();
  const never = AbortSignal.abort();
  const pods = Api.namespaced(client, Pod, 'shop');
  const deployments = Api.namespaced(client, Deployment, 'shop');
  const calls = [
    () => waitFor(deployments, 'web', isAvailable, { signal: never }),
    () => waitFor(deployments, 'web', anyOf(isAvailable, isDeleted('u1')), { signal: never }),
    () => waitFor(pods, 'web-0', (pod) => pod?.status?.phase === 'Running', { signal: never }),
    () => waitFor(Api.namespaced(client, Lease, 'shop'), 'a', isPresent, { signal: never }),
    // @ts-expect-error: a Pod is never available.
    () => waitFor(pods, 'web-0', isAvailable, { signal: never }),
    // @ts-expect-error: neither joined.
    () => waitFor(pods, 'web-0', anyOf(isAvailable, isReady), { signal: never }),
    () => {
      // @ts-expect-error: a Deployment has no phase.
      const isRunning: WaitCondition<Deployment> = (deployment) => deployment?.status?.phase === 'Running';
      return waitFor(deployments, 'web', isRunning, { signal: never });
    },
  ];
  return Promise.all(calls.map((call) => expect(call()).rejects.toMatchObject({ name: 'AbortError' })));
});
