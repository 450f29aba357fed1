// The sources of a controller in one cluster, each under its name. What starts them is in sources.ts.

import type { Client } from '@kube-rx/client';
import type { KubeObject, Resource } from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { TellFrom } from './object-source.ts';
import type { SourceStatus } from './source-status.ts';

/** A source in one cluster, whatever its objects are. */
export interface RunningSource {
  readonly resource: Resource;
  readonly store: Store<KubeObject>;
  readonly isReady: boolean;
  /** Whether its cache has all of each object. */
  readonly isWhole: boolean;
  readonly status: SourceStatus;
  open(from: TellFrom): void;
  /** Tells all that is there, if it has begun to tell. */
  tellAgain(): void;
  close(): void;
}

export class ClusterSources {
  readonly client: Client;
  /** The first is what is reconciled. */
  readonly #running = new Map<string, RunningSource>();
  #isOpen = false;

  constructor(client: Client) {
    this.client = client;
  }

  add(name: string, source: RunningSource): void {
    this.#running.set(name, source);
  }

  remove(name: string): void {
    this.#running.get(name)?.close();
    this.#running.delete(name);
  }

  /** Whether all of them have their whole initial state. */
  get isReady(): boolean {
    for (const source of this.#running.values()) if (!source.isReady) return false;
    return this.#running.size > 0;
  }

  get statuses(): readonly SourceStatus[] {
    return [...this.#running.values()].map(({ status }) => status);
  }

  store(name: string): Store<KubeObject> | undefined {
    return this.#running.get(name)?.store;
  }

  /** The first source of this resource, in whatever version, that is accepted. */
  find(
    resource: Resource,
    accepts: (name: string, source: RunningSource) => boolean = () => true,
  ): RunningSource | undefined {
    return this.findAll(resource, accepts).next().value;
  }

  /** All sources of this resource, in whatever version, that are accepted. */
  *findAll(
    resource: Resource,
    accepts: (name: string, source: RunningSource) => boolean = () => true,
  ): Generator<RunningSource, undefined> {
    for (const [name, source] of this.#running)
      if (isSameResource(source.resource, resource) && accepts(name, source)) yield source;
  }

  /**
   * Lets those tell triggers that can now: none before all that there were first are ready. One that is added later begins
   * by itself when it is ready.
   */
  open(tellsFrom: (name: string) => TellFrom): void {
    if (this.#isOpen) {
      for (const source of this.#running.values()) if (source.isReady) source.open('initial state');
    } else if (this.isReady) {
      this.#isOpen = true;
      for (const [name, source] of this.#running) source.open(tellsFrom(name));
    }
  }

  /** What is reconciled is told once more. */
  tellAgain(): void {
    const [primary] = this.#running.values();
    primary?.tellAgain();
  }

  close(): void {
    for (const source of this.#running.values()) source.close();
  }
}

function isSameResource(one: Resource, other: Resource): boolean {
  return one.group === other.group && one.plural === other.plural;
}
