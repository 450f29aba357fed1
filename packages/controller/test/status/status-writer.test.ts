import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { InvalidRequestError, isConflict, type KubeObject } from '@kube-rx/core';
import { ConfigMap, Deployment } from '@kube-rx/k8s';
import type { StatusChange } from '../../src/status/status-of.ts';
import { statusPatch } from '../../src/status/status-patch.ts';
import { StatusWriter } from '../../src/status/status-writer.ts';
import { UnstoredChanges } from '../../src/status/unstored-changes.ts';
import { ApplyWorld, type Widget } from '../support/apply-world.ts';

let server: ApiServer;
let client: Client;
let deployments: Api<Deployment, 'scale' | 'status'>;
/** Bodies of the patches that were sent. */
let patches: unknown[];

const run = { fieldManager: 'websites', key: 'shop/web', unstored: new UnstoredChanges() };

const condition = (type: string, status: string): object => ({ type, status });

beforeEach(async () => {
  server = new ApiServer();
  server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  patches = [];
  client = new Client((request, call) => {
    if (request.method === 'PATCH') patches.push(JSON.parse(String(request.body)));
    return server.service(request, call);
  });
  deployments = Api.namespaced(client, Deployment, 'shop');
  await create();
  await deployments.status.patch.merge('web', {
    status: { replicas: 2, readyReplicas: 1, conditions: [condition('Available', 'False')] as never },
  });
  patches.length = 0;
});

afterEach(async () => {
  await client.close();
  await server.close();
});

function create(): Promise<Deployment> {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } };
  return deployments.create({
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: labels }, template },
  });
}

async function writer(): Promise<StatusWriter<Deployment>> {
  return new StatusWriter<Deployment>({
    api: deployments,
    object: await deployments.get('web'),
    ...run,
  });
}

