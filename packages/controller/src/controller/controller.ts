// A controller: what users build. It says what is reconciled, what else is watched, and in which clusters. All that happens
// while it runs is a `Session`.

import type { Api, Client } from '@kube-rx/client';
import {
  InvalidRequestError,
  type KubeObject,
  type PartialObjectMetadata,
  quotedText,
  type ResourceAttributes,
  resourceName,
} from '@kube-rx/core';
import { SharedReflectors } from '@kube-rx/runtime';
import type { Observable } from 'rxjs';
import type { Leadership } from '../election/leadership.ts';
import type {
  Declaration,
  MetadataSourceOptions,
  SourceMapper,
  SourceOptions,
  TriggersDeclaration,
} from '../source/declaration.ts';
import type { MappedRef } from '../source/references.ts';
import { RunKey } from '../source/run-key.ts';
import { Sources } from '../source/sources.ts';
import { RunLog, silentLog, standardLog } from './controller-log.ts';
import {
  type ControllerOptions,
  primaryOptions,
  type ResolvedControllerOptions,
  resolveControllerOptions,
} from './controller-options.ts';
import {
  type ControllerStatus,
  type Counters,
  idleStatus,
  newCounters,
  type RunningStatus,
} from './controller-status.ts';
import type { Session } from './session.ts';
import { StatusFeed } from './status-feed.ts';

export interface ControllerRunOptions {
  /** Ends the controller. Default: it runs for ever. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Runs begin only while this process leads. Until then, and after, the controller is on standby: its caches and its
   * queue are kept as they would be. Default: nobody is asked.
   */
  readonly leadership?: Leadership | undefined;
}

/**
 * Runs a function for each object of a resource, again whenever something says that its answer may have changed.
 *
 * Guarantees:
 * - Two runs of one object never overlap, and after the last change a run begins.
 * - What a run throws is logged, and the object is tried again, later each time. Nothing else stops.
 * - No object of a cluster runs before all sources of that cluster are synced. A cluster that is down, or a source that is
 *   refused, holds up nothing but its own.
 * - A run that takes longer than `timeout` is told to end by its signal. If it does not, others go on without it.
 *
 * @example
 * const websites = new Controller(Api.all(client, ConfigMap), {
 *   reconcile: ({ metadata }, { log }) => {
 *     log.info({ version: metadata.resourceVersion }, 'seen');
 *     return Action.requeueAfter(300_000);
 *   },
 * }).owns(Api.all(client, Deployment));
 * await websites.run({ signal });
 */
export class Controller<K extends KubeObject> {
  readonly name: string;
  /** Of the cluster that it was made for. */
  readonly client: Client;
  /** The status as it is, then whenever it has changed, ten times a second at most. Never completes. */
  readonly status$: Observable<ControllerStatus>;
  readonly #options: ResolvedControllerOptions<K>;
  readonly #primary: Declaration<K>;
  /** What was declared, by name. */
  readonly #declared = new Map<string, (sources: Sources<K>) => string>();
  /** Knows the names, and opens no watch. */
  readonly #plan: Sources<K>;
  readonly #clusters = new Map<string, Client>();
  readonly #counters: Counters = newCounters();
  readonly #feed: StatusFeed<ControllerStatus>;
  #isRunning = false;
  #session: Session<K> | undefined;
  /** Has ended, and some of its runs have not. */
  #left: Session<K> | undefined;

  /** @throws InvalidRequestError for an option that cannot be. */
  constructor(api: Api<K>, options: ControllerOptions<K>) {
    const resolved = resolveControllerOptions(options, resourceName(api.resource));
    const { clock, random, name, cluster } = resolved;
    this.name = name;
    this.client = api.client;
    this.#options = resolved;
    this.#primary = { api, mapping: { type: 'primary' }, options: primaryOptions(options) };
    const nobody = (): void => undefined;
    const listener = { onTrigger: nobody, onTrouble: nobody, onStatus: nobody };
    const caches = new SharedReflectors({ clock });
    this.#plan = new Sources({ primary: this.#primary, caches, maker: undefined, clock, random, listener });
    this.#clusters.set(cluster, api.client);
    this.#feed = new StatusFeed(clock, () => this.status);
    this.status$ = this.#feed.status$;
  }

  /**
   * A change of an object whose controller is one of ours runs that one. Owners are told apart by uid, so that the
   * children of an earlier namesake are not ours.
   *
   * @throws InvalidRequestError for a name that is taken, and for options that no watch can have.
   */
  owns<T extends KubeObject>(api: Api<T>, options: SourceOptions<T> = {}): this {
    const declaration: Declaration<T> = { api, mapping: { type: 'owns' }, options };
    return this.#declare((sources, asked) => sources.add(declaration, asked));
  }

  /**
   * A change of an object runs what the mapper says. It is asked about the old state and the new.
   *
   * @throws InvalidRequestError as `owns`.
   */
  watches<T extends KubeObject>(api: Api<T>, mapper: SourceMapper<T>, options: SourceOptions<T> = {}): this {
    const declaration: Declaration<T> = { api, mapping: { type: 'watches', mapper }, options };
    return this.#declare((sources, asked) => sources.add(declaration, asked));
  }

  /**
   * As `watches`, with the metadata of objects alone: less memory, and no data of a Secret here.
   *
   * @throws InvalidRequestError as `owns`.
   */
  watchesMetadata<T extends KubeObject>(
    api: Api<T>,
    mapper: SourceMapper<PartialObjectMetadata<T>>,
    options: MetadataSourceOptions<T> = {},
  ): this {
    const mapping = { type: 'watches', mapper } as const;
    const declaration: Declaration<PartialObjectMetadata<T>> = {
      api,
      mapping,
      options: { ...options, metadataOnly: true },
    };
    return this.#declare((sources, asked) => sources.add(declaration, asked));
  }

