// The promises of a controller, checked against its runs, the caches that they saw and the server's ledger.

import { controllerOf, type KubeObject, objectKey, type Resource, resourceName } from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { LedgerEntry } from '../ledger.ts';
import { isOfKind, keyOfEntry } from './key-of-entry.ts';
import { type Knowledge, OwnWriteWitness } from './own-write-witness.ts';
import { PromptnessWitness } from './promptness-witness.ts';
import type { ObservedReflectors } from './running-controller.ts';
import { isAtLeast, type SeenRun } from './seen-run.ts';

export interface RunWitnessOptions {
  readonly client: string;
  readonly primary: Resource;
  readonly children: readonly Resource[];
  /** The kinds of children, in the order in which those of a deleted primary go. */
  readonly teardown: readonly Resource[];
  /** The last write of each object that is there, by uid. */
  readonly objects: () => ReadonlyMap<string, LedgerEntry>;
  /** How soon a run sees a change, once all was seen and is undisturbed. */
  readonly promptMs: number;
  readonly epoch: () => number;
  /** Virtual milliseconds. */
  readonly now: () => number;
  readonly knowledgeOf: (entry: LedgerEntry) => Knowledge;
}

/** An object as the server has it. */
export interface TrueObject {
  readonly resource: string;
  readonly object: KubeObject;
}

export class RunWitness {
  readonly violations: string[] = [];
  /** Runs that have begun. */
  runs = 0;
  readonly #options: RunWitnessOptions;
  readonly #primary: string;
  readonly #resources: ReadonlySet<string>;
  #caches: ObservedReflectors | undefined;
  readonly #running = new Map<string, SeenRun>();
  readonly #last = new Map<string, SeenRun>();
  // What others wrote, by uid.
  readonly #foreign = new Map<string, LedgerEntry>();
  // What the subject itself deleted.
  readonly #deleted = new Set<string>();
  readonly #ownWrites: OwnWriteWitness;
  readonly #promptness: PromptnessWitness;

  constructor(options: RunWitnessOptions) {
    this.#options = options;
    this.#primary = resourceName(options.primary);
    this.#resources = new Set([options.primary, ...options.children].map(resourceName));
    this.#ownWrites = new OwnWriteWitness({ ...options, store: (resource) => this.#store(resource) });
    this.#promptness = new PromptnessWitness(options);
  }

  /** A new process: nothing of the old one runs any more. */
  started(caches: ObservedReflectors): void {
    this.#caches = caches;
    this.#running.clear();
    this.#ownWrites.started();
  }

