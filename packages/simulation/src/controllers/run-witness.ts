// The promises of a controller, checked against its runs, the caches that they saw and the server's ledger.

import {
  apiVersionOf,
  compareResourceVersions,
  controllerOf,
  type KubeObject,
  objectKey,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { LedgerEntry } from '../ledger.ts';
import type { ObservedReflectors } from './running-controller.ts';

/** What is known of an object. */
interface Version {
  readonly uid: string;
  readonly resourceVersion: string;
}

/** A run that has begun, and what its caches held of its inputs then. */
interface SeenRun {
  readonly id: string;
  readonly epoch: number;
  readonly primary: (Version & { readonly leaving: boolean }) | undefined;
  /** Versions of the primary and of what it controls, by uid. */
  readonly inputs: ReadonlyMap<string, string>;
  outcome: string | undefined;
}

/** The last write of an object that a run is to see. */
interface AwaitedWrite {
  readonly key: string;
  /** Since when no run has seen the object as it was. */
  readonly since: number;
  readonly entry: LedgerEntry;
}

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
  /** Whether the controller got the answer to a write, or can ask what came of it. */
  readonly mayKnow: (entry: LedgerEntry) => boolean;
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
  // What a key wrote, by uid; the last of it.
  readonly #written = new Map<string, Map<string, LedgerEntry>>();
  // What others wrote, by uid.
  readonly #foreign = new Map<string, LedgerEntry>();
  // What others wrote since all was seen, and no run has seen yet; by uid.
  readonly #awaited = new Map<string, AwaitedWrite>();
  #isSettled = false;
  // What the subject itself deleted.
  readonly #deleted = new Set<string>();
  // Keys whose next run goes ahead without its caches.
  readonly #overdue = new Set<string>();

  constructor(options: RunWitnessOptions) {
    this.#options = options;
    this.#primary = resourceName(options.primary);
    this.#resources = new Set([options.primary, ...options.children].map(resourceName));
  }

  /** A new process: nothing of the old one runs any more. */
  started(caches: ObservedReflectors): void {
    this.#caches = caches;
    this.#running.clear();
    this.#written.clear();
    this.#overdue.clear();
  }

  /** Whether runs are under way, or a key's last one failed. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** C2: no other run of the key. C7: its caches are not older than what the key wrote. */
  began(key: string, id: string): void {
    this.runs += 1;
    if (this.#running.has(key)) this.#violate('C2', `a second run of ${key} began while one was running`);
    const run = this.#look(key, id);
    this.#notStale(key);
    this.#notLate(key, run);
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
    this.#overdue.add(key);
  }

  /** All was seen, and nothing disturbs it any more: from here on it is prompt. */
  settled(): void {
    this.#isSettled = true;
  }

  /** C6: nothing that belongs to another incarnation is written, and nothing deleted that belongs to no primary. */
  entry(entry: LedgerEntry): void {
    if (!this.#resources.has(entry.resource) || !entry.effective) return;
    if (entry.client !== this.#options.client) {
      this.#foreign.set(entry.uid, entry);
      if (this.#isSettled) this.#await(entry);
      return;
    }
    if (entry.gone) this.#deleted.add(entry.uid);
    const key = this.#keyOf(entry);
    if (entry.verb === 'delete' && entry.resource !== this.#primary) this.#deletes(entry, key);
    if (key === undefined) return;
    const writes = this.#written.get(key) ?? new Map<string, LedgerEntry>();
    this.#written.set(key, writes.set(entry.uid, entry));
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
    if (ownerBefore && this.#isPrimary(ownerBefore) && ownerBefore.uid !== uid && !isTaken)
      this.#violate('C6', `${what}, which belongs to ${ownerBefore.uid}`);
  }

  /** C6: what is deleted is a primary's child. C8: those that have to go before it are gone. */
  #deletes({ resource, key, ownerBefore, isKnown }: LedgerEntry, of: string | undefined): void {
    if (!ownerBefore || !this.#isPrimary(ownerBefore)) {
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

  #notStale(key: string): void {
    const writes = [...(this.#written.get(key)?.values() ?? [])];
    const goesAhead = this.#overdue.delete(key);
    const from = this.#options.now() - keptMs;
    const late = writes.filter(
      (write) => write.at >= from && this.#options.mayKnow(write) && !this.#shows(write),
    );
    for (const { uid } of writes.filter((write) => this.#shows(write))) this.#written.get(key)?.delete(uid);
    if (goesAhead) {
      this.#written.delete(key);
      return;
    }
    for (const { resource, verb, key: name, resourceVersion = 'its end' } of late)
      this.#violate(
        'C7',
        `a run of ${key} does not see its own ${verb} of ${resource} ${name} at ${resourceVersion}`,
      );
  }

  #await(entry: LedgerEntry): void {
    const key = this.#keyOf(entry);
    const isPrimary = entry.resource === this.#primary;
    const owner = isPrimary ? entry.uid : (entry.owner ?? entry.ownerBefore)?.uid;
    // Of a primary that is gone, no run is due.
    if (key === undefined || owner === undefined || !this.#options.objects().has(owner)) return;
    const since = this.#awaited.get(entry.uid)?.since ?? entry.at;
    this.#awaited.set(entry.uid, { key, since, entry });
  }

  /** C9: what others wrote is seen at once. */
  #notLate(key: string, run: SeenRun): void {
    const { now, promptMs } = this.#options;
    for (const [uid, { key: of, since, entry }] of this.#awaited) {
      if (of !== key) continue;
      const { verb, resource, key: name } = entry;
      const lateMs = now() - since;
      if (lateMs > promptMs)
        this.#violate('C9', `no run of ${key} saw the ${verb} of ${resource} ${name} for ${lateMs} ms`);
      if (hasSeen(run, entry)) this.#awaited.delete(uid);
      else this.#awaited.set(uid, { key, since: entry.at, entry });
    }
  }

  /** Whether the cache has come as far as a write. Where there is no cache, nothing is to be seen. */
  #shows(write: LedgerEntry): boolean {
    const store = this.#store(write.resource);
    if (!store || write.epoch !== this.#options.epoch()) return true;
    const cached = store.encoded(write.key);
    if (cached?.uid === write.uid) {
      if (!write.gone) return isAtLeast(cached.resourceVersion, write.resourceVersion);
      // What is to be deleted may be seen as such until it is gone. What was to be deleted before is gone by this write.
      return write.verb.startsWith('delete') && cached.object.metadata.deletionTimestamp !== undefined;
    }
    // Another object has the name by now, or none has it: has the cache come so far, or not yet?
    return (
      write.gone ||
      (store.resourceVersion !== undefined && isAtLeast(store.resourceVersion, write.resourceVersion))
    );
  }

  #store(resource: string): Store<KubeObject> | undefined {
    return this.#caches?.store(resource);
  }

  /** Of whom the object of a write is. */
  #keyOf({ resource, key, owner, ownerBefore }: LedgerEntry): string | undefined {
    if (resource === this.#primary) return key;
    const of = owner ?? ownerBefore;
    if (!of || !this.#isPrimary(of)) return undefined;
    const slash = key.indexOf('/');
    const isNamespaced = this.#options.primary.scope === 'Namespaced';
    return objectKey(of.name, isNamespaced && slash !== -1 ? key.slice(0, slash) : '');
  }

  #isPrimary(owner: { readonly apiVersion: string; readonly kind: string }): boolean {
    const { primary } = this.#options;
    return owner.kind === primary.kind && owner.apiVersion === apiVersionOf(primary);
  }

  #violate(promise: string, what: string): void {
    this.violations.push(`${promise}: ${what}`);
  }
}

// So long a controller waits for what a key wrote; a cache that is later than that is in trouble, and says so.
const keptMs = 60_000;

/** Whether its caches had come as far as a write. */
function hasSeen({ inputs, primary }: SeenRun, { uid, gone, owner, resourceVersion }: LedgerEntry): boolean {
  const seen = inputs.get(uid);
  if (seen !== undefined) return !gone && isAtLeast(seen, resourceVersion);
  // What is gone, or another's by now, is to be seen no more.
  return gone || primary === undefined || (uid !== primary.uid && owner?.uid !== primary.uid);
}

function isAtLeast(a: string, b: string | undefined): boolean {
  return b === undefined || compareResourceVersions(a, b) >= 0;
}
