// Loops of a controller on the embedded API server, and what is none.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { Deployment } from '@kube-rx/k8s';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld, recordingLog } from '../support/controller-world.ts';

let world: ControllerWorld;
let deployments: Api<Deployment, 'status' | 'scale'>;

beforeEach(async () => {
  world = new ControllerWorld();
  deployments = Api.namespaced(world.client, Deployment, 'default');
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  };
  await deployments.create({
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template },
  });
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

type Context = ReconcileContext<Deployment>;

/** How many runs a minute has, and what is complained of. */
async function minuteOf(
  reconcile: (deployment: Deployment, context: Context) => Promise<void>,
): Promise<{ readonly runs: number; readonly complaints: readonly unknown[] }> {
  const { clock, records } = world;
  const log = recordingLog(records);
  const controller = new Controller(deployments, {
    reconcile,
    clock,
    random: () => 0,
    log,
    name: 'conditions',
  });
  const stop = new AbortController();
  const ended = controller.run({ signal: stop.signal });
  await clock.advance(60_000);
  stop.abort();
  await clock.advance(60_000);
  await ended;
  return { runs: controller.status.counters.runs, complaints: world.complaints.map(({ reason }) => reason) };
}

const ready = (time: string) => ({ type: 'Ready', status: 'True' as const, lastTransitionTime: time });

describe('self-triggered hot loop', () => {
  test('of a time in the status at each run is slowed down, and named by its path', async () => {
    let seconds = 0;
    const { runs, complaints } = await minuteOf(async (_, { status }) => {
      seconds += 1;
      await status({ conditions: [ready(`2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`)] });
    });
    expect(runs).toBeGreaterThan(5);
    expect(runs).toBeLessThan(15);
    expect(complaints).toEqual([
      expect.stringContaining(
        'what changes each time is deployments.apps default/web: status.conditions[Ready].lastTransitionTime;',
      ),
    ]);
  });

  test('is none where a status is written when it differs', async () => {
    const { runs, complaints } = await minuteOf(async ({ spec }, { status }) => {
      await status({ replicas: spec?.replicas ?? 0, conditions: [ready('2026-01-01T00:00:00Z')] });
    });
    expect(runs).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('is none of a controller that fights another writer, however long', async () => {
    let fights = 0;
    const { runs, complaints } = await minuteOf(async ({ spec }, { api }) => {
      if (spec?.replicas === 3) return;
      await api(Deployment).patch.merge('web', { spec: { replicas: 3 } });
      fights += 1;
      // Somebody else wants one, and says so at once.
      if (fights < 50) await deployments.patch.merge('web', { spec: { replicas: 1 } });
    });
    expect(fights).toBe(50);
    expect(runs).toBeGreaterThanOrEqual(50);
    expect(complaints).toEqual([]);
  });
});
