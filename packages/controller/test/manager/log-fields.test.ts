// The guide names every field that controllers, elections and managers log.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { Lease, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { Manager } from '../../src/manager/manager.ts';
import { ControllerWorld, recordingLog } from '../support/controller-world.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/guide/logging.md'), 'utf8');
const documented = new Set(Array.from(page.matchAll(/`(\w+)`/g), ([, name]) => name));

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

test('every field of a life with all kinds of trouble is in the guide', async () => {
  const { records, clock, client, server } = world;
  server.faults.inject({
    verbs: ['create'],
    resource: 'events.events.k8s.io',
    fault: { type: 'status', code: 403 },
  });
  server.faults.inject({
    verbs: ['list', 'watch'],
    resource: 'secrets',
    times: 2,
    fault: { type: 'refuse' },
  });
  for (const name of ['done', 'failing', 'ended', 'stuck']) await world.create(name);
  const colours = world
    .controller({
      concurrency: 4,
      timeout: 3_600_000,
      reconcile: ({ metadata }, { event, log }) => {
        event({ type: 'Normal', reason: 'Seen', action: 'Look' });
        log.info({}, 'seen');
        if (metadata.name === 'failing') throw new Error('no', { cause: new Error('why') });
        if (metadata.name === 'stuck') return new Promise<void>(() => undefined);
        return metadata.name === 'ended' ? Action.terminal('it cannot be') : Action.done();
      },
    })
    .watches(Api.all(client, Secret), () => []);
  const leaderElection = { name: 'operator', namespace: 'default', identity: 'me' };
  const stop = new AbortController();
  const log = recordingLog(records);
  const ended = new Manager({
    controllers: [colours],
    leaderElection,
    signals: false,
    clock,
    log,
    stopTimeout: 60_000,
  }).run({ signal: stop.signal });
  ended.catch(() => undefined);
  await clock.advance(60_000);
  const leases = Api.namespaced(client, Lease, 'default');
  await leases.patch.merge('operator', { spec: { holderIdentity: 'somebody else' } });
  await clock.advance(60_000);
  stop.abort();
  await clock.advance(120_000);
  await expect(ended).rejects.toThrow(
    'runs ignore their signals: controller colours (its run of default/stuck',
  );

  const logged = new Map<string, string>();
  for (const { msg, ...fields } of records)
    for (const field of Object.keys(fields)) if (field !== 'level') logged.set(field, msg);
  expect([...logged].filter(([field]) => !documented.has(field))).toEqual([]);
  // As many as that must come of it, or it shows little.
  const expected = [
    'controller',
    'lease',
    'heldMs',
    'reason',
    'controllers',
    'running',
    'causes',
    'trouble',
    'source',
  ];
  expect(expected.filter((field) => !logged.has(field))).toEqual([]);
});
