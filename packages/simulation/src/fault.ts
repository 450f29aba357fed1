// What can go wrong, as data: a schedule of faults can be made from a seed, printed, replayed and shrunk.

import type { Random } from './random.ts';

/** How long a restore keeps the server away, in virtual milliseconds: longer than any latency. */
export const restoreMs = 3000;

/** Each fault begins at `at`; those with `forMs` end by themselves. Times are virtual milliseconds. */
export type Fault = { readonly at: number } & (
  | { readonly kind: 'cut'; readonly how: 'reset' | 'end' }
  /** Open watches end after so many more bytes: inside a frame, mostly. */
  | { readonly kind: 'tear'; readonly bytes: number; readonly how: 'reset' | 'end' }
  /** Open answers fall silent for ever. */
  | { readonly kind: 'halfOpen' }
  | { readonly kind: 'refuse' | 'lose'; readonly forMs: number }
  | { readonly kind: 'latency'; readonly maxMs: number; readonly forMs: number }
  /** Chunks arrive in small pieces, one after the other. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly forMs: number }
  | { readonly kind: 'duplicate'; readonly copies: number; readonly forMs: number }
  | { readonly kind: 'dropBookmarks' | 'oldServer' | 'flap' | 'endless'; readonly forMs: number }
  /** The next requests get this answer. */
  | { readonly kind: 'answer'; readonly answer: AnswerKind; readonly times: number }
  /** Open watches are told this error. */
  | { readonly kind: 'errorFrame'; readonly error: ErrorFrameKind }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'compact' | 'restart' | 'crash' }
  /** The server goes away for a while, and comes back with versions that begin anew. */
  | { readonly kind: 'restore' }
);

export type FaultKind = Fault['kind'];

export type AnswerKind =
  | 'tooManyRequests'
  | 'tooManyRequestsText'
  | 'internalError'
  | 'unavailable'
  | 'timeout'
  | 'tooLarge'
  | 'expired'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'unsupported'
  | 'loginPage'
  | 'emptyBody';

export type ErrorFrameKind = 'expired' | 'internalError' | 'tooLarge' | 'tooManyRequests' | 'unknown';

const answers: readonly [AnswerKind, ...AnswerKind[]] = [
  'tooManyRequests',
  'tooManyRequestsText',
  'internalError',
  'unavailable',
  'timeout',
  'tooLarge',
  'expired',
  'unauthorized',
  'forbidden',
  'notFound',
  'unsupported',
  'loginPage',
  'emptyBody',
];

const errorFrames: readonly [ErrorFrameKind, ...ErrorFrameKind[]] = [
  'expired',
  'internalError',
  'tooLarge',
  'tooManyRequests',
  'unknown',
];

const makers: readonly [Maker, ...Maker[]] = [
  (random) => ({ kind: 'cut', how: random.pick(['reset', 'end']) }),
  (random) => ({ kind: 'tear', bytes: random.below(600), how: random.pick(['reset', 'end']) }),
  () => ({ kind: 'halfOpen' }),
  (random) => ({ kind: random.pick(['refuse', 'lose']), forMs: random.between(10, 20_000) }),
  (random) => ({ kind: 'latency', maxMs: random.between(1, 2000), forMs: random.between(1000, 60_000) }),
  (random) => ({ kind: 'drip', bytes: 1 + random.below(40), forMs: random.between(1000, 30_000) }),
  (random) => ({ kind: 'duplicate', copies: 2 + random.below(2), forMs: random.between(1000, 30_000) }),
  (random) => ({
    kind: random.pick(['dropBookmarks', 'oldServer', 'flap', 'endless']),
    forMs: random.between(1000, 90_000),
  }),
  (random) => ({ kind: 'answer', answer: random.pick(answers), times: 1 + random.below(4) }),
  (random) => ({ kind: 'answer', answer: random.pick(answers), times: 1 + random.below(4) }),
  (random) => ({ kind: 'errorFrame', error: random.pick(errorFrames) }),
  () => ({ kind: 'garbage' }),
  (random) => ({ kind: random.pick(['compact', 'restart', 'crash']) }),
];

type WithoutTime<F> = F extends Fault ? Omit<F, 'at'> : never;
type Maker = (random: Random) => WithoutTime<Fault>;

/** A schedule of `count` faults within `durationMs`, in order. At most one is a restore. */
export function scheduleFaults(
  random: Random,
  count: number,
  durationMs: number,
  restores: boolean,
): Fault[] {
  const faults: Fault[] = Array.from({ length: count }, () => ({
    at: Math.floor(random.between(0, durationMs)),
    ...random.pick(makers)(random),
  }));
  if (restores)
    faults.push({
      at: Math.floor(random.between(durationMs / 2, durationMs - 2 * restoreMs)),
      kind: 'restore',
    });
  return faults.sort((a, b) => a.at - b.at);
}