  /** Whether runs are under way. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** C2: no other run of the key. C7: its caches are not older than what the key wrote. C9: it comes in time. */
  began(key: string, id: string): void {
    this.runs += 1;
    if (this.#running.has(key)) this.#violate('C2', `a second run of ${key} began while one was running`);
    const run = this.#look(key, id);
    for (const what of this.#ownWrites.began(key)) this.#violate('C7', what);
    for (const what of this.#promptness.began(key, run)) this.#violate('C9', what);
    this.#running.set(key, run);
    this.#last.set(key, run);
  }

  ended(key: string, outcome: string): void {
    const run = this.#running.get(key);
    if (run) run.outcome = outcome;
    this.#running.delete(key);
  }

  /** The key has waited for its caches for as long as it may. */
  overdue(key: string): void {
    this.#ownWrites.overdue(key);
  }

  /** All was seen, and nothing disturbs it any more: from here on it is prompt. */
  settled(): void {
    this.#promptness.settled();
  }

  /** C6: nothing that belongs to another incarnation is written, and nothing deleted that belongs to no primary. */
  entry(entry: LedgerEntry): void {
    if (!this.#resources.has(entry.resource) || !entry.effective) return;
    if (entry.client !== this.#options.client) {
      this.#foreign.set(entry.uid, entry);
      this.#promptness.wrote(entry);
      return;
    }
    if (entry.gone) {
      this.#deleted.add(entry.uid);
      this.#promptness.removed(entry.uid);
    }
    const key = keyOfEntry(this.#options.primary, entry);
    if (entry.verb === 'delete' && entry.resource !== this.#primary) this.#deletes(entry, key);
    if (key === undefined) return;
    this.#ownWrites.wrote(key, entry);
    const uid = this.#running.get(key)?.primary?.uid;
    if (uid === undefined) return;
    const what = `a run of ${key} (${uid}) sent ${entry.verb} for ${entry.resource} ${entry.key}`;
    const { ownerBefore } = entry;
    if (entry.resource === this.#primary) {
      if (entry.uid !== uid) this.#violate('C6', `${what}, which was ${entry.uid} by then`);
      return;
    }
    // To take over what an earlier incarnation left is no harm.
    const isTaken = !entry.gone && entry.owner?.uid === uid;
    if (ownerBefore && isOfKind(this.#options.primary, ownerBefore) && ownerBefore.uid !== uid && !isTaken)
      this.#violate('C6', `${what}, which belongs to ${ownerBefore.uid}`);
  }

  /** C6: what is deleted is a primary's child. C8: those that have to go before it are gone. */
  #deletes({ resource, key, ownerBefore, isKnown }: LedgerEntry, of: string | undefined): void {
    if (!ownerBefore || !isOfKind(this.#options.primary, ownerBefore)) {
      if (isKnown) this.#violate('C6', `deleted ${resource} ${key}, which is no child`);
      return;
    }
    const { teardown, objects } = this.#options;
    const order = teardown.map(resourceName);
    // A run that began before may still take away what it no longer wants.
    const seen = of === undefined ? undefined : this.#running.get(of)?.primary;
    if (!objects().get(ownerBefore.uid)?.leaving || !seen?.leaving) return;
    for (const other of objects().values())
      if (other.owner?.uid === ownerBefore.uid && order.indexOf(other.resource) < order.indexOf(resource))
        this.#violate('C8', `deleted ${resource} ${key} before ${other.resource} ${other.key} is gone`);
  }

  /** C3: of each primary, the changes that no run has seen, and a last run that failed. Empty once all was seen. */
  lost(truth: readonly TrueObject[]): string[] {
    return truth
      .filter(({ resource }) => resource === this.#primary)
      .flatMap(({ object }) => this.#lostOf(object, truth));
  }

  #lostOf(primary: KubeObject, truth: readonly TrueObject[]): string[] {
    const { name, namespace, uid } = primary.metadata;
    const key = objectKey(name, namespace);
    const run = this.#last.get(key);
    if (!run) return [`C3: ${key} was never run`];
    const inputs = truth.filter(({ object }) => object === primary || controllerOf(object)?.uid === uid);
    const lost = inputs.filter(({ object }) => !this.#saw(run, object));
    const left = [...run.inputs.keys()].filter(
      (input) => !this.#deleted.has(input) && !truth.some(({ object }) => object.metadata.uid === input),
    );
    return [
      ...lost.map(
        ({ resource, object }) =>
          `C3: no run of ${key} has seen ${resource} ${object.metadata.name} at ${object.metadata.resourceVersion ?? ''}`,
      ),
      ...left.map((input) => `C3: no run of ${key} has seen that ${input} is gone`),
      ...(run.outcome === 'failed' || run.outcome === 'timedOut'
        ? [`C3: the last run of ${key} failed`]
        : []),
    ];
  }

  /** What the controller wrote itself, it need not see. */
  #saw(run: SeenRun, { metadata: { uid = '', resourceVersion = '' } }: KubeObject): boolean {
    const seen = run.inputs.get(uid);
    if (seen === resourceVersion) return true;
    const foreign = this.#foreign.get(uid);
    const epoch = this.#options.epoch();
    if (foreign?.epoch !== epoch) return run.epoch === epoch;
    return run.epoch === epoch && seen !== undefined && isAtLeast(seen, foreign.resourceVersion);
  }

  #look(key: string, id: string): SeenRun {
    const inputs = new Map<string, string>();
    const found = this.#store(this.#primary)?.encoded(key);
    const primary = found && {
      uid: found.uid,
      resourceVersion: found.resourceVersion,
      leaving: found.metadata.deletionTimestamp !== undefined,
    };
    if (primary) inputs.set(primary.uid, primary.resourceVersion);
    for (const child of this.#options.children) {
      const cached = this.#store(resourceName(child))?.entries() ?? [];
      for (const [, { uid, resourceVersion, controller }] of cached)
        if (primary && controller?.uid === primary.uid) inputs.set(uid, resourceVersion);
    }
    return { id, epoch: this.#options.epoch(), primary, inputs, outcome: undefined };
  }

  #store(resource: string): Store<KubeObject> | undefined {
    return this.#caches?.store(resource);
  }

  #violate(promise: string, what: string): void {
    this.violations.push(`${promise}: ${what}`);
  }
}
