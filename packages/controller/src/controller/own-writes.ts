// What the runs of a controller write, and what follows from it: the next run of a key waits until caches have it, and a
// change that is the echo of a key's own write is known as one.

import type { Client, Layer } from '@kube-rx/client';
import { type Clock, objectKey, printable, type Resource } from '@kube-rx/core';
import { KeyGates } from '../consistency/key-gates.ts';
import { liveReadOf } from '../consistency/live-read.ts';
import type { LiveReads } from '../consistency/live-reads.ts';
import { ReflectorView, type ReflectorViewOptions } from '../consistency/reflector-view.ts';
import { writeRecorderLayer } from '../consistency/write-recorder.ts';
import { LoopGuard, type LoopVerdict } from '../loop-guard/loop-guard.ts';
import type { Run } from '../queue/run.ts';
import { RunKey } from '../source/run-key.ts';
import type { SourceTrigger } from '../source/source-trigger.ts';
import type { RunLog } from './controller-log.ts';
import type { Counters } from './controller-status.ts';

export interface OwnWritesOptions {
  readonly controller: string;
  /** What is reconciled. */
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  /** How long a run may wait for caches, in ms; 0: never. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: RunLog;
  /** A key need not wait any longer. */
  readonly onOpen: (key: string) => void;
}

/** The cluster that a run writes to. */
export interface WrittenCluster {
  /** Is asked what has become of writes, */
  readonly client: Client;
  /** so much at once. */
  readonly reads: LiveReads;
  /** False once it was removed: nothing is noted any more. */
  readonly isHere: () => boolean;
}

export class OwnWrites {
  readonly #options: OwnWritesOptions;
  readonly #gates: KeyGates;
  readonly #guard: LoopGuard;

  constructor(options: OwnWritesOptions) {
    this.#options = options;
    this.#gates = new KeyGates({
      ...options,
      onForgotten: () => {
        options.counters.gateTimeouts += 1;
      },
      isNamedBy: (key, { cluster, resource }, object) => {
        const { group, plural } = options.resource;
        if (resource.group !== group || resource.plural !== plural) return false;
        const named = RunKey.parse(key);
        return named.cluster === cluster && objectKey(named.name, named.namespace) === object;
      },
    });
    this.#guard = new LoopGuard(options.controller);
  }

  /** Writes to come are waited for in this cache as well, until the returned function is called. */
  watch(cache: ReflectorViewOptions): () => void {
    return this.#gates.add(new ReflectorView(cache));
  }

  /** For the client of a run: notes what it writes. */
  layer(key: string, { client, reads, isHere }: WrittenCluster): Layer {
    const { cluster } = RunKey.parse(key);
    return writeRecorderLayer((write, request) => {
      if (!isHere()) return;
      const now = this.#options.clock.monotonic();
      const read = reads.inTurn(liveReadOf(client, request, write));
      this.#gates.wrote(key, { cluster, write, now, read });
      if (write.type !== 'lost') this.#guard.wrote(key, write, now);
    });
  }

  /** Whether what led to a trigger is the echo of a write of the key's own. */
  isEcho(key: string, { reason, change }: SourceTrigger): boolean {
    if (!change || this.#guard.size === 0) return false;
    const { type, source, object, resourceVersion } = reason;
    const states = (): readonly [object | undefined, object] => [change.previous, change.object];
    return this.#guard.isEcho(key, {
      type,
      source,
      object,
      resourceVersion,
      uid: change.encoded.uid,
      states,
    });
  }

  /** Until when a run of the key has to wait at most, unless `onOpen` names it before; undefined where it may begin. */
  heldUntil(key: string): number | undefined {
    const { clock, counters } = this.#options;
    const verdict = this.#gates.enter(key, clock.monotonic());
    switch (verdict.type) {
      case 'wait':
        return verdict.until;
      case 'open':
        if (verdict.waitedMs > 0) counters.gateWaits += 1;
        return undefined;
      case 'ended': {
        const { until, missing } = verdict;
        const message = 'the object is gone by what the last run wrote, and its cache does not show it';
        if (missing !== undefined) this.#waitedInVain(key, message, { missing });
        return until;
      }
      case 'overdue': {
        const { waitedMs, missing } = verdict;
        const message = 'caches do not show what the last run wrote, and the run goes ahead';
        this.#waitedInVain(key, message, { waitedMs, missing });
        return undefined;
      }
    }
  }

  #waitedInVain(key: string, message: string, fields: object): void {
    const { controller, counters, log } = this.#options;
    counters.gateWaits += 1;
    counters.gateTimeouts += 1;
    log.write('warn', message, () => ({ controller, key: printable(key), ...fields }));
  }

  /** A run begins. Gives whether nothing but the key's own writes has led to it. */
  begin(run: Run): boolean {
    return this.#guard.begin(run.key, run) === 'own';
  }

  ended(key: string): LoopVerdict {
    return this.#guard.end(key, this.#options.clock.monotonic());
  }

  /** The key's object is gone. */
  forget(key: string): void {
    this.#gates.forget(key);
    this.#guard.forget(key);
  }

  /** Nothing is known any more of keys of a cluster that is removed: there may be another one of that name. */
  forgetCluster(cluster: string): void {
    const isGone = (key: string): boolean => RunKey.parse(key).cluster === cluster;
    this.#gates.forgetAll(isGone);
    this.#guard.forgetAll(isGone);
  }

  close(): void {
    this.#gates.close();
  }
}
