// All sources of a controller in all its clusters, which come and go while it runs.

import type { Client } from '@kube-rx/client';
import {
  type Clock,
  type EncodedObject,
  InvalidRequestError,
  type KubeObject,
  objectKey,
  quotedText,
  type Resource,
  type ResourceAttributes,
  resourceName,
} from '@kube-rx/core';
import type { SharedReflectors, Store } from '@kube-rx/runtime';
import { ClusterSources, type RunningSource } from './cluster-sources.ts';
import {
  checkDeclaration,
  checkTriggers,
  type Declaration,
  type TriggersDeclaration,
} from './declaration.ts';
import type { SourcePlace, TellFrom } from './object-source.ts';
import { sourceAccess } from './source-access.ts';
import type { RunningTriggers, SourceMaker } from './source-maker.ts';
import type { SourceStatus } from './source-status.ts';
import type { SourceListener } from './source-trigger.ts';

export interface SourcesOptions<K extends KubeObject> {
  /** What is reconciled; its mapping is `primary`. */
  readonly primary: Declaration<K>;
  readonly caches: SharedReflectors;
  /** Undefined: nothing is opened, and names and options alone are checked. */
  readonly maker: SourceMaker | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly listener: SourceListener<K>;
}

/** Each cluster begins to tell triggers by itself, so one that is down keeps no other one from running. */
export class Sources<K extends KubeObject> {
  readonly #options: SourcesOptions<K>;
  readonly #primaryName: string;
  readonly #starts = new Map<string, (place: SourcePlace) => RunningSource | undefined>();
  readonly #owning = new Set<string>();
  /** By the name of the source. */
  readonly #access = new Map<string, readonly ResourceAttributes[]>();
  readonly #triggers = new Map<string, RunningTriggers | undefined>();
  readonly #clusters = new Map<string, ClusterSources>();
  #closed = false;

  /** @throws InvalidRequestError for a selector that no server accepts, and for a predicate that is no function. */
  constructor(options: SourcesOptions<K>) {
    const { primary, listener, maker } = options;
    this.#options = options;
    checkDeclaration(primary);
    this.#primaryName = primary.options.name ?? resourceName(primary.api.resource);
    this.#access.set(this.#primaryName, sourceAccess(primary));
    const onDeleted = listener.onDeleted?.bind(listener);
    this.#starts.set(this.#primaryName, (place) => maker?.objects(primary, place, onDeleted));
  }