describe('the status of a run', () => {
  test('is sent as what differs, for this very object', async () => {
    const status = await writer();
    const { metadata } = await deployments.get('web');
    const written = await status.write({ replicas: 2, readyReplicas: 2 });
    expect(written.status).toMatchObject({ replicas: 2, readyReplicas: 2 });
    const { uid, resourceVersion } = metadata;
    expect(patches).toEqual([{ metadata: { uid, resourceVersion }, status: { readyReplicas: 2 } }]);
  });

  const same: [string, StatusChange<Deployment>][] = [
    ['nothing', {}],
    ['fields as they are', { replicas: 2, conditions: [condition('Available', 'False')] as never }],
    ['no value for a field that is not there', { collisionCount: undefined, unavailableReplicas: null }],
  ];
  test.each(same)('is not sent where nothing differs: %s', async (_, change) => {
    await (await writer()).write(change);
    expect(patches).toEqual([]);
  });

  test.each([null, undefined])(
    'loses the fields that are given as %s, and keeps those that are not named',
    async (value) => {
      const { status } = await (await writer()).write({ readyReplicas: value });
      expect(status).not.toHaveProperty('readyReplicas');
      expect(status).toHaveProperty('replicas', 2);
    },
  );

  test('is compared with the last answer, so that writing it twice in a run sends it once', async () => {
    const status = await writer();
    await Promise.all([status.write({ readyReplicas: 2 }), status.write({ readyReplicas: 2 })]);
    expect(patches).toHaveLength(1);
  });

  test('replaces a list although something else of the object has changed', async () => {
    const status = await writer();
    await deployments.patch.merge('web', { spec: { replicas: 5 } });
    const { status: written } = await status.write({ conditions: [condition('Available', 'True')] as never });
    expect(written?.conditions).toMatchObject([condition('Available', 'True')]);
  });

  test('does not replace a list that another writer has changed since: that is a conflict', async () => {
    const status = await writer();
    const conditions = [condition('Available', 'False'), condition('Progressing', 'True')] as never;
    await deployments.status.patch.merge('web', { status: { conditions } });
    const failure = await status
      .write({ conditions: [condition('Available', 'True')] as never })
      .catch(String);
    expect(failure).toContain('the object has been modified');
    expect((await deployments.get('web')).status?.conditions).toMatchObject(conditions);
  });

  test('goes on after a write that failed', async () => {
    const status = await writer();
    await expect(status.write('x' as never)).rejects.toThrow('the status to write is string');
    expect((await status.write({ readyReplicas: 2 })).status?.readyReplicas).toBe(2);
  });

  test('is not repeated where another writer has changed a list that was as it should be', async () => {
    const status = await writer();
    const conditions = [condition('Available', 'False'), condition('Progressing', 'True')] as never;
    await deployments.status.patch.merge('web', { status: { conditions } });
    const change = { readyReplicas: 2, conditions: [condition('Available', 'False')] as never };
    const failure: unknown = await status.write(change).catch((error: unknown) => error);
    expect(isConflict(failure)).toBe(true);
    expect((await deployments.get('web')).status?.conditions).toMatchObject(conditions);
  });

  test('is compared again where something else has changed, and not sent where another writer wrote the same', async () => {
    const status = await writer();
    await deployments.status.patch.merge('web', { status: { readyReplicas: 2 } });
    patches.length = 0;
    expect((await status.write({ readyReplicas: 2 })).status?.readyReplicas).toBe(2);
    expect(patches).toHaveLength(1);
  });

  test('is a conflict after five tries where another writer changes the object each time', async () => {
    let tries = 0;
    const busy = client.layered([
      (next) => async (request, call) => {
        if (request.method === 'PATCH') {
          tries += 1;
          await deployments.patch.merge('web', { spec: { replicas: 10 + tries } });
        }
        return next(request, call);
      },
    ]);
    const object = await deployments.get('web');
    const api = deployments.withClient(busy);
    const status = new StatusWriter<Deployment>({ api, object, ...run });
    const failure: unknown = await status.write({ readyReplicas: 2 }).catch((error: unknown) => error);
    expect(isConflict(failure)).toBe(true);
    expect(tries).toBe(5);
  });

  test('delete of a namesake: is not written to another object of the same name', async () => {
    const status = await writer();
    await deployments.delete('web');
    const other = await create();
    const failure: unknown = await status.write({ readyReplicas: 9 }).catch((error: unknown) => error);
    expect(isConflict(failure)).toBe(true);
    expect(String(failure)).toContain('deployments.apps "shop/web": another object has the name by now');
    expect((await deployments.get('web')).metadata).toMatchObject({ uid: other.metadata.uid });
    expect((await deployments.get('web')).status).not.toHaveProperty('readyReplicas');
  });

  test('delete of a namesake: is not written to another custom resource of the same name, whose uid a server ignores', async () => {
    const world = await ApplyWorld.start();
    try {
      const { widgets: api } = world;
      const object = await api.create({ metadata: { name: 'site' } });
      await api.delete('site');
      await api.create({ metadata: { name: 'site' } });
      const status = new StatusWriter<Widget>({ api, object, ...run });
      const failure: unknown = await status.write({ phase: 'Ready' }).catch((error: unknown) => error);
      expect(isConflict(failure)).toBe(true);
      expect(String(failure)).toContain(
        'widgets.shop.example "shop/site": another object has the name by now',
      );
      expect(await api.get('site')).not.toHaveProperty('status');
    } finally {
      await world[Symbol.asyncDispose]();
    }
  });

  test('hot loop on a field that the schema lacks: what is not stored is sent once for each version of the object', async () => {
    const world = await ApplyWorld.start();
    try {
      const { widgets } = world;
      const sent: string[] = [];
      const api = widgets.withClient(world.countingClient(sent));
      await widgets.create({ metadata: { name: 'site' } });
      const unstored = new UnstoredChanges();
      const writeIn = async (change: object): Promise<number> => {
        const object = await widgets.get('site');
        sent.length = 0;
        await new StatusWriter<Widget>({ ...run, api, object, unstored }).write(change);
        return sent.length;
      };
      const change = { phase: 'Ready', url: 'a.example' };
      expect([await writeIn(change), await writeIn(change), await writeIn(change)]).toEqual([1, 1, 0]);
      expect(await writeIn({ ...change, url: 'b.example' })).toBe(1);
      await widgets.patch.merge('site', { metadata: { labels: { tier: 'front' } } });
      expect([await writeIn(change), await writeIn(change)]).toEqual([1, 0]);
      unstored.forget(run.key);
      expect(await writeIn(change)).toBe(1);
    } finally {
      await world[Symbol.asyncDispose]();
    }
  });

  test('of a kind whose token declares none is one clear error, and nothing is sent', async () => {
    const api = Api.namespaced(client, { ...ConfigMap, subresources: [] }, 'shop');
    const object = await api.create({ metadata: { name: 'web' } });
    const failure = new StatusWriter<KubeObject>({ api, object, ...run }).write({});
    await expect(failure).rejects.toThrow(InvalidRequestError);
    await expect(failure).rejects.toThrow('configmaps have no status to write');
    expect(patches).toEqual([]);
  });

  test('that the server does not have is the same error, where the token does not say so', async () => {
    const api = Api.namespaced(client, ConfigMap, 'shop');
    const object = await api.create({ metadata: { name: 'web' } });
    const status = new StatusWriter<KubeObject>({ api, object, ...run });
    await expect(status.write({ phase: 'Ready' })).rejects.toThrow('configmaps have no status to write');
  });

  test('of an object that is gone is an error that says so', async () => {
    const status = await writer();
    await deployments.delete('web');
    await expect(status.write({ readyReplicas: 2 })).rejects.toThrow('deployments.apps "web" not found');
  });
});

test('a change of a status takes what nobody may change, whatever the type of the kind says', () => {
  interface Database extends KubeObject {
    status?: { hosts?: { name: string; ports: number[] }[]; phase?: 'Ready' };
  }
  const ports: readonly number[] = [5432];
  const hosts: readonly { readonly name: string; readonly ports: readonly number[] }[] = [
    { name: 'a', ports },
  ];
  const change: StatusChange<Database> = { hosts, phase: 'Ready' };
  expect(statusPatch({ metadata: { name: 'a' } }, change)?.status).toEqual({
    hosts: [{ name: 'a', ports: [5432] }],
    phase: 'Ready',
  });
  // @ts-expect-error -- no phase of this kind
  const wrong: StatusChange<Database> = { phase: 'Pending' };
  expect(wrong).not.toEqual(change);
});
