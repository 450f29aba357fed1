// A model of a store: what it must hold and tell, by a plain Map. It states the promises of docs/guide/cache.md.

import type { DynamicObject } from '@kube-rx/core';
import { decodeObject } from '@kube-rx/core/encoding';
import type { Change, ChangeType } from '../../src/reflector/change.ts';
import { ObjectWatcherEvent, type WatcherEvent } from '../../src/watcher/event.ts';

/** One state of an object. No two states of a history have the same `write`. */
export interface State {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly version: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly note: string;
  readonly write: number;
  /** Whether the store's transform throws on it. */
  readonly isRefused: boolean;
}

export type ModelEvent =
  | { readonly type: 'Init' }
  | { readonly type: 'InitApply' | 'Apply' | 'Delete'; readonly state: State }
  | { readonly type: 'InitDone' | 'Bookmark'; readonly version: number };

/** A change that has to be told. */
export interface Told {
  readonly type: ChangeType;
  readonly state: State;
  readonly previous?: State;
  readonly isUnseen?: boolean;
}

export class ModelContents {
  readonly held = new Map<string, State>();
  readonly stale = new Set<string>();
  /** Every deletion told so far, by the uid of what was deleted. */
  readonly deletions = new Map<string, Told>();
  version: number | undefined;
  dropped = 0;
  #initial: Map<string, State> | undefined;

  /** Whether an initial state has begun that has not ended. */
  get isListing(): boolean {
    return this.#initial !== undefined;
  }

  /** What an initial state that ended now would delete, and put nothing in its place that was made since. */
  get missing(): number {
    return [...this.held.values()].filter((state) => this.#isMissing(state) && !this.#isSucceeded(state))
      .length;
  }

  /** The states that satisfy the predicate, printed. */
  print(admits: (state: State) => boolean = () => true): string[] {
    return [...this.held.values()].filter(admits).map(printState).sort();
  }

  /** The changes that a store must tell for the event. Of changes told together, deletions come first, each part by key. */
  take(event: ModelEvent): Told[] {
    const told = this.#told(event);
    for (const change of told)
      if (change.type === 'deleted') this.deletions.set((change.previous ?? change.state).uid, change);
    return told;
  }

  #told(event: ModelEvent): Told[] {
    switch (event.type) {
      case 'Init':
        this.#initial = new Map();
        return [];
      case 'InitApply':
        this.#stage(event.state);
        return [];
      case 'InitDone':
        this.version = event.version;
        return this.#relist();
      case 'Bookmark':
        this.version = event.version;
        return [];
      case 'Apply':
        return this.#apply(event.state);
      case 'Delete':
        return this.#delete(event.state);
    }
  }

  #apply(state: State): Told[] {
    if (this.#isOld(state)) return [];
    this.version = state.version;
    if (state.isRefused) {
      this.stale.add(keyOf(state));
      return [];
    }
    this.stale.delete(keyOf(state));
    const held = this.held.get(keyOf(state));
    const gone: Told[] = held && held.uid !== state.uid ? [this.#drop(held)] : [];
    return [...gone, this.#hold(state)];
  }

  #delete(state: State): Told[] {
    if (this.#isBefore(state)) return [];
    this.version = Math.max(this.version ?? 0, state.version);
    this.stale.delete(keyOf(state));
    const held = this.held.get(keyOf(state));
    if (!held) return [];
    if (held.uid !== state.uid) return [this.#drop(held)];
    this.held.delete(keyOf(state));
    return [{ type: 'deleted', state: state.isRefused ? held : state, previous: held }];
  }

  #relist(): Told[] {
    const gone = [...this.held.values()]
      .filter((held) => this.#isMissing(held))
      .map((held) => this.#drop(held));
    const come: Told[] = [];
    this.stale.clear();
    for (const [key, state] of this.#initial ?? []) {
      const held = this.held.get(key);
      if (state.isRefused) this.stale.add(key);
      else if (held !== state) come.push(this.#hold(state));
    }
    this.#initial = undefined;
    return [...gone.sort(byKey), ...come.sort(byKey)];
  }

  #isSucceeded(held: State): boolean {
    const state = this.#initial?.get(keyOf(held));
    return state !== undefined && state.uid !== held.uid && state.version > held.version;
  }

  /** A state of the version that is held is no news, whatever it contains. */
  #known(state: State): State {
    const held = this.held.get(keyOf(state));
    return held?.uid === state.uid && held.version === state.version ? held : state;
  }

  /** Of two states of one initial state, the newer counts. */
  #stage(state: State): void {
    const staged = this.#initial?.get(keyOf(state));
    if (!staged || staged.version <= state.version) this.#initial?.set(keyOf(state), this.#known(state));
  }

  #isMissing(held: State): boolean {
    const listed = this.#initial?.get(keyOf(held));
    return !listed || (!listed.isRefused && listed.uid !== held.uid);
  }

  #isOld(state: State): boolean {
    const held = this.held.get(keyOf(state));
    if (!held || state.version > held.version) return false;
    this.dropped += 1;
    return true;
  }

  /** A deletion under the version that is held is one. */
  #isBefore(state: State): boolean {
    const held = this.held.get(keyOf(state));
    if (held?.version === state.version && held.uid === state.uid) return false;
    return this.#isOld(state);
  }

  #hold(state: State): Told {
    const previous = this.held.get(keyOf(state));
    this.held.set(keyOf(state), state);
    return previous ? { type: 'updated', state, previous } : { type: 'added', state };
  }

  #drop(held: State): Told {
    this.held.delete(keyOf(held));
    return { type: 'deleted', state: held, previous: held, isUnseen: true };
  }
}

export function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function byKey(a: Told, b: Told): number {
  return keyOf(a.state) < keyOf(b.state) ? -1 : 1;
}

const text = new TextEncoder();

/** Calls `use` with the event as a watcher tells it, and overwrites its bytes afterwards. */
export function withWatcherEvent(event: ModelEvent, use: (event: WatcherEvent<DynamicObject>) => void): void {
  if (event.type === 'Init') use({ type: event.type });
  else if (!('state' in event)) use({ type: event.type, resourceVersion: String(event.version) });
  else {
    const bytes = text.encode(JSON.stringify(objectOf(event.state)));
    use(new ObjectWatcherEvent(event.type, decodeObject<DynamicObject>(bytes)));
    bytes.fill(0);
  }
}

function objectOf({ namespace, name, uid, version, labels, note, write, isRefused }: State): DynamicObject {
  const metadata = { name, namespace, uid, resourceVersion: String(version), labels };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { note, write, isRefused } };
}

/** Prints all of an object, as `printState` prints the state that it was made from. */
export function print({ metadata, data }: DynamicObject): string {
  const { namespace, name, uid, resourceVersion, labels } = metadata;
  return `${namespace}/${name}@${resourceVersion} ${uid} ${JSON.stringify({ labels, data })}`;
}

const printed = new WeakMap<State, string>();

export function printState(state: State): string {
  const text = printed.get(state) ?? print(objectOf(state));
  printed.set(state, text);
  return text;
}

export function printTold({ type, state, previous, isUnseen = false }: Told): string {
  return `${type} ${printState(state)} was ${previous && printState(previous)} ${isUnseen}`;
}

export function printChange({ type, object, previous, finalStateUnknown }: Change<DynamicObject>): string {
  return `${type} ${print(object)} was ${previous && print(previous)} ${finalStateUnknown}`;
}
