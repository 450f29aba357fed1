// Events and finalizers of controllers, as the real API server takes them.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import {
  Action,
  EventRecorder,
  finalizer,
  hasCondition,
  isDeleted,
  isEstablished,
  waitFor,
} from '@kube-rx/controller';
import { type KubeObject, ObjectRef, type Resource } from '@kube-rx/core';
import { ConfigMap, CustomResourceDefinition, Namespace } from '@kube-rx/k8s';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const reportingController = 'shop.example/websites';

let controlPlane: ControlPlane;
let admin: Client;
let nobody: Client;

beforeAll(async () => {
  const user = { name: 'nobody', token: 'nobody-token' };
  controlPlane = await ControlPlane.start({ users: [user] });
  admin = await connect(controlPlane);
  nobody = await connect(controlPlane, { user });
});

afterAll(async () => {
  await Promise.all([admin.close(), nobody.close()]);
  await controlPlane.stop();
});

describe('a recorder of Events', () => {
  const complaints: string[] = [];
  beforeEach(() => void complaints.splice(0));
  const log = { warn: (_: object, message: string) => void complaints.push(message) };
  const recorderOf = (client: Client): EventRecorder =>
    new EventRecorder({ client, reportingController, log });
  const eventsOf = async (namespace: string, reason: string): Promise<Event[]> =>
    (await Api.namespaced(admin, Event, namespace).list()).filter((event) => event.reason === reason);

  test('is taken at its word: what it cuts to fit, fits', async () => {
    const recorder = recorderOf(admin);
    const regarding = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'System:Ünder_score',
    };
    const related = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    const long = '€'.repeat(2000);
    recorder.record(regarding, { type: 'Warning', reason: long, action: long, note: long, related });
    recorder.record(regarding, { type: 'Normal', reason: 'Plain' });
    await recorder.flush();
    expect(complaints).toEqual([]);
    expect(recorder.counters).toEqual({ written: 2, dropped: 0, pending: 0 });
    const [event] = await eventsOf('default', `${'€'.repeat(41)}…`);
    expect(event).toMatchObject({ type: 'Warning', regarding, related, reportingController });
  });

  test('counts the same thing again in one Event, and makes it anew where it is gone', async () => {
    const recorder = recorderOf(admin);
    const node = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    const note = { type: 'Normal', reason: 'Seen', note: 'again' } as const;
    const counted = async (count: number): Promise<void> => {
      const writes = recorder.counters.written;
      recorder.record(node, note);
      while (recorder.counters.written === writes) await new Promise((resolve) => void setImmediate(resolve));
      const events = await eventsOf('default', 'Seen');
      expect(events.map(({ series }) => series?.count)).toEqual([count === 1 ? undefined : count]);
    };
    await counted(1);
    await counted(2);
    await counted(3);
    for (const { metadata } of await eventsOf('default', 'Seen'))
      await Api.namespaced(admin, Event, 'default').delete(metadata.name);
    await counted(4);
    await recorder.flush();
    expect(complaints).toEqual([]);
  });

  test('is quiet in a namespace that is going or was never there, and tells once what it may not', async () => {
    const recorder = recorderOf(admin);
    const namespaces = Api.all(admin, Namespace);
    await namespaces.create({ metadata: { name: 'going', finalizers: ['a.example/x'] } });
    await namespaces.delete('going');
    for (const namespace of ['going', 'none'])
      recorder.record(
        { apiVersion: 'v1', kind: 'Pod', namespace, name: 'a' },
        { type: 'Normal', reason: 'Late' },
      );
    await recorder.flush();
    expect(complaints).toEqual([]);
    expect(recorder.counters.dropped).toBe(2);

    const forbidden = recorderOf(nobody);
    for (const reason of ['One', 'Two'])
      forbidden.record(
        { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' },
        { type: 'Normal', reason },
      );
    await forbidden.flush();
    expect(complaints).toEqual([
      expect.stringMatching(/^Events cannot be written, as they are not allowed.*403/),
    ]);
  });
});

describe('a finalizer', () => {
  test('is added to what has none, and taken from what has several, in its place', async () => {
    const maps = Api.namespaced(admin, ConfigMap, 'default');
    const site = await maps.create({ metadata: { name: 'site' } });
    const done: string[] = [];
    const run = async (object: ConfigMap): Promise<Action> =>
      finalizer(
        {
          ref: ObjectRef.of(ConfigMap, 'site', 'default'),
          signal: AbortSignal.timeout(60_000),
          api: <T extends KubeObject>(resource: Resource<T>) =>
            Api.all(admin, resource).inNamespace('default'),
        },
        object,
        {
          name: 'shop.example/website',
          apply: () => void done.push('apply'),
          cleanup: () => void done.push('cleanup'),
        },
      );
    expect(await run(site)).toEqual(Action.done());
    const held = await maps.patch.merge('site', {
      metadata: { finalizers: ['a.example/1', 'shop.example/website', 'a.example/2'] },
    });
    await maps.delete(held);
    // The view is older than the deletion, and than the last finalizer.
    await run(site);
    await run(await maps.get('site'));
    expect(done).toEqual(['apply', 'cleanup']);
    const left = await maps.get('site');
    expect(left.metadata.finalizers).toEqual(['a.example/1', 'a.example/2']);
    const gone = waitFor(maps, 'site', isDeleted(left.metadata.uid));
    await maps.patch.merge('site', { metadata: { finalizers: null } });
    expect(await gone).toBeUndefined();
  });
});

describe('waiting for one object', () => {
  test('sees a definition become established, and tells what is missing', async () => {
    const definitions = Api.all(admin, CustomResourceDefinition);
    const established = waitFor(definitions, 'sites.shop.example', isEstablished);
    await definitions.create({
      metadata: { name: 'sites.shop.example' },
      spec: {
        group: 'shop.example',
        scope: 'Namespaced',
        names: { plural: 'sites', kind: 'Site' },
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      },
    });
    expect((await established)?.metadata.name).toBe('sites.shop.example');
    const never = waitFor(definitions, 'sites.shop.example', hasCondition('Terminating'), {
      timeout: 5000,
    });
    const denied = waitFor(Api.namespaced(nobody, ConfigMap, 'default'), 'a', isDeleted('u'), {
      timeout: 5000,
    });
    await Promise.all([
      expect(never).rejects.toThrow(
        /hasCondition\(Terminating, True\) did not hold within 5000 ms: .*"Established" is "True"/,
      ),
      expect(denied).rejects.toThrow(/its watch is in trouble: .*403.*"nobody" cannot/),
    ]);
  });
});
