// The verbs that are more than one request, or more than their parameters, against the embedded server.

import { inspect } from 'node:util';
import { fc, test } from '@fast-check/jest';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { ApiServer, defaultResources } from '@kube-rx/apiserver';
import {
  Api,
  Client,
  defineResource,
  exactInteger,
  InvalidRequestError,
  isConflict,
  isTooManyRequests,
  type KubeObject,
  withExactInteger,
  withLabels,
} from 'kube-rx';
import { CertificateSigningRequest, ConfigMap, Pod, PodDisruptionBudget, ServiceAccount } from 'kube-rx/k8s';

const server = new ApiServer({
  resources: [...defaultResources, CertificateSigningRequest, PodDisruptionBudget],
});
const client = new Client(server.service);
const configs = Api.namespaced(client, ConfigMap, 'shop');
const pods = Api.namespaced(client, Pod, 'shop');
const spec = { containers: [{ name: 'web', image: 'web:1' }] };
let count = 0;
// For a certificate of `CN=jane`, signed with a key that was thrown away.
const request =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1IRUNBUUF3RHpFTk1Bc0dBMVVFQXd3RWFtRnVaVEJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQlBpWVpuWEVwTDJHVmFaMzN3T29sR3Nydm9UQnpxcXRoNmV3c2ZGTUUzY2dMNEgzUVVYeHRuVldnY1RUCjlUUWFKd3lqbHZzYmZocm1aTnd2NFpSUWZhaWdBREFLQmdncWhrak9QUVFEQWdOSUFEQkZBaUFEOUwyQm9aOTcKbGE4OE1SbUFWTzVIM25HNktJNjVuSThLK2xsalFKSDc0QUloQU1IWWE3aDdQODAxcGIxZjhFSWFmSDBJbGE0UAplWFhWRHdLQ2daZ29hbFJHCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';

beforeAll(() => {
  server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
});

afterAll(async () => {
  await server.close();
});

async function aConfig(data = {}): Promise<ConfigMap> {
  count += 1;
  return configs.create({ metadata: { name: `config-${count}` }, data });
}

async function aPod(phase?: 'Running'): Promise<Pod> {
  count += 1;
  const name = `pod-${count}`;
  const created = await pods.create({ metadata: { name, labels: { app: name } }, spec });
  return phase === undefined ? created : pods.status.patch.merge(name, { status: { phase } });
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('expected a failure, but it succeeded');
  return outcome.reason;
}

describe('a deletion by object', () => {
  test('deletes the object that was read', async () => {
    const config = await aConfig();
    await configs.delete(config);
    expect(await configs.getOptional(config.metadata.name)).toBeUndefined();
  });

  test('leaves a namesake alone', async () => {
    const config = await aConfig();
    await configs.delete(config.metadata.name);
    const namesake = await configs.create({ metadata: { name: config.metadata.name } });
    expect(isConflict(await failureOf(configs.delete(config)))).toBe(true);
    expect((await configs.get(config.metadata.name)).metadata.uid).toBe(namesake.metadata.uid);
  });

  test('goes to the object’s own namespace where the Api is of all', async () => {
    const config = await aConfig();
    await Api.all(client, ConfigMap).delete(config);
    expect(await configs.getOptional(config.metadata.name)).toBeUndefined();
  });

  test('is refused for an object of another namespace, of another kind, or that was not read', async () => {
    const config = await aConfig();
    const elsewhere = Api.namespaced(client, ConfigMap, 'default');
    await expect(elsewhere.delete(config)).rejects.toThrow(InvalidRequestError);
    await expect(configs.delete({ metadata: { name: 'x' } })).rejects.toThrow('has no uid');
    const secret: KubeObject = { ...config, kind: 'Secret' };
    const untyped: Api = configs;
    await expect(untyped.delete(secret)).rejects.toThrow('"Secret"');
  });
});

