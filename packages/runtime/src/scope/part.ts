// One watch that feeds a store, with its audits: of one namespace, or of all.

import type { KubeObject } from '@kube-rx/core';
import { AuditSchedule } from '../reflector/audit-schedule.ts';
import type { StoreState } from '../reflector/store-state.ts';
import type { VersionWaiters } from '../reflector/version-waiters.ts';
import { StoreWriter } from '../reflector/writer.ts';
import { WatcherDriver, type WatcherSink } from '../watcher/driver.ts';
import type { InterruptedEvent, WatcherEvent } from '../watcher/event.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';

export interface PartOptions<K extends KubeObject> extends Pick<WatcherSink<K>, 'error' | 'complete'> {
  readonly state: StoreState<K>;
  readonly options: ResolvedWatcherOptions;
  /** As `AuditOptions` has it. */
  readonly auditMs: number;
  readonly namespace: string | undefined;
  readonly versions: VersionWaiters;
  readonly onSynced: () => void;
  readonly onInterrupted?: (event: InterruptedEvent) => void;
}

export class Part<K extends KubeObject> {
  readonly #driver: WatcherDriver<K>;
  readonly #writer: StoreWriter<K>;
  readonly #audits: AuditSchedule<K>;

  constructor(source: ListWatch<K>, part: PartOptions<K>) {
    const { state, options, namespace, versions, onInterrupted } = part;
    const writer = new StoreWriter<K>(state, {
      namespace,
      versions,
      onSynced: (deleted) => {
        this.#audits.noteInitialState(deleted);
        part.onSynced();
      },
    });
    const apply = (event: WatcherEvent<K>): void => writer.apply(event);
    const applyAndTell = (event: WatcherEvent<K>): void => {
      writer.apply(event);
      if (event.type === 'Interrupted') onInterrupted?.(event);
    };
    const driver = new WatcherDriver<K>(source, options, {
      next: onInterrupted ? applyAndTell : apply,
      borrows: true,
      error: (error) => {
        this.#audits.close();
        part.error(error);
      },
      complete: part.complete,
    });
    const watch = {
      get status() {
        return driver.status;
      },
      drifted: (error: Error) => driver.report({ type: 'drifted', error }, driver.machine.effectId),
      doubtHistory: () => driver.report({ type: 'historyDoubted' }, driver.machine.effectId),
    };
    this.#writer = writer;
    this.#driver = driver;
    this.#audits = new AuditSchedule({ source, options, state, namespace, watch }, part.auditMs);
  }

  get status(): WatcherStatus {
    return this.#driver.status;
  }

  start(): void {
    this.#driver.start();
  }

  /** What it brought stays in the store. */
  close(): void {
    this.#audits.close();
    this.#driver.close();
    this.#writer.stop();
  }

  /** What it brought leaves the store. */
  leave(): void {
    this.close();
    this.#writer.leave();
  }
}
