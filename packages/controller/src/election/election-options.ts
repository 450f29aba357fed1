// The options of an elector, with every default in one place.

import { hostname } from 'node:os';
import type { Client } from '@kube-rx/client';
import { type Clock, InvalidRequestError, quotedText } from '@kube-rx/core';
import type { ControllerLog } from '../controller/controller-log.ts';

export interface LeaderElectionOptions {
  /** Of the cluster in which the Lease is. */
  readonly client: Client;
  /** The Lease's name: the same in all replicas, and of nothing else. */
  readonly name: string;
  /** The Lease's. Default: the client's own, which is the Pod's where it runs in the cluster. */
  readonly namespace?: string;
  /** Who this candidate is; no other may have it. Default: the host's name, which is the Pod's, and a random part. */
  readonly identity?: string;
  /**
   * How long the others wait, after the last sign of life that they have seen, before one of them leads, in ms. Whole
   * seconds, and the same in all replicas. Default 15,000.
   */
  readonly leaseDuration?: number;
  /**
   * How long after its last renewal was sent a leader goes on, in ms. What is left of `leaseDuration` is for requests that
   * are on their way, and for clocks that do not go equally fast. Default 10,000.
   */
  readonly renewDeadline?: number;
  /** How long to wait between tries, in ms; candidates wait up to 2.2 times as long. Default 2,000. */
  readonly retryPeriod?: number;
  /** `standby`: whoever loses its lease competes for it again. `end`: `run` ends. Default `standby`. */
  readonly onLost?: 'standby' | 'end';
  /** Default: pino, to stdout. False: nothing is logged. */
  readonly log?: ControllerLog | false;
  /** Default: the client's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1). Default: the client's. */
  readonly random?: () => number;
}

export interface ElectionRunOptions {
  /** Ends the candidacy. Default: it goes on for ever. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called once `signal` has fired: stops what this process does as the leader, and resolves when all of that has ended.
   * Until then the term goes on, and is renewed. Default: the term ends at once.
   */
  readonly beforeRelease?: () => Promise<void>;
  /** How long `beforeRelease` may take, in ms. Then the term ends all the same. Default 30,000. */
  readonly drainTimeout?: number;
}

/** `stopped`: its signal fired. `lost`: it lost its lease, and `onLost` is `end`. */
export type ElectionOutcome = 'stopped' | 'lost';

export type ResolvedElectionOptions = Required<Omit<LeaderElectionOptions, 'log'>> &
  Pick<LeaderElectionOptions, 'log'>;

/** @throws InvalidRequestError for what no server takes, and for times that do not keep two from leading. */
export function resolveElectionOptions(options: LeaderElectionOptions): ResolvedElectionOptions {
  const {
    client,
    name,
    namespace = client.defaultNamespace,
    identity = `${hostname()}_${crypto.randomUUID()}`,
    leaseDuration = 15_000,
    renewDeadline = 10_000,
    retryPeriod = 2000,
    onLost = 'standby',
    clock = client.clock,
    random = client.random,
  } = options;
  if (!isDnsName(name))
    throw new InvalidRequestError(
      `leader election: name must be that of a Lease, as "website-operator", not ${shown(name)}`,
    );
  const refuse = (why: string): never => {
    throw new InvalidRequestError(`leader election ${name}: ${why}`);
  };
  if (!isDnsLabel(namespace)) refuse(`${shown(namespace)} is no namespace`);
  if (typeof identity !== 'string' || identity === '' || identity.length > mostIdentityCharacters)
    refuse(`identity must be a text of 1 to ${mostIdentityCharacters} characters`);
  for (const [limit, duration] of Object.entries({ leaseDuration, renewDeadline, retryPeriod }))
    if (!(typeof duration === 'number' && duration > 0 && duration <= longestMs))
      refuse(`${limit} must be a duration above 0 ms, and of a day at most, not ${shown(duration)}`);
  if (leaseDuration % 1000 !== 0)
    refuse(`leaseDuration must be whole seconds, as a Lease has no other, not ${leaseDuration} ms`);
  if (leaseDuration <= renewDeadline)
    refuse(`leaseDuration (${leaseDuration} ms) must be longer than renewDeadline (${renewDeadline} ms)`);
  if (renewDeadline <= retryPeriod * 1.2)
    refuse(
      `renewDeadline (${renewDeadline} ms) must be longer than 1.2 times retryPeriod (${retryPeriod} ms)`,
    );
  if (!['standby', 'end'].includes(onLost)) refuse(`onLost must be 'standby' or 'end', not ${shown(onLost)}`);
  const times = { leaseDuration, renewDeadline, retryPeriod };
  return { ...options, name, namespace, identity, ...times, onLost, clock, random };
}

// Of a name of an object, as which a Pod's is used.
const mostIdentityCharacters = 512;
const longestMs = 24 * 60 * 60_000;

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function isDnsLabel(text: unknown): boolean {
  return typeof text === 'string' && text.length <= 63 && dnsLabel.test(text);
}

function isDnsName(text: unknown): boolean {
  return typeof text === 'string' && text.length <= 253 && text.split('.').every((one) => dnsLabel.test(one));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quotedText(value) : String(value);
}
