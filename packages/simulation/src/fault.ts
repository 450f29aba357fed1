// The faults of a run as data: a schedule can be made from a seed, printed, replayed and shrunk.

import type { Fault, ServerFault, StatusFault } from '@kube-rx/apiserver';
import type { ProgramFault } from './program-fault.ts';
import type { Random } from './random.ts';

/** The faults that only a network has. */
export type NetworkFault =
  /** Every chunk takes up to so long; chunks of one connection keep their order. */
  | { readonly type: 'latency'; readonly maxMs: number }
  /** Watches end cleanly as soon as they have sent one bookmark. */
  | { readonly type: 'flap' }
  /** A frame of a watch waits so long for one of another object, which then comes first; both come at once. */
  | { readonly type: 'reorder'; readonly withinMs: number }
  /** Frames of watches get lost, this share of them, and nothing tells of it. */
  | { readonly type: 'lossy'; readonly share: number }
  /** A proxy sends an empty line to every open watch so often. */
  | { readonly type: 'heartbeat'; readonly everyMs: number }
  /** A proxy keeps all connections open, new ones as well, and passes nothing on. */
  | { readonly type: 'mute' }
  /** Objects that nobody watches are written so often: the versions of the server go on. */
  | { readonly type: 'bystanders'; readonly everyMs: number }
  /** What lists and watches of a resource (absent: of all) tell comes so late; writes and reads of one object do not. */
  | { readonly type: 'lateView'; readonly resource?: string; readonly delayMs: number };

/** Somebody sends a request by hand, past the network and its faults. */
export interface RequestByHand {
  readonly type: 'request';
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * A fault and when it happens, in virtual milliseconds. `cut`, `end`, `silence`, `garbage` and `errorEvent` hit the
 * connections that are open at that moment, and a fault of the server happens once. All others last for `forMs` or hit
 * `times` requests.
 *
 * @example
 * const faults: ScheduledFault[] = [
 *   { at: 1000, fault: { type: 'cut', afterBytes: 300 } },
 *   { at: 2000, fault: { type: 'status', code: 503 }, times: 3 },
 *   { at: 9000, fault: { type: 'refuse' }, forMs: 5000 },
 * ];
 */
export interface ScheduledFault {
  readonly at: number;
  readonly fault: Fault | ServerFault | NetworkFault | ProgramFault | RequestByHand;
  /** How long it lasts. Absent: until all faults end. */
  readonly forMs?: number;
  /**
   * How many requests it hits, for `status`, `refuse`, `delay`, `omit`, `repeatPages`, `contend`, `lose`, `late` and the two
   * that ignore a parameter. Absent: all.
   */
  readonly times?: number;
  /** Which program it befalls. Absent: all. */
  readonly program?: string;
}

/** How long the server refuses connections after a restore, in virtual milliseconds: longer than any latency. */
export const restoreMs = 3000;

const tooLarge = {
  code: 504,
  reason: 'Timeout',
  message: 'Timeout: Too large resource version',
  details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] },
  retryAfterSeconds: 1,
};

type Answer = Omit<StatusFault, 'type'>;

const answers: readonly [Answer, ...Answer[]] = [
  { code: 429, reason: 'TooManyRequests', message: 'storage is (re)initializing', retryAfterSeconds: 2 },
  {
    code: 429,
    headers: { 'content-type': 'text/plain', 'retry-after': '1' },
    body: 'Too many requests, please try again later.\n',
  },
  { code: 500, reason: 'InternalError', message: 'Internal error occurred' },
  { code: 503, reason: 'ServiceUnavailable', message: 'apiserver is shutting down', retryAfterSeconds: 1 },
  { code: 504, reason: 'Timeout', message: 'request did not complete within the allotted timeout' },
  tooLarge,
  { code: 410, reason: 'Expired', message: 'The resourceVersion for the provided list is too old.' },
  { code: 401, reason: 'Unauthorized', message: 'Unauthorized' },
  { code: 403, reason: 'Forbidden', message: 'configmaps is forbidden' },
  { code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' },
  {
    code: 422,
    reason: 'Invalid',
    message: 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
  },
  {
    code: 200,
    headers: { 'content-type': 'text/html' },
    body: '<html><body>Please log in</body></html>',
  },
  { code: 200, body: '' },
];

const events: readonly [Fault, ...Fault[]] = [
  { type: 'errorEvent', code: 410, reason: 'Expired', message: 'too old resource version: 5 (101)' },
  { type: 'errorEvent', code: 500, reason: 'InternalError', message: 'Internal error occurred' },
  { type: 'errorEvent', ...tooLarge },
  { type: 'errorEvent', code: 429, reason: 'TooManyRequests', message: 'busy', retryAfterSeconds: 1 },
  { type: 'garbage', line: '{"type":"ERROR","object":{}}' },
];

// Versions that the server never had, in frames of whatever kind is watched, and of the one that is written by default.
type Poison = (resourceVersion: string) => object;
const versions = ['999999999999', '99999999999999999999', '-1', 'abc', '007'] as const;
const poisons: readonly [Poison, ...Poison[]] = [
  (resourceVersion) => ({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } }),
  (resourceVersion) => ({
    type: 'ADDED',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'never-written', namespace: 'default', uid: 'none', resourceVersion },
    },
  }),
];

const serverFaults: readonly [ServerFault, ...ServerFault[]] = [
  { type: 'compact' },
  { type: 'restart', watches: 'clean' },
  { type: 'restart', watches: 'reset' },
];

type Maker = (random: Random) => Omit<ScheduledFault, 'at'>;

const answer: Maker = (random) => ({
  fault: { type: 'status', ...random.pick(answers) },
  times: 1 + random.below(4),
});

