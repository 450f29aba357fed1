// Where a case of chaos plays: a namespace of its own, the proxies, a cache through them, and who judges it.

import { Api, Client, StaticToken } from '@kube-rx/client';
import { ConfigMap, Namespace } from '@kube-rx/k8s';
import type { ReflectorOptions, WatcherStatus } from '@kube-rx/runtime';
import { ChaosProxy, type Faults } from '../chaos-proxy.ts';
import type { ControlPlane } from '../control-plane.ts';
import { CutProxy } from '../cut-proxy.ts';
import type { CaseSettings, Outcome } from './outcome.ts';
import { CacheView, EventsView, identify, type View } from './view.ts';

const objects = 12;

export class Stage {
  readonly namespace: string;
  readonly controlPlane: ControlPlane;
  /** By no proxy. */
  readonly direct: Client;
  /** Writes and reads the truth, by no proxy. */
  readonly truth: Api<ConfigMap>;
  readonly proxy: ChaosProxy;
  readonly wire: CutProxy;
  /** Every trouble that the cache had, in its own words. */
  readonly troubles: string[] = [];
  readonly #case: CaseSettings;
  readonly #clients: Client[] = [];
  readonly #views: View[] = [];
  /** Of the last write of each object, by its name. */
  readonly #versions = new Map<string, string | undefined>();
  #round = 0;
  #faultAt: number | undefined;
  #healedAt: number | undefined;
  #noticedAt: number | undefined;
  #writtenAt = 0;
  #rightAt = Infinity;
  #rightMs = Infinity;
  #requests: number | undefined;
  #failure: string | undefined;

  private constructor(chaos: CaseSettings, { controlPlane, namespace, direct, proxy, wire }: Props) {
    this.#case = chaos;
    this.controlPlane = controlPlane;
    this.direct = direct;
    this.namespace = namespace;
    this.truth = Api.namespaced(direct, ConfigMap, namespace);
    this.proxy = proxy;
    this.wire = wire;
  }

