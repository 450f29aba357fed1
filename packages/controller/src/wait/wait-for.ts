// Waits until something is so of one object. The watch heals, so neither a lost connection nor a restart of the server
// ends the wait. While it is open, nothing is missed that was so for a moment.

import { clientClosed, DeadlineError, TransportError } from '@kube-rx/client';
import {
  abortError,
  type Clock,
  InvalidRequestError,
  type KubeObject,
  objectKey,
  onAbort,
  printable,
  quotedText,
  resourceName,
  systemClock,
} from '@kube-rx/core';
import { type ListWatch, type WatcherEvent, type WatcherOptions, watcher } from '@kube-rx/runtime';
import { isThenable } from '../controller/verdict.ts';
import { lastSeen } from './last-seen.ts';
import { OneObject } from './one-object.ts';
import type { WaitCondition } from './wait-condition.ts';

export interface WaitForOptions extends Pick<WatcherOptions, 'stopOn'> {
  /** How long, in ms; 0: for ever. Default 30,000, as `kubectl wait`. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
  /** Uniform in [0, 1): for the delays between tries. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Waits until `condition` holds for the object of this name, by a watch of this object alone, and gives the object for
 * which it holds; undefined where it holds for none, as after a deletion. A condition that holds already is one read.
 *
 * Guarantees: it heals as the watcher does, from cuts, silence, restarts of the server and expired versions. It leaves
 * neither a request nor a timer behind.
 *
 * Caveats: what was so when the server told it may be so no longer. Trouble that no patience helps against, as a 403 or a
 * kind that is not served, is waited through all the same, as a role or a definition may come yet; `stopOn` ends it.
 *
 * @throws DeadlineError after `timeout`, which says what was waited for and what was seen last, or why nothing was.
 * @throws InvalidRequestError for an empty name, or objects of all namespaces; and where `condition` gives no boolean.
 * @throws AbortError once `signal` fires; what `condition` throws, at once; the trouble that `stopOn` says ends it.
 * @example
 * const deployments = Api.namespaced(client, Deployment, 'shop');
 * await waitFor(deployments, 'web', isAvailable, { timeout: 60_000, stopOn: (verdict) => verdict === 'denied' });
 */
// eslint-disable-next-line max-params -- where, which one, what, and then the options
export async function waitFor<K extends KubeObject>(
  api: ListWatch<K>,
  name: string,
  condition: WaitCondition<NoInfer<K>>,
  options: WaitForOptions = {},
): Promise<K | undefined> {
  const { timeout = 30_000, signal, stopOn, clock = systemClock, random = Math.random } = options;
  requireOneObject(api, name, timeout);
  if (signal?.aborted) throw abortError(signal);
  const what = `${resourceName(api.resource)} ${quotedText(objectKey(name, api.namespace))}`;
  const view = new OneObject<K>(name);
  const end = Promise.withResolvers<K | undefined>();
  const judge = (event: WatcherEvent<K>): void => {
    if (!view.handle(event)) return;
    const { sight } = view.seen;
    if (sight.type === 'known' && holds(condition, sight.object)) end.resolve(sight.object);
  };
  const giveUp = (): void => {
    const message = `${what}: ${nameOf(condition)} did not hold within ${timeout} ms: ${lastSeen(view.seen)}`;
    end.reject(new DeadlineError(message, { timeoutMs: timeout }));
  };
  const events = watcher(api, {
    fieldSelector: { 'metadata.name': name },
    clock,
    random,
    ...(stopOn && { stopOn }),
    onStatus: ({ attempt }) => {
      if (attempt === 0) view.recovered();
    },
  });
  const subscription = events.subscribe({
    next: (event) => {
      try {
        judge(event);
      } catch (thrown) {
        end.reject(thrown);
      }
    },
    error: (error: unknown) => end.reject(error),
    complete: () => end.reject(new TransportError(`${what}: the client was closed`, { code: clientClosed })),
  });
  const stopListening = onAbort(signal, () => signal && end.reject(abortError(signal)));
  const timer = timeout === 0 ? undefined : clock.schedule(timeout, giveUp);
  try {
    return await end.promise;
  } finally {
    subscription.unsubscribe();
    stopListening();
    timer?.cancel();
  }
}

function requireOneObject<K extends KubeObject>(api: ListWatch<K>, name: string, timeout: number): void {
  const { resource, namespace } = api;
  if (name === '') throw new InvalidRequestError(`waitFor: one of ${resourceName(resource)} needs a name`);
  if (resource.scope === 'Namespaced' && namespace === undefined)
    throw new InvalidRequestError(
      `waitFor: ${resourceName(resource)} ${quotedText(name)} may be in any namespace: use Api.namespaced`,
    );
  // A text, as a variable of the environment is, compares as a number.
  if (!(typeof timeout === 'number' && timeout >= 0))
    throw new InvalidRequestError(`waitFor: timeout must be a duration in milliseconds, not ${timeout}`);
}

/** Whoever gives a function that is asynchronous would otherwise be told at once that it holds. */
function holds<K extends KubeObject>(condition: WaitCondition<K>, object: K | undefined): boolean {
  const verdict: unknown = condition(object);
  if (typeof verdict === 'boolean') return verdict;
  const isLate = isThenable(verdict);
  // What comes of it is not heard, and a rejection that nobody hears ends the process.
  if (isLate) Promise.resolve(verdict).catch(() => undefined);
  const gave = isLate ? 'a promise' : verdict === null ? 'null' : typeof verdict;
  throw new InvalidRequestError(
    `waitFor: ${nameOf(condition)} must give true or false at once, and gave ${gave}`,
  );
}

function nameOf({ name }: { readonly name: string }): string {
  return name === '' ? 'the condition' : printable(name, 200);
}