describe('an entry', () => {
  test('creates what is not there, and writes nothing a second time', async () => {
    const entry = await configs.entry('fresh');
    expect(entry.object).toBeUndefined();
    entry
      .orInsert(() => ({ metadata: { name: 'fresh' } }))
      .modify((config) => ({ ...config, data: { sky: 'blue' } }));
    const created = await entry.commit();
    expect(created.data).toEqual({ sky: 'blue' });
    expect(entry.isDirty).toBe(false);
    expect((await entry.commit()).metadata.resourceVersion).toBe(created.metadata.resourceVersion);
  });

  test('replaces what somebody else changed meanwhile, and keeps their change', async () => {
    const { metadata: read } = await aConfig({ a: '1' });
    const entry = await configs.entry(read.name);
    entry.modify((config) => withLabels(config, { tier: 'front' }));
    await configs.patch.merge(read.name, { data: { b: '2' } });
    const stored = await entry.commit();
    expect(stored.data).toEqual({ a: '1', b: '2' });
    expect(stored.metadata.labels).toEqual({ tier: 'front' });
  });

  test('takes up what somebody else created meanwhile', async () => {
    const entry = await configs.entry('contended');
    entry.orInsert(() => ({ metadata: { name: 'contended' }, data: { from: 'us' } }));
    entry.modify((config) => withLabels(config, { tier: 'front' }));
    await configs.create({ metadata: { name: 'contended' }, data: { from: 'them' } });
    expect(await entry.commit()).toMatchObject({
      data: { from: 'them' },
      metadata: { labels: { tier: 'front' } },
    });
  });

  test('creates anew what somebody else deleted meanwhile, where it may', async () => {
    const { metadata: read } = await aConfig();
    const entry = await configs.entry(read.name);
    entry.orInsert(() => ({ metadata: { name: read.name }, data: { made: 'anew' } }));
    entry.modify((config) => withLabels(config, { tier: 'front' }));
    await configs.delete(read.name);
    expect((await entry.commit()).data).toEqual({ made: 'anew' });
  });

  test('says so where there is nothing and nothing was inserted', async () => {
    const entry = await configs.entry('absent');
    entry.modify((config) => withLabels(config, { tier: 'front' }));
    await expect(entry.commit()).rejects.toThrow('shop/absent is not there');
  });

  test('of a dry run is still to be written', async () => {
    const entry = await configs.entry('rehearsed');
    entry.orInsert(() => ({ metadata: { name: 'rehearsed' } }));
    await entry.commit({ dryRun: true });
    expect(await configs.getOptional('rehearsed')).toBeUndefined();
    expect(entry.isDirty).toBe(true);
    await entry.commit();
    expect(await configs.getOptional('rehearsed')).toBeDefined();
  });
});

describe('createOrPatch', () => {
  const sky = (found: ConfigMap | undefined): ConfigMap => ({
    ...found,
    metadata: found?.metadata ?? { name: 'colours' },
    data: { ...found?.data, sky: 'blue' },
  });

  test('creates, then leaves alone, then patches the difference alone', async () => {
    expect((await configs.createOrPatch('colours', sky)).outcome).toBe('created');
    expect((await configs.createOrPatch('colours', sky)).outcome).toBe('unchanged');
    await configs.patch.merge('colours', { data: { sky: 'grey' } });
    const { outcome, object } = await configs.createOrPatch('colours', async (found) => {
      // Somebody else writes between the read and the patch.
      await configs.patch.merge('colours', { data: { grass: 'green' } });
      return sky(found);
    });
    expect(outcome).toBe('patched');
    expect(object.data).toEqual({ sky: 'blue', grass: 'green' });
  });

  test('patches the status on its own', async () => {
    const { metadata: read } = await aPod();
    const { outcome, object } = await pods.createOrPatch(read.name, (found) => ({
      ...withLabels(found ?? { metadata: { name: read.name } }, { tier: 'front' }),
      status: { ...found?.status, phase: 'Running' },
    }));
    expect(outcome).toBe('patched');
    expect(object.status?.phase).toBe('Running');
    expect(object.metadata.labels?.['tier']).toBe('front');
  });

  test('refuses to create an object of another name', async () => {
    const create = configs.createOrPatch('one', () => ({ metadata: { name: 'other' } }));
    await expect(create).rejects.toThrow('has the name "other", not "one"');
  });
});

