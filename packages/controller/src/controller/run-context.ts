// What reconcile is handed besides its object. Most runs use little of it, so that each part is made when it is first
// read. Every part may be taken out of it (`{ client, apply }`).

import { Api, type Client } from '@kube-rx/client';
import {
  type Clock,
  InvalidRequestError,
  type KubeObject,
  ObjectRef,
  printable,
  type Resource,
} from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { DesiredOptions } from '../apply/desired-options.ts';
import type { LeadershipTerm } from '../election/leadership.ts';
import type { EventNote } from '../events/event-note.ts';
import type { Reason } from '../queue/reason.ts';
import type { Run } from '../queue/run.ts';
import { RunKey } from '../source/run-key.ts';
import { StatusWriter } from '../status/status-writer.ts';
import type { UnstoredChanges } from '../status/unstored-changes.ts';
import type { ReconcileContext } from './context.ts';
import type { ControllerLog } from './controller-log.ts';

/** What the runs of one controller in one cluster share. */
export interface RunScope<K extends KubeObject> {
  readonly controller: string;
  readonly cluster: string;
  readonly resource: Resource<K>;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly maxAttempts: number;
  readonly unstored: UnstoredChanges;
  /** The client of a run: what it writes is noted under its key, its signal ends its calls, and outside of its term it writes nothing. */
  client(run: RunContext<K>): Client;
  store<T extends KubeObject>(resource: Resource<T>): Store<T>;
  children<T extends KubeObject>(resource: Resource<T>, owner: K): readonly T[];
  apply<T extends KubeObject>(
    run: RunContext<K>,
    what: { readonly resource: Resource<T>; readonly desired: object },
    options: DesiredOptions,
  ): Promise<T>;
  event(run: RunContext<K>, note: EventNote): void;
}

/** Which run of which key. */
export interface RunStart<K extends KubeObject> {
  readonly taken: Run;
  /** As the cache has it; where it is gone, as it was last; undefined where it cannot be read. */
  readonly object: K | undefined;
  /** In which it began; undefined where nobody is asked who leads. */
  readonly term: LeadershipTerm | undefined;
}

let lastRun = 0;

/** One run: its context, and the handle by which it is ended. */
export class RunContext<K extends KubeObject> implements ReconcileContext<K> {
  readonly start: RunStart<K>;
  readonly #scope: RunScope<K>;
  readonly #run: number = (lastRun += 1);
  #abort: AbortController | undefined;
  #aborted: { readonly reason: Error } | undefined;
  #ref: ObjectRef<K> | undefined;
  #log: ControllerLog | undefined;
  #client: Client | undefined;
  #status: StatusWriter<K> | undefined;

  constructor(scope: RunScope<K>, start: RunStart<K>) {
    this.#scope = scope;
    this.start = start;
  }

  /** The controller's name. */
  get controller(): string {
    return this.#scope.controller;
  }

  get cluster(): string {
    return this.#scope.cluster;
  }

  get ref(): ObjectRef<K> {
    if (!this.#ref) {
      const { namespace, name } = RunKey.parse(this.start.taken.key);
      this.#ref = ObjectRef.of(this.#scope.resource, name, namespace === '' ? undefined : namespace);
    }
    return this.#ref;
  }

  /** What the run is about. */
  get object(): K {
    const { object } = this.start;
    if (object) return object;
    throw new InvalidRequestError(`controller ${this.controller}: the object of this run cannot be read`);
  }

  get reasons(): readonly Reason[] {
    return this.start.taken.reasons;
  }

  get triggerCount(): number {
    return this.start.taken.triggerCount;
  }

  get failures(): number {
    return this.start.taken.failures;
  }

  get clock(): Clock {
    return this.#scope.clock;
  }

  get runId(): string {
    return String(this.#run);
  }

  get isLastAttempt(): boolean {
    return this.start.taken.failures + 1 >= this.#scope.maxAttempts;
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.#aborted) this.#abort.abort(this.#aborted.reason);
    }
    return this.#abort.signal;
  }

  get log(): ControllerLog {
    this.#log ??= this.#scope.log.child(this.fields);
    return this.#log;
  }

  get client(): Client {
    this.#client ??= this.#scope.client(this);
    return this.#client;
  }

  get api(): ReconcileContext<K>['api'] {
    return (resource, namespace = this.ref.namespace) =>
      resource.scope === 'Cluster' || namespace === undefined
        ? Api.all(this.client, resource)
        : Api.all(this.client, resource).inNamespace(namespace);
  }

  get store(): ReconcileContext<K>['store'] {
    return (resource) => this.#scope.store(resource);
  }

  get children(): ReconcileContext<K>['children'] {
    return (resource) => this.#scope.children(resource, this.object);
  }

  get apply(): ReconcileContext<K>['apply'] {
    return async (resource, desired, options = {}) => this.#scope.apply(this, { resource, desired }, options);
  }

  get status(): ReconcileContext<K>['status'] {
    return async (status) => {
      const { object, controller: fieldManager, signal } = this;
      const api = this.api(this.ref.resource);
      const { unstored } = this.#scope;
      const { key } = this.start.taken;
      this.#status ??= new StatusWriter({ api, object, fieldManager, key, unstored, signal });
      return this.#status.write(status);
    };
  }

  get event(): ReconcileContext<K>['event'] {
    return (note) => this.#scope.event(this, note);
  }

  /** Fires the signal; once is enough. */
  abort(reason: Error): void {
    this.#aborted ??= { reason };
    this.#abort?.abort(reason);
  }

  /** Why the signal has fired; undefined where it has not. */
  get abortReason(): Error | undefined {
    return this.#aborted?.reason;
  }

  /** What names the run in every record. */
  get fields(): Readonly<Record<string, unknown>> {
    const { name, namespace } = this.ref;
    const { controller, cluster, reasons } = this;
    return {
      controller,
      ...(cluster !== '' && { cluster }),
      ...(namespace !== undefined && { namespace: printable(namespace, longestName) }),
      name: printable(name, longestName),
      run: this.runId,
      attempt: this.failures + 1,
      reasons: reasons.map(printableReason),
    };
  }
}

// A server that checks no names may call an object what it likes.
const longestName = 253;

function printableReason({ object, resourceVersion, ...reason }: Reason): Reason {
  return {
    ...reason,
    ...(object !== undefined && { object: printable(object, 3 * longestName) }),
    ...(resourceVersion !== undefined && { resourceVersion: printable(resourceVersion, longestName) }),
  };
}
