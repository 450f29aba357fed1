// What befalls an election: schedules from a seed.

import type { StatusFault } from '@kube-rx/apiserver';
import type { RequestByHand, ScheduledFault } from '../fault.ts';
import type { Random } from '../random.ts';

// Where the Lease is.
const leasesPath = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
export const leaseName = 'leader';

export interface ElectionScheduleOptions {
  readonly count: number;
  readonly durationMs: number;
  readonly programs: readonly [string, ...string[]];
  /** Whether machines sleep; their time of day is not set then, by which alone they know. */
  readonly sleeps: boolean;
}

type Maker = (random: Random, options: ElectionScheduleOptions) => Omit<ScheduledFault, 'at'>;

function edit(spec: unknown): RequestByHand {
  return {
    type: 'request',
    method: 'PATCH',
    path: `${leasesPath}/${leaseName}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { spec },
  };
}

const remove: RequestByHand = { type: 'request', method: 'DELETE', path: `${leasesPath}/${leaseName}` };

function create(spec: unknown): RequestByHand {
  return { type: 'request', method: 'POST', path: leasesPath, body: { metadata: { name: leaseName }, spec } };
}

const garbage: readonly [unknown, ...unknown[]] = [
  { leaseDurationSeconds: 0 },
  { leaseDurationSeconds: -5 },
  { leaseDurationSeconds: null },
  { leaseDurationSeconds: 1 },
  { leaseDurationSeconds: 40 },
  { leaseDurationSeconds: 'soon' },
  { renewTime: '1970-01-01T00:00:00.000000Z' },
  { renewTime: '2999-12-31T23:59:59.999999Z' },
  { renewTime: 'yesterday' },
  { renewTime: null, acquireTime: null },
  { leaseTransitions: -1 },
  { leaseTransitions: 2_147_483_647 },
  { leaseTransitions: null },
  { preferredHolder: 'stranger' },
  null,
];

const edits: readonly [Maker, ...Maker[]] = [
  (random) => ({ fault: edit({ holderIdentity: random.pick(['', null]) }) }),
  (random) => ({
    fault: edit({ holderIdentity: 'stranger', leaseDurationSeconds: random.pick([1, 15, 40]) }),
  }),
  (random, { programs }) => ({ fault: edit({ holderIdentity: random.pick(programs) }) }),
  () => ({ fault: remove }),
  (random) => ({
    fault: create(random.pick([undefined, { holderIdentity: 'stranger' }, { holderIdentity: '' }])),
  }),
  (random) => ({ fault: edit(random.pick(garbage)) }),
  (random) => ({ fault: edit(random.pick(garbage)) }),
  (random) => ({
    fault: { ...edit(undefined), body: { metadata: { labels: { edit: String(random.below(100)) } } } },
  }),
];

type Answer = Omit<StatusFault, 'type'>;

const answers: readonly [Answer, ...Answer[]] = [
  { code: 429, reason: 'TooManyRequests', message: 'too many', retryAfterSeconds: 3 },
  { code: 503, reason: 'ServiceUnavailable', message: 'apiserver is shutting down', retryAfterSeconds: 1 },
  { code: 500, reason: 'InternalError', message: 'Internal error occurred' },
  { code: 504, reason: 'Timeout', message: 'request did not complete within the allotted timeout' },
  { code: 409, reason: 'Conflict', message: 'the object has been modified' },
  { code: 403, reason: 'Forbidden', message: 'leases is forbidden' },
  { code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' },
  { code: 200, body: '' },
  { code: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Please log in</body></html>' },
];

/** What befalls everybody. */
const shared: readonly [Maker, ...Maker[]] = [
  (random) => ({
    fault: { type: 'latency', maxMs: Math.floor(random.between(1, 3000)) },
    forMs: Math.floor(random.between(1000, 40_000)),
  }),
  (random) => ({
    fault: { type: random.pick(['refuse', 'delay']) },
    forMs: Math.floor(random.between(10, 30_000)),
  }),
  (random) => ({ fault: { type: 'status', ...random.pick(answers) }, times: 1 + random.below(5) }),
  (random) => ({
    fault: { type: 'delay', ms: Math.floor(random.between(500, 20_000)) },
    times: 1 + random.below(4),
  }),
  (random) => ({ fault: { type: random.pick(['cut', 'silence']) } }),
  () => ({ fault: { type: 'restart', watches: 'reset' } }),
];

const moments = ['before', 'unanswered', 'answered'] as const;

/** What befalls one of them. */
const own: readonly [Maker, ...Maker[]] = [
  pause,
  pause,
  pause,
  isolate,
  isolate,
  (random) => ({ fault: { type: 'lose' }, times: 1 + random.below(5) }),
  (random) => ({ fault: { type: 'contend' }, times: 1 + random.below(4) }),
  (random) => ({
    fault: { type: 'late', delayMs: Math.floor(random.between(1000, 30_000)) },
    times: 1 + random.below(4),
  }),
  (random) => ({
    fault: {
      type: 'crash',
      write: random.below(6),
      moment: random.pick(moments),
      downMs: Math.floor(random.between(10, 20_000)),
    },
  }),
  stop,
  stop,
];

function pause(random: Random, { sleeps }: ElectionScheduleOptions): Omit<ScheduledFault, 'at'> {
  return {
    fault: {
      type: 'pause',
      first: random.pick(['timers', 'answers']),
      ...(sleeps && random.chance(0.5) && { sleeps: true }),
    },
    forMs: Math.floor(random.between(100, 40_000)),
  };
}

function isolate(random: Random): Omit<ScheduledFault, 'at'> {
  return {
    fault: { type: 'isolate', mode: random.pick(['refuse', 'hang']) },
    forMs: Math.floor(random.between(100, 40_000)),
  };
}

function stop(random: Random): Omit<ScheduledFault, 'at'> {
  return { fault: { type: 'stop', downMs: Math.floor(random.between(10, 20_000)) } };
}

function setClock(random: Random): Omit<ScheduledFault, 'at'> {
  return { fault: { type: 'setClock', aheadMs: Math.floor(random.between(-7_200_000, 7_200_000)) } };
}

/**
 * `count` faults within `durationMs`, in order. An etcd that goes back to an earlier state is not among them: it takes back
 * who leads as well, and no elector on that server can know it in time.
 */
export function electionFaults(random: Random, options: ElectionScheduleOptions): ScheduledFault[] {
  const { count, durationMs, programs, sleeps } = options;
  let last = 0;
  const faults = Array.from({ length: count }, (): ScheduledFault => {
    // Trouble seldom comes alone.
    const at = Math.floor(
      random.chance(0.4)
        ? Math.min(last + random.between(0, 4000), durationMs)
        : random.between(0, durationMs),
    );
    last = at;
    const kind = random.next();
    if (kind < 0.25) return { at, ...random.pick(edits)(random, options) };
    if (kind < 0.45) return { at, ...random.pick(shared)(random, options) };
    const maker = !sleeps && random.chance(0.1) ? setClock : random.pick(own);
    return { at, ...maker(random, options), program: random.pick(programs) };
  });
  if (random.chance(0.1)) faults.push(...coordinated(random, durationMs));
  return faults.sort((a, b) => a.at - b.at);
}

/** Somebody hands the choice to the server, which makes none, and takes it back. */
function coordinated(random: Random, durationMs: number): ScheduledFault[] {
  const from = Math.floor(random.between(0, durationMs / 2));
  const to = Math.floor(from + random.between(1000, durationMs / 3));
  return [
    { at: from, fault: edit({ strategy: 'OldestEmulationVersion' }) },
    // A server takes no strategy away where somebody is preferred by it.
    { at: to, fault: edit({ strategy: null, preferredHolder: null }) },
  ];
}
