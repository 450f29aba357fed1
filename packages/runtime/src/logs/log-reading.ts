// All that one call of `logs` has open: the watch of Pods, and a reader for each of their containers.

import { Api, type Client, clientClosed, TransportError } from '@kube-rx/client';
import {
  controllerOf,
  InvalidRequestError,
  isForbidden,
  isUnauthorized,
  type KubeObject,
  type LogParams,
} from '@kube-rx/core';
import { type ContainerInstance, containerInstances } from '../pods/container-instances.ts';
import { isFinished, Job, jobOf, Pod } from '../pods/pod.ts';
import type { PodSelection } from '../pods/pod-selection.ts';
import { type Reflector, reflector } from '../reflector/reflector.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import { ContainerLog, refusalsBelieved } from './container-log.ts';
import { ContainerReader } from './container-reader.ts';
import { LogMerge } from './log-merge.ts';
import type { LogLine, LogsOptions, LogTrouble } from './log-options.ts';
import { Turns } from './turns.ts';

const defaultBackoff = { minMs: 800, maxMs: 30_000 };

export class LogReading {
  readonly #client: Client;
  readonly #pods: Api<Pod, 'log' | 'portforward'>;
  readonly #selection: PodSelection;
  readonly #options: LogsOptions & { readonly maxStreams: number };
  readonly #merge = new LogMerge<LogLine>();
  readonly #leave = new AbortController();
  readonly #turns: Turns;
  // By Pod and container. A Pod that was made anew under its name has another uid.
  readonly #readers = new Map<string, Map<string, ContainerReader>>();
  // Of Pods that are gone: they read what is left.
  readonly #closing = new Set<ContainerReader>();
  #cache: Reflector<Pod> | undefined;
  #jobs: Reflector<KubeObject> | undefined;
  #hasBegun = false;

  constructor(
    client: Client,
    selection: PodSelection,
    options: LogsOptions & { readonly maxStreams: number },
  ) {
    this.#client = client;
    this.#selection = selection;
    this.#options = options;
    this.#pods = Api.namespaced(client, Pod, selection.namespace);
    this.#turns = new Turns(options.maxStreams);
  }

  get lines(): AsyncIterableIterator<LogLine, undefined, undefined> {
    return this.#merge.items;
  }

  /** Resolves when what there is at the beginning is being read. */
  async start(): Promise<void> {
    const { podName, query } = this.#selection;
    const { signal, follow = false } = this.#options;
    // A selection of nothing is no error, but a Pod that is not there is.
    if (podName !== undefined) await this.#pods.get(podName, { signal });
    if (follow) {
      await this.#watch();
      return;
    }
    const jobs = await this.#listJobs();
    for await (const pod of this.#pods.listAll({ ...query, signal })) if (jobs(pod)) this.#see(pod);
    this.#hasBegun = true;
    this.#endIfOver();
  }

  fail(error: Error): void {
    this.#merge.items.fail(error);
    this.#leave.abort();
  }

  /** Resolves when nothing is open. Idempotent. */
  async close(): Promise<void> {
    this.#leave.abort();
    await this.#merge.close();
    await this.#cache?.close();
    await this.#jobs?.close();
    const readers = [...this.#readers.values()].flatMap((each) => [...each.values()]);
    await Promise.all([...readers, ...this.#closing].map((reader) => reader.close()));
  }

  async #watch(): Promise<void> {
    const { query, cronJob } = this.#selection;
    const { signal } = this.#options;
    const options = { clock: this.#client.clock, onStatus: this.#onStatus };
    if (cronJob) {
      this.#jobs = reflector(Api.namespaced(this.#client, Job, this.#selection.namespace), options);
      await this.#jobs.ready({ signal });
      // The Job of a Pod may be told after the Pod.
      this.#jobs.changes$.subscribe({ next: () => this.#seeAll(), error: () => undefined });
    }
    this.#cache = reflector(this.#pods, { ...query, ...options });
    this.#cache.changes$.subscribe({
      next: ({ type, object }) => (type === 'deleted' ? this.#lose(object) : this.#see(object)),
      error: () => undefined,
    });
    void this.#cache.ready({ signal: this.#leave.signal }).then(
      () => {
        this.#hasBegun = true;
        this.#endIfOver();
      },
      () => undefined,
    );
  }

  #seeAll(): void {
    for (const pod of this.#cache?.store.list() ?? []) this.#see(pod);
  }

  async #listJobs(): Promise<(pod: Pod) => boolean> {
    const { cronJob, namespace } = this.#selection;
    if (!cronJob) return () => true;
    const own = new Set<string>();
    for await (const job of Api.namespaced(this.#client, Job, namespace).listAll({
      signal: this.#options.signal,
    }))
      if (isOf(cronJob, job)) own.add(job.metadata.name);
    return (pod) => own.has(jobOf(pod) ?? '');
  }

