// What runs in a world and is checked there.

import type { DynamicObject, Resource } from '@kube-rx/core';
import type { Change, WatcherOptions } from '@kube-rx/runtime';
import * as kubeRxRuntime from '@kube-rx/runtime';
import { contentsOf, labelsOf, Witness } from './invariants.ts';
import type { Random } from './random.ts';
import { ConfigMap } from './workload.ts';
import { type View, viewedApi, type World } from './world.ts';

/** Something that runs in a world. Every member may be called at any time. */
export interface Subject {
  /** Whether it has caught up with the server. Once it has, and the world is calm, it must stay so. */
  caughtUp(): Promise<boolean>;
  /** Every violation so far; each begins with the name of the broken invariant. */
  violations(): readonly string[];
  /** How many events it has received, for the statistics. */
  readonly events: number;
  /** Ends it. No request, timer or event may follow. */
  close(): Promise<void>;
}

/** Starts a subject in a world. `random` belongs to it alone, so drawing from it changes nothing else. */
export type StartSubject = (world: World, random: Random) => Subject;

/** The part of the runtime that is tested; a mutated copy may take its place. */
export type Runtime = Pick<typeof kubeRxRuntime, 'watcher' | 'createStore' | 'reflector'>;

/** What a subject watches. */
export interface WatchedView extends WatcherOptions {
  /** Default ConfigMap. */
  readonly resource?: Resource;
  /** Default: all namespaces. */
  readonly namespace?: string;
}

export interface ReflectorSubjectOptions extends WatchedView {
  /** As of a reflector. */
  readonly auditMs?: number;
  /** What the network does may deceive it, so that it may tell deletions of what exists. Default false. */
  readonly isDeceived?: boolean;
}

export interface WatcherSubjectOptions extends WatchedView {
  /** The labels to index. With any of them the store has an index function too, which decodes every object. */
  readonly labelIndexes?: readonly string[];
}

/**
 * A watcher that feeds a store, with a witness that holds both to the invariants I1 to I9.
 *
 * @example
 * await simulate({ seed: 42, subjects: [watcherSubject('selecting', { labelSelector: 'tier=web' })] });
 */
export function watcherSubject(
  name: string,
  { resource = ConfigMap, namespace, labelIndexes = [], ...options }: WatcherSubjectOptions = {},
  runtime: Runtime = kubeRxRuntime,
): StartSubject {
  return (world, random) => {
    const isKnown = !options.labelSelector && !options.fieldSelector;
    const witness = new Witness(isKnown ? (uid) => world.ledger.objects.has(uid) : undefined);
    const view = { resource, namespace, ...options };
    const { client, clock } = world.host(name);
    const indexed = labelIndexes.length > 0;
    const { store, writer } = runtime.createStore<DynamicObject>(
      indexed ? { labelIndexes, indexes: { byLabel: labelsOf } } : {},
    );
    store.observe((change) => witness.change(change));
    world.onRequest.add((request) => {
      if (request.client === name) witness.request(request);
    });
    const subscription = runtime
      .watcher(viewedApi(client, view), {
        ...options,
        clock,
        random: random.next,
        onStatus: (status) => witness.status(status, clock.monotonic()),
      })
      .subscribe({
        next: (event) => {
          const trouble = event.type === 'Interrupted' ? ` ${event.verdict}: ${event.error.message}` : '';
          world.note(`${name}: ${event.type}${trouble}`);
          witness.event(event);
          writer.apply(event);
          // Most changes at an InitDone, and an index must forget at a Delete.
          if (event.type === 'InitDone' || event.type === 'Delete') witness.queries(store, indexed);
        },
        error: (error: unknown) => witness.violations.push(`I9: the observable ended with ${String(error)}`),
      });
    const end = (): void => {
      witness.queries(store, indexed);
      witness.close();
      subscription.unsubscribe();
    };
    return witnessed(world, { name, view, witness, store, events: () => witness.events, end });
  };
}

/**
 * A reflector, which is lent the bytes that arrive: its store and its changes are held to I1 and I3, and every change
 * must still be readable at the end.
 *
 * @example
 * await simulate({ seed: 42, subjects: [reflectorSubject('reflecting')] });
 */
export function reflectorSubject(
  name: string,
  { resource = ConfigMap, namespace, isDeceived = false, ...options }: ReflectorSubjectOptions = {},
  runtime: Runtime = kubeRxRuntime,
): StartSubject {
  return (world, random) => {
    const isKnown = !isDeceived && !options.labelSelector && !options.fieldSelector;
    const witness = new Witness(isKnown ? (uid) => world.ledger.objects.has(uid) : undefined);
    const view = { resource, namespace, ...options };
    const { client, clock } = world.host(name);
    const cache = runtime.reflector<DynamicObject>(viewedApi(client, view), {
      ...options,
      clock,
      random: random.next,
    });
    const { store } = cache;
    const changes: Change<DynamicObject>[] = [];
    store.observe((change) => {
      witness.change(change);
      changes.push(change);
    });
    const end = (): Promise<void> => {
      witness.queries(store, false);
      witness.readable(changes);
      return cache.close();
    };
    return witnessed(world, { name, view, witness, store, events: () => changes.length, end });
  };
}

interface Witnessed {
  readonly name: string;
  readonly view: View;
  readonly witness: Witness;
  readonly store: kubeRxRuntime.Store<DynamicObject>;
  readonly events: () => number;
  readonly end: () => void | Promise<void>;
}

/** A subject whose store is held to what the server holds, and its requests to their bounds. */
function witnessed(world: World, { name, view, witness, store, events, end }: Witnessed): Subject {
  return {
    caughtUp: async () => equals(store, await world.truth(view)),
    violations: () => witness.violations,
    get events() {
      return events();
    },
    close: async () => {
      witness.converged(store, await world.truth(view));
      witness.requests(world.requests.filter(({ client }) => client === name));
      await end();
    },
  };
}

/** Whether the store holds what the server holds. */
function equals(store: kubeRxRuntime.Store<DynamicObject>, truth: readonly string[]): boolean {
  return store.resourceVersion !== undefined && contentsOf(store).join() === [...truth].sort().join();
}