function lasting(draw: (random: Random) => ScheduledFault['fault'], fromMs: number, toMs: number): Maker {
  return (random) => ({ fault: draw(random), forMs: random.between(fromMs, toMs) });
}

const lapses = ['dropBookmarks', 'ignoreSendInitialEvents', 'flap', 'ignoreTimeoutSeconds'] as const;

const makers: readonly [Maker, ...Maker[]] = [
  (random) => ({ fault: { type: random.pick(['cut', 'end']) } }),
  // Mostly inside a frame.
  (random) => ({ fault: { type: random.pick(['cut', 'end']), afterBytes: random.below(600) } }),
  () => ({ fault: { type: 'silence' } }),
  lasting((random) => ({ type: random.pick(['refuse', 'delay']) }), 10, 20_000),
  lasting((random) => ({ type: 'latency', maxMs: random.between(1, 2000) }), 1000, 60_000),
  lasting(
    (random) => ({ type: 'drip', bytes: 1 + random.below(40), everyMs: random.below(3) }),
    1000,
    30_000,
  ),
  lasting((random) => ({ type: 'duplicate', copies: 2 + random.below(2) }), 1000, 30_000),
  lasting((random) => ({ type: random.pick(lapses) }), 1000, 90_000),
  answer,
  answer,
  (random) => ({ fault: random.pick(events) }),
  () => ({ fault: { type: 'garbage', line: '{"type":"ADDED","object":{"meta' } }),
  (random) => ({
    fault: { type: 'garbage', line: JSON.stringify(random.pick(poisons)(random.pick(versions))) },
  }),
  (random) => ({ fault: random.pick(serverFaults) }),
];

const hour: Answer = { code: 429, reason: 'TooManyRequests', message: 'busy', retryAfterSeconds: 3600 };
const untrusted = ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'] as const;
const orders = ['timers', 'answers'] as const;

/** What schedules of programs leave out: it costs much time there, or befalls watches alone. */
const makersOfWatchers: readonly [Maker, ...Maker[]] = [
  ...makers,
  lasting((random) => ({ type: 'reorder', withinMs: random.between(100, 4000) }), 1000, 60_000),
  lasting((random) => ({ type: 'heartbeat', everyMs: random.between(500, 10_000) }), 1000, 60_000),
  lasting(() => ({ type: 'mute' }), 1000, 60_000),
  lasting((random) => ({ type: 'bystanders', everyMs: random.between(500, 5000) }), 1000, 60_000),
  lasting(() => ({ type: 'dropEndMark' }), 1000, 90_000),
  lasting((random) => ({ type: 'repeatPages', empty: random.chance(0.5) }), 1000, 60_000),
  lasting((random) => ({ type: 'refuse', code: random.pick(untrusted) }), 1000, 30_000),
  (random) => ({
    fault: { type: 'status', ...random.pick(answers), hangs: true },
    times: 1 + random.below(4),
  }),
  (random) => ({ fault: { type: 'status', ...hour }, times: 1 + random.below(3) }),
  lasting(
    (random) => ({
      type: 'pause',
      first: random.pick(orders),
      sleeps: random.chance(0.5),
      deafens: random.chance(0.5),
    }),
    1000,
    90_000,
  ),
];

const moments = ['before', 'unanswered', 'answered'] as const;

/** What happens to programs that watch these resources. */
function programMakers(resources: readonly [string, ...string[]]): readonly [Maker, ...Maker[]] {
  const lateView: Maker = (random) => ({
    // Mostly shorter than a controller waits for its own writes.
    fault: {
      type: 'lateView',
      resource: random.pick(resources),
      delayMs: Math.floor(random.chance(0.8) ? random.between(50, 4000) : random.between(4000, 20_000)),
    },
    forMs: random.between(2000, 60_000),
  });
  const crash: Maker = (random) => ({
    fault: {
      type: 'crash',
      write: random.below(6),
      moment: random.pick(moments),
      downMs: Math.floor(random.between(10, 10_000)),
    },
  });
  const contend: Maker = (random) => ({ fault: { type: 'contend' }, times: 1 + random.below(4) });
  const lose: Maker = (random) => ({ fault: { type: 'lose' }, times: 1 + random.below(3) });
  return [lateView, lateView, lateView, crash, crash, contend, lose, lose];
}

export interface ScheduleOptions {
  readonly count: number;
  readonly durationMs: number;
  /** Whether one of the faults is a restore, in the second half. */
  readonly restores: boolean;
  /** What the programs watch, as `deployments.apps`: half of the faults are theirs then. */
  readonly resources?: readonly string[];
}

/**
 * A schedule of `count` faults within `durationMs`, in order, and a restore besides where it is asked for.
 *
 * @example
 * const faults = scheduleFaults(new Random(42), { count: 5, durationMs: 60_000, restores: false });
 */
export function scheduleFaults(
  random: Random,
  { count, durationMs, restores, resources: [resource, ...resources] = [] }: ScheduleOptions,
): ScheduledFault[] {
  const ofPrograms = resource === undefined ? undefined : programMakers([resource, ...resources]);
  const choices = (random: Random): readonly [Maker, ...Maker[]] => {
    if (!ofPrograms) return makersOfWatchers;
    return random.chance(0.5) ? ofPrograms : makers;
  };
  const faults: ScheduledFault[] = Array.from({ length: count }, () => ({
    at: Math.floor(random.between(0, durationMs)),
    ...random.pick(choices(random))(random),
  }));
  if (restores)
    faults.push({
      at: Math.floor(random.between(durationMs / 2, durationMs - 2 * restoreMs)),
      fault: { type: 'restore' },
    });
  return faults.sort((a, b) => a.at - b.at);
}