  #isSelected(pod: Pod): boolean {
    const { cronJob, namespace } = this.#selection;
    if (!cronJob || !this.#jobs) return true;
    const job = this.#jobs.store.get(`${namespace}/${jobOf(pod) ?? ''}`);
    return job !== undefined && isOf(cronJob, job);
  }

  #see(pod: Pod): void {
    if (this.#leave.signal.aborted || !this.#isSelected(pod)) return;
    const key = pod.metadata.uid ?? pod.metadata.name;
    const readers = this.#readers.get(key) ?? new Map<string, ContainerReader>();
    this.#readers.set(key, readers);
    for (const instance of containerInstances(pod)) {
      if (!this.#isWanted(instance)) continue;
      const reader = readers.get(instance.name) ?? this.#newReader(pod, instance.name);
      readers.set(instance.name, reader);
      reader.observe(instance, isFinished(pod));
    }
    this.#endIfOver();
  }

  #lose(pod: Pod): void {
    const key = pod.metadata.uid ?? pod.metadata.name;
    for (const reader of this.#readers.get(key)?.values() ?? []) {
      if (!reader.isOver) this.#closing.add(reader);
      reader.gone();
    }
    this.#readers.delete(key);
    this.#endIfOver();
  }

  #isWanted({ name, type }: ContainerInstance): boolean {
    const { container } = this.#options;
    return typeof container === 'function' ? container({ name, type }) : (container ?? name) === name;
  }

  #newReader(pod: Pod, container: string): ContainerReader {
    const { follow = false, since, sinceTime, tailLines, timestamps = false } = this.#options;
    const { maxLineBytes, backoff = defaultBackoff, random = Math.random, maxStreams } = this.#options;
    const { name } = pod.metadata;
    const { namespace } = this.#selection;
    // Of what began later all is wanted.
    const tail = this.#hasBegun ? undefined : tailLines;
    const first: LogParams = {
      ...(since !== undefined && { since }),
      ...(sinceTime !== undefined && { sinceTime }),
      ...(tail !== undefined && { tailLines: tail }),
    };
    const tell = (error: Error, retryInMs?: number): void =>
      this.#tell({ pod: name, container, error, ...(retryInMs !== undefined && { retryInMs }) });
    if (follow && this.#turns.isFull) {
      const problem = `at most ${maxStreams} containers are followed at once, and ${name} (${container}) waits; raise maxStreams`;
      tell(new InvalidRequestError(problem));
    }
    const reader = new ContainerReader({
      machine: new ContainerLog({ container, follow, first }),
      clock: this.#client.clock,
      random,
      backoff,
      turns: this.#turns,
      leave: this.#leave.signal,
      open: (params) =>
        this.#pods.logs(name, {
          ...params,
          ...(maxLineBytes !== undefined && { maxLineBytes }),
          signal: this.#leave.signal,
          retry: false,
        }),
      write: ({ time, text }) =>
        this.#merge.offer({
          namespace,
          pod: name,
          container,
          line: text,
          ...(timestamps && time !== undefined && { time }),
        }),
      onTrouble: tell,
      onOver: () => {
        this.#closing.delete(reader);
        this.#endIfOver();
      },
    });
    return reader;
  }

  // It goes on by itself. What was allowed before is not given up at once.
  #onStatus = ({ lastError, synced, attempt }: WatcherStatus): void => {
    if (!lastError) return;
    const isRefused = isForbidden(lastError) || isUnauthorized(lastError);
    const isGivenUp = isRefused && (!synced || attempt >= refusalsBelieved);
    this.#tell({ error: lastError, ...(!isGivenUp && { retryInMs: 0 }) });
  };

  #tell(trouble: LogTrouble): void {
    const { error, retryInMs } = trouble;
    const { onTrouble } = this.#options;
    if (this.#leave.signal.aborted) return;
    if (error instanceof TransportError && error.code === clientClosed) this.fail(error);
    else if (onTrouble) onTrouble(trouble);
    else if (retryInMs === undefined) this.fail(error);
  }

  /** What is followed may always have more, but for a Pod that was named and has ended. */
  #endIfOver(): void {
    const { follow = false } = this.#options;
    if (!this.#hasBegun || (follow && this.#selection.podName === undefined)) return;
    const readers = [...this.#readers.values()].flatMap((each) => [...each.values()]);
    if (follow && (this.#closing.size > 0 || this.#cache?.store.list().some((pod) => !isFinished(pod))))
      return;
    if (readers.every(({ isOver }) => isOver)) this.#merge.items.end();
  }
}

function isOf(cronJob: KubeObject, job: KubeObject): boolean {
  const owner = controllerOf(job);
  return owner?.kind === 'CronJob' && owner.uid === cronJob.metadata.uid;
}
