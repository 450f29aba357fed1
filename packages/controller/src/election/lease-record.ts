// What a Lease says of who leads, field for field as client-go reads and writes it, so that electors in other languages
// compete for the same Lease. Pure. What a server, or a person with kubectl, wrote there may be anything.
// https://github.com/kubernetes/client-go/blob/v0.36.3/tools/leaderelection/resourcelock/leaselock.go

import { defineResource, type KubeObject, MicroTime, type NewObject, type Resource } from '@kube-rx/core';
import { isMembers, type Members } from '../apply/members.ts';

export interface LeaseObject extends KubeObject {
  readonly spec?: unknown;
}

export const Leases: Resource<LeaseObject, 'Namespaced', never> = defineResource<LeaseObject>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
});

export interface LeaseRecord {
  /** `''`: nobody. Undefined: what stands there is no text, so it is somebody whom we do not know. */
  readonly holder: string | undefined;
  /** How long, from when the record was seen to change, its holder may act, in ms. Undefined where it does not say. */
  readonly durationMs: number | undefined;
  /** How often another holder took over. */
  readonly transitions: number;
  readonly acquireTime: MicroTime | undefined;
  /** Who leads is set by the server (coordinated leader election), and not competed for. */
  readonly isCoordinated: boolean;
  /** A holder that renews changes it; labels and annotations do not. */
  readonly text: string;
}

/** What is written by who leads. */
export interface Claim {
  readonly holder: string;
  readonly durationSeconds: number;
  readonly transitions: number;
  /** Absent: now. */
  readonly acquireTime?: MicroTime | undefined;
}

/** Never throws. */
export function recordOf({ spec }: LeaseObject): LeaseRecord {
  // Without a spec, as charts create it, it is free.
  const fields: Members = isMembers(spec)
    ? spec
    : spec === undefined || spec === null
      ? {}
      : { holderIdentity: [spec] };
  const { holderIdentity, leaseDurationSeconds, leaseTransitions, acquireTime, strategy } = fields;
  const isAbsent = holderIdentity === undefined || holderIdentity === null;
  return {
    holder: isAbsent ? '' : typeof holderIdentity === 'string' ? holderIdentity : undefined,
    durationMs:
      typeof leaseDurationSeconds === 'number' && leaseDurationSeconds > 0
        ? leaseDurationSeconds * 1000
        : undefined,
    transitions: transitionsOf(leaseTransitions),
    acquireTime: typeof acquireTime === 'string' && acquireTime !== '' ? acquireTime : undefined,
    isCoordinated: strategy !== undefined && strategy !== null && strategy !== '',
    text: textOf(comparedFields.map((name) => fields[name] ?? null)),
  };
}

const comparedFields = [
  'holderIdentity',
  'leaseDurationSeconds',
  'acquireTime',
  'renewTime',
  'leaseTransitions',
  'strategy',
  'preferredHolder',
] as const;

/** One more; begins again where the server's type, a whole number of 32 bits, ends, or else nobody could lead any more. */
export function nextTransition(transitions: number): number {
  return transitions >= mostTransitions ? 0 : transitions + 1;
}

/**
 * The Lease with a claim in it. All else of it stays: labels, annotations, and fields of the spec that others set.
 *
 * @param wallMs when it is sent, for people: no elector decides by it.
 */
export function claimedLease(lease: LeaseObject, claim: Claim, wallMs: number): LeaseObject {
  const now = MicroTime.format(wallMs);
  return {
    ...lease,
    spec: {
      ...(isMembers(lease.spec) && lease.spec),
      holderIdentity: claim.holder,
      leaseDurationSeconds: claim.durationSeconds,
      acquireTime: claim.acquireTime ?? now,
      renewTime: now,
      leaseTransitions: claim.transitions,
    },
  };
}

/** As client-go releases: nobody holds it, and who does not know what that means need not wait longer than a second. */
export function releasedLease(lease: LeaseObject, wallMs: number): LeaseObject {
  const { transitions } = recordOf(lease);
  return claimedLease(lease, { holder: '', durationSeconds: 1, transitions }, wallMs);
}

/** For a Lease that is not there yet. */
export function newLease(name: string, namespace: string): LeaseObject & NewObject<LeaseObject> {
  return { metadata: { name, namespace } };
}

const mostTransitions = 2 ** 31 - 1;

function textOf(values: readonly unknown[]): string {
  try {
    return JSON.stringify(values);
  } catch {
    // Nested deeper than can be printed. Nobody knows whether it changes, so what it says is taken to stay.
    return 'too deep';
  }
}

function transitionsOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTransitions
    ? value
    : 0;
}