  /** Plays the case to its end, and judges it. */
  static async play(
    chaos: CaseSettings & { readonly play: (stage: Stage) => Promise<void> },
    place: Place,
  ): Promise<Outcome> {
    const { controlPlane, direct, namespace } = place;
    await Api.all(direct, Namespace).create({ metadata: { name: namespace } });
    await using proxy = await ChaosProxy.start({
      target: controlPlane.url,
      ca: controlPlane.ca,
      token: controlPlane.adminToken,
      ...chaos.proxy,
    });
    await using wire = await CutProxy.start(controlPlane.url);
    const stage = new Stage(chaos, { ...place, proxy, wire });
    try {
      for (let index = 0; index < objects; index += 1) await stage.create(`item-${index}`);
      await chaos.play(stage);
      await stage.#end();
    } catch (thrown) {
      stage.#failure = thrown instanceof Error ? thrown.message : String(thrown);
    }
    const outcome = await stage.#judge();
    for (const view of stage.#views) await view.close();
    for (const client of stage.#clients) await client.close();
    return outcome;
  }

  /** The one that is judged, the last one. */
  get view(): View {
    const view = this.#views.at(-1);
    if (!view) throw new Error('nothing was opened');
    return view;
  }

  get http2(): boolean {
    return this.#case.http2 === true;
  }

  get status(): WatcherStatus {
    return this.view.status;
  }

  /** A client that knows the server by the proxy of HTTP, or by that of bytes. */
  client(by: 'proxy' | 'wire' = this.#case.by ?? 'proxy'): Client {
    const client = Client.fromConfig(
      {
        server: by === 'wire' ? this.wire.url : this.proxy.url,
        tls: { certificateAuthority: by === 'wire' ? this.controlPlane.ca : this.proxy.ca },
        credentials: new StaticToken(this.controlPlane.adminToken),
      },
      { http2: this.http2 },
    );
    this.#clients.push(client);
    return client;
  }

  /** Opens the cache that is judged, and waits for its first whole state unless told otherwise. */
  async open(
    options: { readonly isAwaited?: boolean; readonly client?: Client } & ReflectorOptions<ConfigMap> = {},
  ): Promise<void> {
    const { isAwaited = true, client = this.client(), ...rest } = options;
    const api = rest.namespaces ? Api.all(client, ConfigMap) : this.#through(client);
    const view = new CacheView(api, { ...rest, onTrouble: this.note });
    this.judge(view);
    if (isAwaited) await view.cache.ready({ timeout: 60_000 });
  }

  /** Opens a cache of all of the cluster that takes this namespace alone, by a watch of its own. */
  async openPart(): Promise<void> {
    await this.open({ namespaces: [this.namespace] });
  }

  /** Opens a watcher without a store, whose events are taken at their word. */
  async openEvents(): Promise<void> {
    this.judge(new EventsView(this.#through(this.client()), { onTrouble: this.note }));
    await this.until('it is synced', () => this.status.synced);
  }

  /** From now on this one is judged. */
  judge(view: View): void {
    this.#views.push(view);
  }

  #through(client: Client): Api<ConfigMap> {
    return Api.namespaced(client, ConfigMap, this.namespace);
  }

  /** Trouble that the view had. */
  readonly note = (message: string): void => {
    this.troubles.push(message);
    if (this.#faultAt !== undefined) this.#noticedAt ??= performance.now();
  };

  /** Closes the cache, for another one. */
  async drop(): Promise<void> {
    await this.view.close();
  }

  /** From now on this is wrong. */
  fault(faults?: Faults): void {
    this.#faultAt = performance.now();
    if (faults) this.proxy.faults = faults;
  }

  /** From now on nothing is wrong any more that can be mended here. */
  heal(): void {
    this.proxy.faults = {};
    this.#healedAt = performance.now();
  }

  /** News of each type: an object made, one changed, one deleted. */
  async write(): Promise<void> {
    const round = this.#round;
    this.#round += 1;
    await this.create(`new-${round}`);
    await this.change(`item-${round % 6}`);
    if (round < 5) await this.truth.delete(`item-${objects - 1 - round}`);
    this.#writtenAt = performance.now();
  }

  async create(name: string): Promise<void> {
    const { metadata } = await this.truth.create({ metadata: { name }, data: { text: 'ü€😀' } });
    this.#versions.set(name, metadata.resourceVersion);
    this.#writtenAt = performance.now();
  }

  async change(name: string): Promise<void> {
    const { metadata } = await this.truth.patch.merge(name, { data: { at: `${performance.now()}` } });
    this.#versions.set(name, metadata.resourceVersion);
    this.#writtenAt = performance.now();
  }

  /** Resolves after so long; meanwhile something is written every `everyMs`, if that is given. */
  async wait(forMs: number, everyMs?: number): Promise<void> {
    const until = performance.now() + forMs;
    while (performance.now() < until) {
      if (everyMs !== undefined) await this.change('item-0');
      await pause(Math.min(everyMs ?? Infinity, Math.max(0, until - performance.now())));
    }
  }

  async until(what: string, condition: () => boolean, withinMs = 60_000): Promise<void> {
    const until = performance.now() + withinMs;
    while (!condition()) {
      if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${what}`);
      await pause(10);
    }
  }

  /** It has the last write of an object. */
  async seen(name: string, withinMs: number): Promise<void> {
    const isSeen = (): boolean => this.view.versionOf(name) === this.#versions.get(name);
    await this.until(`the change of ${name} is seen`, isSeen, withinMs);
  }

  /** The moment from which on the cache is as the server is, which nobody writes to any more. */
  async #right(withinMs: number): Promise<number> {
    const wanted = (await this.truth.list()).map(identify).sort();
    const until = performance.now() + withinMs;
    for (;;) {
      const held = this.view.held().sort();
      if (held.join() === wanted.join()) return performance.now();
      if (performance.now() > until) {
        const [missing, wrong] = [difference(wanted, held), difference(held, wanted)];
        const { phase, lastError, counters } = this.status;
        throw new Error(
          `not right within ${withinMs} ms: lacks ${missing.join()}, has ${wrong.join()}; ` +
            `${phase} ${lastError?.message ?? ''} ${JSON.stringify(counters)}; ${this.troubles.join(' / ')}`,
        );
      }
      await pause(10);
    }
  }

  async #end(): Promise<void> {
    const { rightWithinMs } = this.#case;
    const since = this.#since;
    const rightAt = await this.#right(Math.max(0, rightWithinMs - (performance.now() - since)));
    this.#rightAt = rightAt;
    this.#rightMs = Math.max(0, rightAt - since);
    this.#requests = this.#requestsSoFar;
    // It is alive, and not right by chance.
    await this.write();
    await this.#right(rightWithinMs);
  }

  /** From when on the cache could know better. */
  get #since(): number {
    return Math.max(this.#healedAt ?? this.#faultAt ?? 0, this.#writtenAt);
  }

  get #requestsSoFar(): number {
    return this.proxy.asked.length || this.wire.accepted;
  }

  async #judge(): Promise<Outcome> {
    const { name, isUnreachable = false } = this.#case;
    const faultAt = this.#faultAt ?? 0;
    const asked = this.proxy.asked.find(({ at }) => at > faultAt)?.at;
    const noticedAt = Math.min(this.#noticedAt ?? Infinity, asked ?? Infinity, this.#rightAt);
    const existing = new Set((await this.truth.list()).map(({ metadata }) => metadata.uid ?? ''));
    return {
      name,
      isUnreachable,
      noticedMs: noticedAt - faultAt,
      rightMs: this.#rightMs,
      requests: this.#requests ?? this.#requestsSoFar,
      relists: this.#views.at(-1)?.status.counters.relists ?? 0,
      lies: this.#views.flatMap(({ history }) => [...history.lies, ...history.deletionsOf(existing)]),
      troubles: this.troubles,
      ...(this.#failure !== undefined && { failure: this.#failure }),
    };
  }
}

export interface Place {
  readonly controlPlane: ControlPlane;
  readonly direct: Client;
  readonly namespace: string;
}

interface Props extends Place {
  readonly proxy: ChaosProxy;
  readonly wire: CutProxy;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

function difference(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return some.filter((each) => !known.has(each));
}