  /**
   * Runs what an observable names, as a queue of messages or a timer does. It is subscribed again after an error.
   *
   * @throws InvalidRequestError for a name that is taken, and for what is no observable.
   */
  triggers(
    observable: Observable<MappedRef | Iterable<MappedRef>>,
    options: { readonly name?: string } = {},
  ): this {
    const declaration: TriggersDeclaration = { observable, ...options };
    return this.#declare((sources, asked) => sources.addTriggers(declaration, asked));
  }

  /** Ends a source by its name, as the status has it. False where there is none, and for what is reconciled. */
  removeSource(name: string): boolean {
    this.#session?.sources.remove(name);
    this.#plan.remove(name);
    return this.#declared.delete(name);
  }

  /**
   * Reconciles the objects of one more cluster. May be called at any time.
   *
   * @throws InvalidRequestError for a name that is taken, or is no text.
   */
  addCluster(name: string, client: Client): this {
    if (typeof name !== 'string') this.#refuse('the name of a cluster must be a text');
    if (this.#clusters.has(name)) this.#refuse(`there is a cluster ${quotedText(name)} already`);
    this.#session?.addCluster(name, client);
    this.#clusters.set(name, client);
    return this;
  }

  /** Ends all of a cluster, at any time. Resolves when its runs have ended, their signals having fired. */
  async removeCluster(name: string): Promise<void> {
    this.#clusters.delete(name);
    await this.#session?.removeCluster(name);
  }

  /**
   * Runs one object now, also if it backs off or has ended for good. Its cluster is the first one, if none is named.
   *
   * @throws InvalidRequestError where the controller does not run, or does not have the cluster, and for a name or a
   * namespace that is missing.
   */
  request({ name, namespace = '', cluster = this.#options.cluster }: MappedRef): void {
    const session = this.#session ?? this.#refuse('it does not run, so nothing can be requested');
    if (!this.#clusters.has(cluster)) this.#refuse(`there is no cluster ${quotedText(cluster)}`);
    if (!isText(name)) this.#refuse('what is requested needs a name');
    const isNamespaced = this.#primary.api.resource.scope === 'Namespaced';
    if (isNamespaced && !isText(namespace)) this.#refuse('what is requested needs a namespace');
    session.request(RunKey.format(cluster, isNamespaced ? namespace : '', name));
  }

  /**
   * Runs until the signal fires, and ends drained: nothing begins any more, and what runs may go on for `drainTimeout`.
   * Then the signals of runs fire, and they have 10 s more. Nothing is left behind but a run that ignores its signal, which
   * `status.oldestRunning` tells.
   *
   * With a `leadership`, nothing begins outside of its terms, and what a run writes is refused (`NotLeaderError`) once
   * the term is over in which it began, also if it goes on in a later one. When a term ends, the signals of all runs fire
   * at once; they have not failed, and their keys run again in the next term. As others may have led in between, each
   * object runs once when a later term begins, as when a process begins: earlier failures count no more.
   *
   * @throws InvalidRequestError where it runs already.
   * @throws DeadlineError where sources are not synced after `syncTimeout`, and `onSyncTimeout` is `fail`.
   */
  async run({ signal, leadership }: ControllerRunOptions = {}): Promise<void> {
    if (this.#isRunning) this.#refuse('it runs already');
    this.#isRunning = true;
    try {
      // Programs that only watch do not load it.
      const { Session } = await import('./session.ts');
      const { log = await standardLog() } = this.#options;
      const session = new Session({
        options: this.#options,
        primary: this.#primary,
        log: new RunLog(log === false ? silentLog : log),
        counters: this.#counters,
        leadership,
        onChange: () => this.#feed.changed(),
      });
      for (const declare of this.#declared.values()) declare(session.sources);
      this.#session = session;
      await session.run(this.#clusters, signal);
    } finally {
      this.#counters.queued += this.#session?.queued ?? 0;
      this.#left = this.#session;
      this.#session = undefined;
      this.#isRunning = false;
      this.#feed.flush();
    }
  }

  /** As of now. */
  get status(): ControllerStatus {
    const { name } = this;
    const { concurrency } = this.#options;
    const session = this.#session;
    const queued = this.#counters.queued + (session?.queued ?? 0);
    return {
      name,
      concurrency,
      ...(session?.status ?? { ...idleStatus, ...this.#unended }),
      counters: { ...this.#counters, queued },
    };
  }

  /**
   * The rights that it needs by its declaration, in each of its clusters: to list and watch its sources, and to get what it
   * reconciles or owns, as the server is asked about writes whose answer was lost. What else runs need, their requests tell.
   */
  get access(): readonly ResourceAttributes[] {
    return this.#plan.access;
  }

  get #unended(): RunningStatus | undefined {
    const running = this.#left?.running;
    if (running?.oldestRunning) return running;
    this.#left = undefined;
    return undefined;
  }

  #declare(declare: (sources: Sources<K>, asked?: string) => string): this {
    const name = declare(this.#plan);
    try {
      if (this.#session) declare(this.#session.sources, name);
    } catch (error) {
      this.#plan.remove(name);
      throw error;
    }
    // By its name, also where those that were declared before it have been removed.
    this.#declared.set(name, (sources) => declare(sources, name));
    return this;
  }

  #refuse(why: string): never {
    throw new InvalidRequestError(`controller ${this.name}: ${why}`);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
