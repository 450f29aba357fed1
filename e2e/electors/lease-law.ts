// What must hold for the history of a Lease, whoever competes for it: nobody leads while another may. Times are those of
// the records, of one machine.

import type { Version } from './history.ts';

export type LeaseSpec = Readonly<Record<string, unknown>>;

/** Somebody holds the Lease from one version to the next of another holder, or of none. */
export interface Tenure {
  readonly holder: string;
  /** The revision of the first version, and of the first one that is no longer its; none yet: infinite. */
  readonly from: number;
  readonly until: number;
  readonly acquiredAt: number;
  /** When the last renewal was sent, in ms since the Unix epoch. */
  readonly renewedAt: number;
  readonly durationMs: number;
}

/** `''`: nobody. */
export function holderOf({ holderIdentity }: LeaseSpec): string {
  return typeof holderIdentity === 'string' ? holderIdentity : '';
}

/**
 * Versions that break the law, in words. None: all is well.
 *
 * @param seesSeconds whether that candidate is client-go's: it looks at its clock before it reads the Lease, and compares
 * the times of records in whole seconds, so that renewals of one second are one for it, and it may lead so much sooner. It
 * matters where renewals are that frequent.
 */
export function violations(
  history: readonly Version<LeaseSpec>[],
  seesSeconds: (holder: string) => boolean = () => false,
): readonly string[] {
  const found: string[] = [];
  let seenAt = 0; // the renewal since when the record has been the same, in whole seconds
  for (const [index, { content, revision }] of history.entries()) {
    const before = history[index - 1]?.content;
    const { holder, renewedAt } = read(content);
    const freeFrom = before && seesSeconds(holder) ? seenAt : undefined;
    for (const problem of [...shapeProblems(content), ...stepProblems(before, content, freeFrom)])
      found.push(`version ${revision}: ${problem}: ${JSON.stringify(content)}`);
    const isSame = before && read(before).holder === holder && second(before) === second(content);
    if (!isSame) seenAt = renewedAt;
  }
  return found;
}

/** Who held it when. */
export function tenures(history: readonly Version<LeaseSpec>[]): readonly Tenure[] {
  const found: Tenure[] = [];
  for (const { content, revision } of history) {
    const { holder, acquiredAt, renewedAt, durationMs } = read(content);
    const last = found.at(-1);
    if (last?.holder === holder && last.until === Number.POSITIVE_INFINITY) {
      found[found.length - 1] = { ...last, renewedAt };
      continue;
    }
    if (last?.until === Number.POSITIVE_INFINITY) found[found.length - 1] = { ...last, until: revision };
    if (holder === '') continue;
    found.push({
      holder,
      from: revision,
      until: Number.POSITIVE_INFINITY,
      acquiredAt,
      renewedAt,
      durationMs,
    });
  }
  return found;
}

const fields = ['acquireTime', 'holderIdentity', 'leaseDurationSeconds', 'leaseTransitions', 'renewTime'];
const microTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

function shapeProblems(spec: LeaseSpec): readonly string[] {
  const found: string[] = [];
  const names = Object.keys(spec).sort().join();
  if (names !== fields.join()) found.push(`it has the fields ${names}`);
  for (const time of ['acquireTime', 'renewTime'])
    if (!microTime.test(String(spec[time]))) found.push(`${time} is no MicroTime`);
  return found;
}

function stepProblems(
  before: LeaseSpec | undefined,
  after: LeaseSpec,
  seenAt: number | undefined,
): readonly string[] {
  const next = read(after);
  if (!before) return [];
  const last = read(before);
  const found: string[] = [];
  // client-go looks at its clock before it reads the Lease, which may be released in between.
  const isTakenWhenFree = seenAt !== undefined && last.holder === '' && next.holder !== '';
  if (next.renewedAt < last.renewedAt && !isTakenWhenFree) found.push('renewTime goes back');
  if (next.holder === last.holder) {
    if (next.transitions !== last.transitions) found.push('a renewal counts as a transition');
    if (next.holder !== '' && after['acquireTime'] !== before['acquireTime'])
      found.push('a renewal changes acquireTime');
    return found;
  }
  if (next.holder === '') {
    if (next.durationMs !== 1000) found.push('a release is not for one second');
    if (next.transitions !== last.transitions) found.push('a release counts as a transition');
    return found;
  }
  if (next.transitions !== last.transitions + 1) found.push('a transition is not counted');
  const early = (seenAt ?? last.renewedAt) + last.durationMs - next.acquiredAt;
  if (last.holder !== '' && early > 0)
    found.push(`${last.holder} could lead for ${early.toFixed(3)} ms more`);
  return found;
}

function read(spec: LeaseSpec) {
  return {
    holder: holderOf(spec),
    transitions: Number(spec['leaseTransitions']),
    durationMs: Number(spec['leaseDurationSeconds']) * 1000,
    acquiredAt: millis(spec['acquireTime']),
    renewedAt: millis(spec['renewTime']),
  };
}

function second({ renewTime }: LeaseSpec): string {
  return String(renewTime).slice(0, 19);
}

/** With the fraction that a Date has not. */
function millis(time: unknown): number {
  const text = String(time);
  return Date.parse(`${text.slice(0, 19)}Z`) + Number(`0${text.slice(19, 26)}`) * 1000;
}