describe('the verbs of some kinds', () => {
  test('are there for these kinds alone', () => {
    const use = (): void => {
      void pods.evict('web-0');
      // @ts-expect-error a ConfigMap cannot be evicted
      void configs.evict('colours');
    };
    expect(use).toBeInstanceOf(Function);
  });

  test('that open streams are no functions where nothing runs', () => {
    const { exec, spawn, attach, forward, copyTo, copyFrom, logs, logText } = pods;
    const verbs: readonly ((...words: never[]) => unknown)[] = [exec, spawn, attach, forward];
    const others: typeof verbs = [copyTo, copyFrom, logs, logText];
    // Each has the type `never`, or this does not compile.
    const noVerbs: readonly never[] = [configs.exec, configs.spawn, configs.attach, configs.forward];
    const noOthers: readonly never[] = [configs.copyTo, configs.copyFrom, configs.logs, configs.logText];
    expect([...verbs, ...others]).toHaveLength(noVerbs.length + noOthers.length);
  });

  test('evict a pod, and say so where its budget forbids it', async () => {
    const pod = await aPod('Running');
    const budgets = Api.namespaced(client, PodDisruptionBudget, 'shop');
    const selector = { matchLabels: { app: pod.metadata.name } };
    const budget = await budgets.create({ metadata: { name: pod.metadata.name }, spec: { selector } });
    const status = {
      observedGeneration: 1,
      disruptionsAllowed: 0,
      currentHealthy: 1,
      desiredHealthy: 1,
      expectedPods: 1,
    };
    await budgets.status.replace(pod.metadata.name, { ...budget, status });
    const refused = await failureOf(pods.evict(pod.metadata.name));
    expect(isTooManyRequests(refused)).toBe(true);
    expect(String(refused)).toContain("would violate the pod's disruption budget");
    await budgets.delete(pod.metadata.name);
    expect((await pods.evict(pod.metadata.name, { dryRun: true })).status).toBe('Success');
    expect(await pods.getOptional(pod.metadata.name)).toBeDefined();
    await pods.evict(pod, { gracePeriodSeconds: 0 });
    expect(await pods.getOptional(pod.metadata.name)).toBeUndefined();
  });

  test('evict no namesake of a pod that was read', async () => {
    const pod = await aPod();
    await pods.delete(pod.metadata.name, { gracePeriodSeconds: 0 });
    await pods.create({ metadata: { name: pod.metadata.name }, spec });
    expect(isConflict(await failureOf(pods.evict(pod)))).toBe(true);
  });

  test('make a token that nothing prints', async () => {
    const accounts = Api.namespaced(client, ServiceAccount, 'shop');
    await accounts.create({ metadata: { name: 'builder' } });
    const issued = await accounts.createToken('builder', { audiences: ['vault'], expirationSeconds: 600 });
    const printed = [
      inspect(issued, { showHidden: true, getters: true }),
      JSON.stringify(issued),
      inspect({ issued }, { depth: 9 }),
    ];
    expect(issued.reveal().split('.').length).toBe(3);
    for (const text of printed) expect(text).not.toContain(issued.reveal().slice(0, 20));
    expect(printed[1]).toContain('expirationTimestamp');
    const problem = await failureOf(accounts.createToken('builder', { expirationSeconds: 5 }));
    expect(String(problem)).toContain('10 minutes');
  });

  test('approve and deny a certificate signing request, once', async () => {
    const requests = Api.all(client, CertificateSigningRequest);
    const asked = { request, signerName: 'example.com/signer', usages: ['client auth'] } as const;
    await requests.create({ metadata: { name: 'node-7' }, spec: asked });
    const approved = await requests.approve('node-7', { reason: 'Known', message: 'on the list' });
    expect(approved.status?.conditions).toMatchObject([
      { type: 'Approved', status: 'True', reason: 'Known', message: 'on the list' },
    ]);
    expect((await requests.approve('node-7')).metadata.resourceVersion).toBe(
      approved.metadata.resourceVersion,
    );
    await requests.create({ metadata: { name: 'node-8' }, spec: asked });
    expect((await requests.deny('node-8')).status?.conditions?.[0]?.type).toBe('Denied');
  });

  test('bind a pod to a node', async () => {
    const pod = await aPod();
    await pods.bind(pod.metadata.name, 'node-7');
    expect((await pods.get(pod.metadata.name)).spec?.nodeName).toBe('node-7');
    expect(isConflict(await failureOf(pods.bind(pod.metadata.name, 'node-8')))).toBe(true);
  });
});

describe('whole numbers beyond 2^53', () => {
  interface Disk extends KubeObject {
    readonly spec?: { readonly blocks: number; readonly parts?: readonly number[]; readonly note?: string };
  }
  const Disk = defineResource<Disk>({
    group: 'example.com',
    version: 'v1',
    kind: 'Disk',
    plural: 'disks',
    scope: 'Namespaced',
  });
  const disks = Api.namespaced(client, Disk, 'shop');
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

  beforeAll(() => {
    server.seed([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'disks.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'disks', singular: 'disk', kind: 'Disk', listKind: 'DiskList' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { ...open, properties: { spec: open } } },
            },
          ],
        },
      },
    ]);
  });

  const noted = (disk: Disk): Disk => ({ ...disk, spec: { blocks: 0, ...disk.spec, note: 'changed' } });
  type Write = (name: string) => Promise<unknown>;
  const writes: [verb: string, write: Write][] = [
    ['entry', async (name) => (await disks.entry(name)).modify(noted).commit()],
    ['modify', (name) => disks.modify(name, noted)],
    ['replace', async (name) => disks.replace(name, noted(await disks.get(name)))],
    ['patch.merge', (name) => disks.patch.merge(name, { spec: { note: 'changed' } })],
    ['createOrPatch', (name) => disks.createOrPatch(name, (found) => noted(found ?? { metadata: { name } }))],
  ];

  describe.each(writes)('which %s does not touch', (verb, write) => {
    const name = verb.toLowerCase();
    test.prop(
      [
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
      ],
      {
        numRuns: 25,
      },
    )('stay as they were, in every digit', async (blocks, part) => {
      const parts = withExactInteger([0, 0], 1, part);
      const created = { metadata: { name }, spec: withExactInteger({ blocks: 0, parts }, 'blocks', blocks) };
      await disks.create(created);
      await write(name);
      const { spec: stored } = await disks.get(name);
      await disks.delete(name);
      expect(stored?.note).toBe('changed');
      expect([exactInteger(stored, 'blocks'), exactInteger(stored?.parts, 1)]).toEqual([blocks, part]);
    });
  });
});
