// Empties a node before its maintenance, as `kubectl drain` does.
// https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/

import { abortError, isNotFound, type LabelSelectorInput, sleep } from '@kube-rx/core';
import { Api } from '../api/api.ts';
import type { Client, RequestOptions } from '../client.ts';
import { cordon } from './cordon.ts';
import { afterLook, afterRemoval, type Departure } from './departure.ts';
import { DrainError } from './drain-error.ts';
import { type DrainRules, daemonSetKey, type KnownDaemonSets, planDrain, podKey } from './drain-plan.ts';
import { NodeDaemonSet, NodePod } from './node-kinds.ts';

/** What happens while a node is drained. A pod is named as `namespace/name`. */
export type DrainProgress =
  | { readonly type: 'cordoned'; readonly node: string }
  | { readonly type: 'warned'; readonly why: string; readonly pods: readonly string[] }
  | { readonly type: 'evicting' | 'deleting' | 'gone' | 'abandoned'; readonly pod: string }
  /** A disruption budget, or a namespace that ends, refuses the eviction for now, or the server did not answer it. */
  | { readonly type: 'blocked'; readonly pod: string; readonly error: unknown; readonly retryInMs: number }
  | { readonly type: 'failed'; readonly pod: string; readonly error: unknown };

export interface DrainOptions extends DrainRules {
  /** Is told of each step. */
  readonly onProgress?: (progress: DrainProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** How long the pods may take to leave, in ms; 0: for ever. Default 0. */
  readonly timeout?: number | undefined;
  /** How long each pod has to end. Default: the pod's own. */
  readonly gracePeriodSeconds?: number;
  /** Only these pods. Default: all. */
  readonly podSelector?: LabelSelectorInput;
  /** Delete the pods, whatever their disruption budgets say. Default false. */
  readonly disableEviction?: boolean;
  /** Let the server check everything and store nothing. Default false. */
  readonly dryRun?: boolean;
}

/** The pods that have left, as `namespace/name`; for a dry run, those that would. */
export interface DrainResult {
  readonly removed: readonly string[];
  /** The pods that have been going for longer than `skipDeletedAfterMs`. */
  readonly abandoned: readonly string[];
}

/**
 * Cordons a node, evicts its pods and waits until they are gone. Decides as `kubectl drain` does which pods go: none of a
 * DaemonSet and no static one, and all or nothing. An eviction that a disruption budget refuses, or that was lost with its
 * connection, is asked for again every five seconds, until `timeout` or the signal ends it.
 *
 * Guarantees: only pods that were on the node are evicted, as their uid is a precondition; kubectl may evict a namesake
 * that came up on another node. Where something forbids the drain, nothing is evicted. The node stays cordoned.
 *
 * @throws DrainError where something forbids the drain, or pods have not left.
 * @throws ApiError (`isNotFound`) where there is no such node.
 * @example
 * await drain(client, 'node-7', { ignoreDaemonSets: true, timeout: 300_000, onProgress: (step) => console.log(step) });
 * await uncordon(client, 'node-7'); // after the maintenance
 */
export async function drain(client: Client, node: string, options: DrainOptions = {}): Promise<DrainResult> {
  const { signal, dryRun, onProgress = () => undefined, timeout = 0 } = options;
  await cordon(client, node, { signal, ...(dryRun && { dryRun }) });
  onProgress({ type: 'cordoned', node });
  const pods = await podsOn(client, node, options);
  const daemonSets = await knownDaemonSets(client, pods, { signal });
  const { remove, warnings, refusals } = planDrain(pods, daemonSets, { ...options, now: client.clock.now() });
  if (refusals.length > 0) {
    const reasons = refusals.map((group) => `cannot delete ${group.why}: ${group.pods.join(', ')}`);
    throw new DrainError(
      `drain ${node}: ${reasons.join('; ')}; nothing was evicted, and the node is cordoned`,
      {
        refusals,
        pending: remove.map(podKey),
      },
    );
  }
  for (const warning of warnings) onProgress({ type: 'warned', ...warning });
  const expiry = new AbortController();
  const timer = timeout > 0 ? client.clock.schedule(timeout, () => expiry.abort()) : undefined;
  try {
    const bound = signal ? AbortSignal.any([signal, expiry.signal]) : expiry.signal;
    const leaving = remove.map((pod) => leave({ client, pod, signal: bound }, { ...options, onProgress }));
    const ends = await Promise.all(leaving);
    if (signal?.aborted) throw abortError(signal);
    const late = expiry.signal.aborted ? ` within ${timeout} ms` : '';
    return resultOf(ends, `drain ${node}: not all pods have left${late}`);
  } finally {
    timer?.cancel();
    // Where `onProgress` threw, the other pods are left alone.
    expiry.abort();
  }
}

async function podsOn(
  client: Client,
  node: string,
  { podSelector, signal }: DrainOptions,
): Promise<readonly NodePod[]> {
  const selection = {
    fieldSelector: { 'spec.nodeName': node },
    ...(podSelector && { labelSelector: podSelector }),
  };
  const pods: NodePod[] = [];
  for await (const pod of Api.all(client, NodePod).listAll({ ...selection, signal })) pods.push(pod);
  return pods;
}

async function knownDaemonSets(
  client: Client,
  pods: readonly NodePod[],
  options: RequestOptions,
): Promise<KnownDaemonSets> {
  const keys = new Set(pods.map(daemonSetKey).filter((key) => key !== undefined));
  const look = async (key: string): Promise<[string, 'found' | { missing: boolean; why: string }]> => {
    const [namespace = '', name = ''] = key.split('/');
    try {
      await Api.namespaced(client, NodeDaemonSet, namespace).get(name, options);
      return [key, 'found'];
    } catch (error) {
      if (options.signal?.aborted) throw error;
      return [key, { missing: isNotFound(error), why: String(error) }];
    }
  };
  return new Map(await Promise.all([...keys].map(look)));
}

interface Leaver {
  readonly client: Client;
  readonly pod: NodePod;
  readonly signal: AbortSignal;
}

interface End {
  readonly pod: string;
  readonly state: Departure;
}

/** Sees a pod off. What `onProgress` throws is thrown. */
async function leave(leaver: Leaver, options: DrainOptions): Promise<End> {
  const pod = podKey(leaver.pod);
  let state: Departure = { kind: 'asked', inMs: 0 };
  try {
    while (state.kind === 'asked' || state.kind === 'leaving') state = await step(leaver, state, options);
  } catch (error) {
    // Out of time, a pod fails by what held it up.
    const held = state.kind === 'asked' ? state.error : undefined;
    state = { kind: 'failed', error: leaver.signal.aborted ? held : error };
  }
  if (state.kind === 'failed') options.onProgress?.({ type: 'failed', pod, error: state.error });
  else options.onProgress?.({ type: state.kind, pod });
  return { pod, state };
}

type Staying = Departure & { readonly kind: 'asked' | 'leaving' };

async function step(
  { client, pod, signal }: Leaver,
  state: Staying,
  options: DrainOptions,
): Promise<Departure> {
  const { gracePeriodSeconds, dryRun = false, disableEviction, onProgress } = options;
  const { name, namespace = '' } = pod.metadata;
  const pods = Api.namespaced(client, NodePod, namespace);
  if (state.inMs > 0) await sleep(client.clock, state.inMs, signal);
  if (state.inMs > 0 || state.kind === 'leaving') {
    const found = await pods.getOptional(name, { signal });
    const next = afterLook({ pod, found }, state, { ...options, now: client.clock.now() });
    if (next.kind !== 'asked') return next;
  }
  const call = {
    dryRun,
    signal,
    retry: false,
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
  };
  onProgress?.({ type: disableEviction ? 'deleting' : 'evicting', pod: podKey(pod) });
  const answer = disableEviction ? pods.delete(pod, call) : pods.evict(pod, call);
  const [outcome] = await Promise.allSettled([answer]);
  const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
  const next = afterRemoval(pod, error);
  if (next.kind === 'asked') onProgress?.({ type: 'blocked', pod: podKey(pod), error, retryInMs: next.inMs });
  return dryRun && next.kind === 'leaving' ? { kind: 'gone' } : next;
}

function resultOf(ends: readonly End[], problem: string): DrainResult {
  const failures = ends.filter(({ state }) => state.kind === 'failed');
  const keys = (kind: Departure['kind']): readonly string[] =>
    ends.filter(({ state }) => state.kind === kind).map(({ pod }) => pod);
  if (failures.length === 0) return { removed: keys('gone'), abandoned: keys('abandoned') };
  const errors = failures.map(({ state }) => (state.kind === 'failed' ? state.error : undefined));
  const words = failures.map(({ pod }, at) => `${pod}: ${wordsOf(errors[at])}`);
  const shown = words.slice(0, 10).join('; ') + (words.length > 10 ? `; and ${words.length - 10} more` : '');
  throw new DrainError(`${problem}: ${shown}; the node is cordoned`, {
    pending: keys('failed'),
    cause: errors.length === 1 ? errors[0] : new AggregateError(errors),
  });
}

function wordsOf(error: unknown): string {
  if (error === undefined) return 'is still there';
  return error instanceof Error ? error.message : 'failed';
}
