// The Pod that the next connection goes to, kept current by watches.

import { Api, type Client, DeadlineError } from '@kube-rx/client';
import { type Clock, isConditionTrue, type LabelQuery, onAbort, sleep } from '@kube-rx/core';
import { Subject } from 'rxjs';
import { isFinished, Pod } from '../pods/pod.ts';
import { type PodSelection, selectorOf } from '../pods/pod-selection.ts';
import { Service } from '../pods/service.ts';
import { type Reflector, reflector } from '../reflector/reflector.ts';

export interface PickOptions {
  readonly signal: AbortSignal;
  /** How long to wait for a Pod, in ms. */
  readonly timeout: number;
  /** The uids of Pods that could not be reached: one that was made anew under its name can. */
  readonly without: ReadonlySet<string>;
}

export class ReadyPods implements AsyncDisposable {
  readonly #client: Client;
  readonly #selection: PodSelection;
  readonly #what: string;
  readonly #clock: Clock;
  readonly #services: Reflector<Service> | undefined;
  readonly #changes = new Subject<void>();
  #pods: Reflector<Pod>;
  #service: Service | undefined;
  #selector: string | undefined;
  #last: string | undefined;

  /** `what` names whose Pods these are, for messages. The selector and the ports of a `service` are followed. */
  constructor(
    client: Client,
    selection: PodSelection,
    { what, service }: { what: string; service?: Service },
  ) {
    this.#client = client;
    this.#selection = selection;
    this.#what = what;
    this.#clock = client.clock;
    this.#pods = this.#watch(selection.query.labelSelector);
    if (!service) return;
    this.#service = service;
    this.#selector = selectorOf(service)?.toString();
    const fieldSelector = { 'metadata.name': service.metadata.name };
    const services = Api.namespaced(client, Service, selection.namespace);
    this.#services = reflector(services, { fieldSelector, clock: this.#clock });
    this.#services.changes$.subscribe({
      next: ({ type, object }) => {
        if (type !== 'deleted') this.#follow(object);
      },
      error: () => undefined,
    });
  }

  /** As it was last; undefined where the target is no Service. */
  get service(): Service | undefined {
    return this.#service;
  }

  /**
   * A Pod that runs and is ready: the same one as long as it is. A Pod that was named itself need only run.
   *
   * @throws DeadlineError where there is none within `timeout`.
   */
  async pick({ signal, timeout, without }: PickOptions): Promise<Pod> {
    const found = this.#choose(without);
    if (found) return found;
    const given = new AbortController();
    const stop = onAbort(signal, () => given.abort());
    const { promise, resolve } = Promise.withResolvers<Pod>();
    const look = (): void => {
      const pod = this.#choose(without);
      if (pod) resolve(pod);
    };
    const subscription = this.#changes.subscribe({ next: look, error: () => undefined });
    try {
      return await Promise.race([promise, this.#giveUp(timeout, given.signal)]);
    } finally {
      subscription.unsubscribe();
      stop();
      given.abort();
    }
  }

  async close(): Promise<void> {
    await this.#services?.close();
    await this.#pods.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #giveUp(timeout: number, signal: AbortSignal): Promise<never> {
    await sleep(this.#clock, timeout, signal);
    const { lastError: cause } = this.#pods.status;
    const pods = this.#pods.store.size;
    const why = cause
      ? `: ${cause.message}`
      : `; it has ${pods === 0 ? 'none' : `${pods}, none of them ready`}`;
    const message = `${this.#what}: no Pod to connect to within ${timeout} ms${why}`;
    throw new DeadlineError(message, { timeoutMs: timeout, cause });
  }

  #choose(without: ReadonlySet<string>): Pod | undefined {
    const usable = this.#pods.store
      .list()
      .filter((pod) => this.#isUsable(pod) && !without.has(pod.metadata.uid ?? ''));
    const same = usable.find(({ metadata }) => metadata.name === this.#last);
    const pod = same ?? usable.sort(byReadiness)[0];
    this.#last = pod?.metadata.name;
    return pod;
  }

  #isUsable(pod: Pod): boolean {
    const runs = pod.status?.phase === 'Running' && pod.metadata.deletionTimestamp === undefined;
    return (
      runs && !isFinished(pod) && (this.#selection.podName !== undefined || isConditionTrue(pod, 'Ready'))
    );
  }

  #watch(labelSelector: PodSelection['query']['labelSelector']): Reflector<Pod> {
    const { namespace, query } = this.#selection;
    const options = { ...query, ...(labelSelector !== undefined && { labelSelector }), clock: this.#clock };
    const pods = reflector(Api.namespaced(this.#client, Pod, namespace), options);
    // It heals by itself, so it has no errors.
    pods.changes$.subscribe({ next: () => this.#changes.next(), error: () => undefined });
    return pods;
  }

  #follow(service: Service): void {
    this.#service = service;
    const selector: LabelQuery | undefined = selectorOf(service);
    const text = selector?.toString();
    if (selector === undefined || text === this.#selector) return;
    this.#selector = text;
    void this.#pods.close();
    this.#pods = this.#watch(selector);
  }
}

/** Those that are ready for longest come first. */
function byReadiness(a: Pod, b: Pod): number {
  const [first, second] = [readySince(a), readySince(b)];
  if (first !== second) return first < second ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function readySince({ status }: Pod): string {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}