  /** The rights that the sources need by their declarations. */
  get access(): readonly ResourceAttributes[] {
    return [...this.#access.values()].flat();
  }

  /**
   * Declares a source, and starts it in every cluster there is. Returns its name, which is the one that is asked for.
   *
   * @throws InvalidRequestError for a name that is taken, and for options and functions that no source can have.
   */
  add<T extends KubeObject>(
    declaration: Declaration<T>,
    asked: string | undefined = declaration.options.name,
  ): string {
    const { api, mapping } = declaration;
    checkDeclaration(declaration);
    const name = this.#newName(asked, resourceName(api.resource));
    this.#starts.set(name, (place) => this.#options.maker?.objects(declaration, place));
    if (mapping.type === 'owns') this.#owning.add(name);
    this.#access.set(name, sourceAccess(declaration));
    try {
      for (const [id, cluster] of this.#clusters) this.#start(id, cluster, name);
    } catch (error) {
      this.remove(name);
      throw error;
    }
    return name;
  }

  /** Declares keys that come from elsewhere. Returns the name of the source. @throws InvalidRequestError as `add`. */
  addTriggers(declaration: TriggersDeclaration, asked: string | undefined = declaration.name): string {
    checkTriggers(declaration);
    const { primary, maker, clock, random, listener } = this.#options;
    const name = this.#newName(asked, 'triggers');
    const source = maker?.triggers(declaration, {
      name,
      scope: primary.api.resource.scope,
      clock,
      random,
      listener,
      onlyCluster: () => (this.#clusters.size === 1 ? this.#clusters.keys().next().value : undefined),
      hasCluster: this.#hasCluster,
    });
    this.#triggers.set(name, source);
    if (this.#clusters.size > 0) source?.open();
    return name;
  }

  /** Ends a source in every cluster; of its changes nothing is told any more. False where there is none of that name. */
  remove(name: string): boolean {
    if (name === this.#primaryName) return false;
    this.#triggers.get(name)?.close();
    const isOfTriggers = this.#triggers.delete(name);
    this.#owning.delete(name);
    this.#access.delete(name);
    const isKnown = this.#starts.delete(name) || isOfTriggers;
    for (const cluster of this.#clusters.values()) cluster.remove(name);
    if (isKnown) this.#changed();
    return isKnown;
  }

  /**
   * Starts every source on this client.
   *
   * @throws InvalidRequestError where the cluster is there already, and for options that no watch can have.
   */
  addCluster(id: string, client: Client): void {
    if (this.#clusters.has(id))
      throw new InvalidRequestError(`controller: there is a cluster ${quotedText(id)} already`);
    const cluster = new ClusterSources(client);
    this.#clusters.set(id, cluster);
    try {
      for (const name of this.#starts.keys()) this.#start(id, cluster, name);
    } catch (error) {
      this.removeCluster(id);
      throw error;
    }
    // What is told at once may be of the clusters that are added next.
    queueMicrotask(() => {
      for (const source of this.#triggers.values()) source?.open();
    });
  }

  /** Ends every source of the cluster. False where there is none of that name. */
  removeCluster(id: string): boolean {
    const cluster = this.#clusters.get(id);
    this.#clusters.delete(id);
    cluster?.close();
    if (cluster) this.#changed();
    return cluster !== undefined;
  }

  get clusters(): readonly string[] {
    return [...this.#clusters.keys()];
  }

  client(id: string): Client | undefined {
    return this.#clusters.get(id)?.client;
  }

  /** Of every source in every cluster. */
  get statuses(): readonly SourceStatus[] {
    const ofObjects = [...this.#clusters.values()].flatMap(({ statuses }) => statuses);
    const ofTriggers = [...this.#triggers.values()].flatMap((source) => source?.status ?? []);
    return [...ofObjects, ...ofTriggers];
  }

  /** Whether all sources of the cluster, or of all clusters, have their whole initial state. */
  isSynced(id?: string): boolean {
    if (id === undefined)
      return this.#clusters.size > 0 && this.clusters.every((each) => this.isSynced(each));
    return this.#clusters.get(id)?.isReady ?? false;
  }

  /** What is reconciled, in a cluster. */
  primaryStore(id: string): Store<K> | undefined {
    return this.store(id, this.#options.primary.api.resource);
  }

  /** The cache of the first source that was declared with this resource, in whatever version. */
  store<T extends KubeObject>(id: string, resource: Resource<T>): Store<T> | undefined {
    // What one resource has has one type, whoever asks.
    return this.#clusters.get(id)?.find(resource)?.store as Store<T> | undefined;
  }

  /** The object from any cache that has it, and all of it: one source may select others than the next. */
  whole<T extends KubeObject>(id: string, resource: Resource<T>, key: string): EncodedObject<T> | undefined {
    const cluster = this.#clusters.get(id);
    const found = cluster?.find(resource, (_, { isWhole, store }) => isWhole && store.has(key));
    return found?.store.encoded(key) as EncodedObject<T> | undefined;
  }

  /** Whether objects of this resource are owned. */
  owns(resource: Resource): boolean {
    return this.clusters.some((id) => this.#owned(id, resource).length > 0);
  }

  /**
   * The objects that a controller reference with this uid says are owned.
   *
   * @throws InvalidRequestError where no `owns` has this resource, and while one that was added late has no first list:
   * what is not there yet would be taken for gone.
   */
  children<T extends KubeObject>(id: string, resource: Resource<T>, uid: string): readonly T[] {
    const [first, ...others] = this.#owned(id, resource);
    if (!first)
      throw new InvalidRequestError(
        `controller: ${resourceName(resource)} is declared by no owns(), so nobody knows whose children they are`,
      );
    const found = childrenIn(first, uid);
    if (others.length === 0) return found as readonly T[];
    // Each may select others, and what two of them select is one child.
    const all = new Map<string, KubeObject>();
    for (const child of [...found, ...others.flatMap((source) => childrenIn(source, uid))]) {
      const { name, namespace } = child.metadata;
      const key = objectKey(name, namespace);
      if (!all.has(key)) all.set(key, child);
    }
    return [...all.values()] as readonly KubeObject[] as readonly T[];
  }

  /** Tells each object that is reconciled once more, as when a controller begins. */
  tellAgain(): void {
    for (const cluster of this.#clusters.values()) cluster.tellAgain();
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true;
    for (const id of this.clusters) this.removeCluster(id);
    for (const source of this.#triggers.values()) source?.close();
  }

  #owned(id: string, resource: Resource): RunningSource[] {
    return [...(this.#clusters.get(id)?.findAll(resource, (name) => this.#owning.has(name)) ?? [])];
  }

  #start(id: string, cluster: ClusterSources, name: string): void {
    const { primary, caches, clock, random, listener } = this.#options;
    const place: SourcePlace = {
      name,
      client: cluster.client,
      primary: {
        resource: primary.api.resource,
        cluster: id,
        store: () => cluster.store(this.#primaryName),
      },
      caches,
      clock,
      random,
      listener: {
        onTrigger: (key, trigger) => listener.onTrigger(key, trigger),
        onTrouble: (trouble) => listener.onTrouble(trouble),
        ...(listener.onHealth && { onHealth: listener.onHealth.bind(listener) }),
        ...(listener.onCache && { onCache: listener.onCache.bind(listener) }),
        onStatus: () => this.#changed(),
      },
      hasCluster: this.#hasCluster,
    };
    const source = this.#starts.get(name)?.(place);
    if (source) cluster.add(name, source);
  }

  /** Opens what can be opened now. */
  #changed(): void {
    if (this.#closed) return;
    for (const cluster of this.#clusters.values()) cluster.open((name) => this.#tellsFrom(name));
    this.#options.listener.onStatus();
  }

  /** The first state of what is owned says nothing more: each owner that is there is told as added itself. */
  #tellsFrom(name: string): TellFrom {
    const isTold = this.#owning.has(name) && this.#options.primary.options.predicate === undefined;
    return isTold ? 'next change' : 'initial state';
  }

  readonly #hasCluster = (id: string): boolean => this.#clusters.has(id);

  #newName(asked: string | undefined, usual: string): string {
    const isTaken = (name: string): boolean => this.#starts.has(name) || this.#triggers.has(name);
    if (asked !== undefined && isTaken(asked))
      throw new InvalidRequestError(`controller: there is a source ${quotedText(asked)} already`);
    let name = asked ?? usual;
    for (let number = 2; isTaken(name); number += 1) name = `${usual}-${number}`;
    return name;
  }
}

function childrenIn({ resource, store, isReady, status }: RunningSource, uid: string): readonly KubeObject[] {
  if (isReady) return store.controlledBy(uid);
  throw new InvalidRequestError(
    `controller: the cache of ${resourceName(resource)} is not complete yet, so nobody knows all children` +
      (status.reason === undefined ? '' : `: ${status.reason}`),
  );
}
