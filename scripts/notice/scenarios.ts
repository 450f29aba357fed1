// What is measured: each is a world of its own, with default settings of the reflector.

import type { SeenRequest } from '@kube-rx/simulation';
import { Api, type DynamicObject, defineResource, reflector } from 'kube-rx';
import type { Outcome, Trial } from './trial.ts';

export interface Scenario {
  /** As `--only` finds it. */
  readonly name: string;
  /** What happens, for the table. */
  readonly title: string;
  /** It takes long: only each tenth seed is run. */
  readonly isCostly?: boolean;
  /** What exists from the start. */
  readonly objects?: number;
  readonly run: (trial: Trial) => Promise<Outcome>;
}

const minute = 60_000;
const longest = 20 * minute;

// Where there is nothing to notice.
const nothing = (): boolean => false;

const isInitial = ({ kind }: SeenRequest): boolean => kind === 'initial';

/** The connection is dead from now on, and something is missed at once. */
async function goDead(trial: Trial): Promise<Outcome> {
  trial.mark();
  trial.inflict({ type: 'silence' });
  await trial.write();
  return trial.outcome(longest);
}

/** The server is away for some seconds, and then has an older state; other kinds go on. */
async function restore(trial: Trial): Promise<Outcome> {
  for (let write = 0; write < 60; write += 1) await trial.write();
  await trial.pass(10_000, minute);
  trial.inflict({ type: 'restore' });
  trial.inflict({ type: 'bystanders', everyMs: 1000 });
  await trial.learn();
  // A restore refuses connections for so long.
  await trial.pass(3000);
  trial.mark(isInitial);
  return trial.outcome(longest);
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'dead-busy',
    title: 'a dead connection, a change each second',
    run: async (trial) => {
      await trial.begin();
      trial.writeEvery(1000);
      await trial.pass(20_000, 50_000);
      return goDead(trial);
    },
  },
  {
    name: 'dead-bookmarks',
    title: 'a dead connection, a change each ten minutes and bookmarks each minute',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(500);
      // A server sends bookmarks once there was a change.
      await trial.write();
      trial.writeEvery(10 * minute);
      await trial.pass(2 * minute, 4 * minute);
      return goDead(trial);
    },
  },
  {
    name: 'dead-quiet',
    title: 'a dead connection, nothing ever came',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(1000, 10 * minute);
      return goDead(trial);
    },
  },
  {
    name: 'mute-proxy',
    title:
      'a proxy that keeps all connections open and passes nothing on for 10 to 60 s, a change each second; from its end',
    run: async (trial) => {
      await trial.begin();
      trial.writeEvery(1000);
      await trial.pass(20_000, 50_000);
      const forMs = trial.random.between(10_000, minute);
      trial.inflict({ type: 'mute' }, { forMs });
      await trial.pass(forMs);
      trial.mark();
      return trial.outcome(longest);
    },
  },
  {
    name: 'restore-busy',
    title: 'an etcd restored from a backup, a change each second; from its return',
    run: async (trial) => {
      await trial.begin();
      trial.writeEvery(1000);
      return restore(trial);
    },
  },
  {
    name: 'restore-quiet',
    title: 'the same for a kind that nobody writes',
    run: async (trial) => {
      await trial.begin();
      return restore(trial);
    },
  },
  {
    name: 'frozen',
    title: 'a process that stood still for 1 to 10 minutes, its connections dead; from its waking',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(1000, 5 * minute);
      const forMs = trial.random.between(minute, 10 * minute);
      trial.inflict({ type: 'pause', first: 'timers', deafens: true }, { forMs });
      await trial.write();
      await trial.pass(forMs);
      trial.mark();
      return trial.outcome(longest);
    },
  },
  {
    name: 'slept',
    title: 'a machine that slept for 10 minutes to 8 hours, its connections dead; from its waking',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(1000, 5 * minute);
      const forMs = trial.random.between(10 * minute, 480 * minute);
      trial.inflict({ type: 'pause', first: 'timers', sleeps: true, deafens: true }, { forMs });
      await trial.write();
      await trial.pass(forMs);
      trial.mark();
      return trial.outcome(longest);
    },
  },
  {
    name: 'no-end-mark',
    title:
      'a streamed initial state without end mark, three changes a second; from the start to the whole state',
    run: async (trial) => {
      trial.inflict({ type: 'dropEndMark' });
      trial.writeEvery(333);
      await trial.begin();
      trial.mark(({ kind }) => kind === 'page' || kind === 'initial');
      return trial.outcome(longest);
    },
  },
  {
    name: 'hanging-kinds',
    isCostly: true,
    title: '48 kinds whose requests hang; a healthy one from its start to the whole state',
    run: async (trial) => {
      const { clock, client } = trial.host;
      trial.world.network.faults.inject({ fault: { type: 'delay' }, resource: 'secrets' });
      const hanging = Array.from({ length: 48 }, (_, index) =>
        reflector(Api.namespaced(client, Secret, `n${index}`), { clock, random: trial.random.fork().next }),
      );
      await trial.pass(0, 30_000);
      await trial.begin();
      trial.mark(nothing);
      const outcome = await trial.outcome(longest);
      for (const cache of hanging) await cache.close();
      return outcome;
    },
  },
  {
    name: 'cut',
    title: 'a connection that is reset',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      trial.mark();
      trial.inflict({ type: 'cut' });
      await trial.write();
      return trial.outcome(longest);
    },
  },
  {
    name: 'away',
    title: 'a server that is away for 5 to 60 s; from its return',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      const forMs = trial.random.between(5000, minute);
      trial.inflict({ type: 'cut' });
      trial.inflict({ type: 'refuse' }, { forMs });
      await trial.write();
      await trial.pass(forMs);
      trial.mark();
      return trial.outcome(longest);
    },
  },
  {
    name: 'busy-server',
    title: 'one answer 429 with a `Retry-After` of an hour',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      trial.mark();
      trial.inflict({ type: 'status', code: 429, retryAfterSeconds: 3600 }, { times: 1 });
      trial.inflict({ type: 'cut' });
      await trial.write();
      return trial.outcome(longest);
    },
  },
  {
    name: 'expired',
    title: 'the history is lost (410)',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      trial.mark();
      trial.inflict({ type: 'errorEvent', code: 410, reason: 'Expired' });
      await trial.write();
      return trial.outcome(longest);
    },
  },
  {
    name: 'hanging-error',
    title: 'one answer 500 whose body never ends',
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      trial.mark();
      trial.inflict({ type: 'status', code: 500, hangs: true }, { times: 1 });
      trial.inflict({ type: 'cut' });
      await trial.write();
      return trial.outcome(longest);
    },
  },
  {
    name: 'heartbeat',
    title: 'a proxy that sends empty lines, a change each second',
    run: async (trial) => {
      await trial.begin();
      trial.writeEvery(1000);
      await trial.pass(2000, 15_000);
      trial.mark(nothing);
      trial.inflict({ type: 'heartbeat', everyMs: 2000 });
      return trial.outcome(2 * minute);
    },
  },
  {
    name: 'empty-list',
    title: 'lists that are empty for 8 s, after the history was lost',
    objects: 12,
    run: async (trial) => {
      await trial.begin();
      await trial.pass(2000, 15_000);
      trial.mark();
      trial.inflict({ type: 'omit', share: 1 }, { forMs: 8000 });
      trial.inflict({ type: 'errorEvent', code: 410, reason: 'Expired' });
      return trial.outcome(5 * minute);
    },
  },
];

/** A kind that nobody answers for. */
const Secret = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
});

/** What a watch costs that nobody needs: requests a minute, over an hour. */
export async function idleCost(trial: Trial, hasBookmarks: boolean): Promise<number> {
  await trial.begin();
  await trial.pass(500);
  if (hasBookmarks) trial.writeEvery(4 * minute);
  await trial.pass(10 * minute);
  const before = trial.requests;
  await trial.pass(60 * minute);
  return (trial.requests - before) / 60;
}
