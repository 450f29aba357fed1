// The Secret mirror of examples/operators, on an API server in memory.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type ControllerLog } from 'kube-rx';
import { Namespace, Secret } from 'kube-rx/k8s';
import { Event } from 'kube-rx/k8s/events.k8s.io/v1';
import {
  mirrorLabel,
  originAnnotation,
  wantsLabel,
} from '../../../../examples/operators/mirrored-secrets.ts';
import { secretMirror } from '../../../../examples/operators/secret-mirror.ts';
import { OperatorCluster } from '../support/operator-cluster.ts';

const anHour = 3_600_000;
// `hunter2`, `swordfish` and what they are in base64: nothing of it may be in a log.
const password = 'aHVudGVyMg==';
const other = 'c3dvcmRmaXNo';

describe('the Secret mirror', () => {
  let cluster: OperatorCluster;
  let logged: string[];

  const secrets = (namespace: string): Api<Secret> => Api.namespaced(cluster.client, Secret, namespace);
  const passwordIn = async (namespace: string) =>
    (await secrets(namespace).getOptional('registry'))?.data?.['password'];

  beforeEach(async () => {
    logged = [];
    cluster = new OperatorCluster([
      namespace('shop'),
      namespace('app', { [wantsLabel]: 'true' }),
      namespace('bare'),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'registry', namespace: 'shop', labels: { [mirrorLabel]: 'source' } },
        data: { password },
      },
    ]);
    await cluster.run(secretMirror(cluster.client, { ...cluster.options, log: logOf(logged) }));
  });

  afterEach(() => cluster[Symbol.asyncDispose]());

  test('copies a Secret into the namespaces that want it, and writes nothing after that', async () => {
    expect(await passwordIn('app')).toBe(password);
    expect(await passwordIn('bare')).toBeUndefined();
    expect(await cluster.writesWithin(anHour)).toBe(0);
  });

  test('copies into a namespace that comes, and into one that begins to want it', async () => {
    const namespaces = Api.all(cluster.client, Namespace);
    await namespaces.create({ metadata: { name: 'late', labels: { [wantsLabel]: 'true' } } });
    await namespaces.patch.merge('bare', { metadata: { labels: { [wantsLabel]: 'true' } } });
    await cluster.rest();
    expect(await Promise.all([passwordIn('late'), passwordIn('bare')])).toEqual([password, password]);
  });

  test('takes the copies back from a namespace that no longer wants them, and lets one go that is deleted', async () => {
    await Api.all(cluster.client, Namespace).patch.merge('app', {
      metadata: { labels: { [wantsLabel]: null } },
    });
    await cluster.rest();
    expect(await passwordIn('app')).toBeUndefined();
    await Api.all(cluster.client, Namespace).delete('app');
    await cluster.rest();
    expect(await Api.all(cluster.client, Namespace).getOptional('app')).toBeUndefined();
  });

  test('follows a change of the source', async () => {
    await secrets('shop').patch.merge('registry', { data: { password: other, more: 'YQ==' } });
    await cluster.rest();
    expect((await secrets('app').get('registry')).data).toEqual({ password: other, more: 'YQ==' });
    await secrets('shop').patch.merge('registry', { data: { more: null } });
    await cluster.rest();
    expect((await secrets('app').get('registry')).data).toEqual({ password: other });
  });

  test('heals a copy that a person edits or deletes', async () => {
    await secrets('app').patch.merge('registry', { data: { password: other } });
    await cluster.rest();
    expect(await passwordIn('app')).toBe(password);
    await secrets('app').delete('registry');
    await cluster.rest();
    expect(await passwordIn('app')).toBe(password);
  });

  test('removes the copies with the source, and with its label', async () => {
    await secrets('shop').patch.merge('registry', { metadata: { labels: { [mirrorLabel]: null } } });
    await cluster.rest();
    expect(await passwordIn('app')).toBeUndefined();
    await secrets('shop').patch.merge('registry', { metadata: { labels: { [mirrorLabel]: 'source' } } });
    await cluster.rest();
    expect(await passwordIn('app')).toBe(password);
    await secrets('shop').delete('registry');
    await cluster.rest();
    expect(await passwordIn('app')).toBeUndefined();
  });

  test('removes a copy that nobody asks for', async () => {
    await secrets('bare').create({
      metadata: {
        name: 'orphan',
        labels: { [mirrorLabel]: 'copy' },
        annotations: { [originAnnotation]: 'shop/long-gone' },
      },
    });
    await cluster.rest();
    expect(await secrets('bare').getOptional('orphan')).toBeUndefined();
  });

  test('never overwrites a Secret that is no copy, says so, and copies once it is gone', async () => {
    await secrets('bare').create({ metadata: { name: 'registry' }, data: { password: other } });
    await Api.all(cluster.client, Namespace).patch.merge('bare', {
      metadata: { labels: { [wantsLabel]: 'true' } },
    });
    await cluster.rest();
    expect(await passwordIn('bare')).toBe(other);
    const events = await Api.all(cluster.client, Event).list();
    expect(events.map(({ type, reason, regarding }) => [type, reason, regarding?.name])).toEqual([
      ['Warning', 'NameTaken', 'bare'],
    ]);
    await secrets('bare').delete('registry');
    await cluster.clock.advance(300_000);
    await cluster.rest();
    expect(await passwordIn('bare')).toBe(password);
  });

  test('copies a source of another type, and one that is immutable, by making the copy anew', async () => {
    await secrets('shop').delete('registry');
    await secrets('shop').create({
      metadata: { name: 'registry', labels: { [mirrorLabel]: 'source' } },
      type: 'example.com/token',
      immutable: true,
      data: { password: other },
    });
    await cluster.rest();
    expect(await secrets('app').get('registry')).toMatchObject({
      type: 'example.com/token',
      data: { password: other },
    });
  });

  test('has no value of a Secret in its log, also where a server refuses one', async () => {
    // A server quotes the value that it refuses.
    const message = `Secret "registry" is invalid: data: Invalid value: "${password}"`;
    cluster.server.faults.inject({
      verbs: ['create'],
      resource: 'secrets',
      times: 1,
      fault: { type: 'status', code: 422, reason: 'Invalid', message },
    });
    await secrets('app').delete('registry');
    await cluster.rest();
    expect(await passwordIn('app')).toBe(password);
    const all = logged.join('\n');
    expect(all).toContain('422');
    for (const value of [password, other, 'hunter2', 'swordfish']) expect(all).not.toContain(value);
  });
});

function namespace(name: string, labels: Readonly<Record<string, string>> = {}) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** Puts all that is logged into `lines`. */
function logOf(lines: string[], fields: object = {}): ControllerLog {
  const put = (more: object, message: string): void => {
    const texts = Object.values({ ...fields, ...more }).map((value) =>
      value instanceof Error ? `${value.stack ?? ''} ${JSON.stringify(value)}` : JSON.stringify(value),
    );
    lines.push([message, ...texts].join(' '));
  };
  return {
    debug: put,
    info: put,
    warn: put,
    error: put,
    child: (more) => logOf(lines, { ...fields, ...more }),
  };
}
