// One measurement: a world with one reflector, somebody who writes, and a fault. It knows when the reflector first asked for
// anything after the fault, and when it was right again.

import {
  ConfigMap,
  contentsOf,
  type Host,
  Random,
  type ScheduledFault,
  type SeenRequest,
  World,
} from '@kube-rx/simulation';
import { Api, type DynamicObject, type Reflector, type ReflectorOptions, reflector } from 'kube-rx';

/** In milliseconds since the mark; undefined: not within the time that was given. */
export interface Outcome {
  readonly noticedMs: number | undefined;
  readonly rightMs: number | undefined;
}

export interface TrialOptions {
  readonly seed: number;
  /** What exists from the start. Default 3. */
  readonly objects?: number;
}

// The way of a change through the network: whoever is behind for so long was not right in between.
const wayMs = 50;
const namespace = 'default';

export class Trial {
  readonly world: World;
  readonly random: Random;
  readonly host: Host;
  readonly #writer: Api<DynamicObject>;
  readonly #held = new Map<string, string>();
  readonly #names: readonly string[];
  #cache: Reflector<DynamicObject> | undefined;
  #writing: ReturnType<World['clock']['schedule']> | undefined;
  #writes = 0;
  #since = 0;
  #isNotice: (request: SeenRequest) => boolean = () => false;
  #noticedAt: number | undefined;
  #wrongSince: number | undefined;
  #rightAt: number | undefined;

  constructor({ seed, objects = 3 }: TrialOptions) {
    this.#names = Array.from({ length: objects }, (_, index) => `object-${String(index).padStart(3, '0')}`);
    this.world = new World(seed, {
      objects: this.#names.map((name) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
      })),
    });
    this.random = new Random(~seed);
    this.host = this.world.host('measured');
    this.#writer = Api.namespaced(this.world.direct(), ConfigMap, namespace);
    this.world.onRequest.add((request) => {
      if (request.client === 'measured' && this.#isNotice(request)) this.#noticedAt ??= this.#now;
    });
  }

  /** Starts the reflector. */
  async begin(options: ReflectorOptions<DynamicObject> = {}): Promise<Reflector<DynamicObject>> {
    await this.learn();
    const { clock, client } = this.host;
    const cache = reflector(Api.namespaced(client, ConfigMap, namespace), {
      ...options,
      clock,
      random: this.random.fork().next,
    });
    this.#cache = cache;
    cache.store.observe(() => this.#look());
    return cache;
  }

  /** Takes over what the server holds, as after a restore. */
  async learn(): Promise<void> {
    const truth = await this.world.truth({ resource: ConfigMap, namespace });
    this.#held.clear();
    for (const entry of truth) this.#held.set(entry.slice(0, entry.indexOf('@')), entry);
    this.#look();
  }

  /** Changes an object. */
  async write(): Promise<void> {
    this.#writes += 1;
    const name = this.#names[this.random.below(this.#names.length)] ?? 'object-000';
    const { metadata } = await this.#writer.patch.merge(name, { data: { write: String(this.#writes) } });
    const { uid = '', resourceVersion = '' } = metadata;
    this.#held.set(`${namespace}/${name}`, `${namespace}/${name}@${uid}@${resourceVersion}`);
    this.#look();
  }

  /** Somebody changes an object about every so often, from now on, at times that know nothing of each other. */
  writeEvery(meanMs: number): void {
    const waitMs = -Math.log(1 - this.random.next()) * meanMs;
    this.#writing = this.world.clock.schedule(waitMs, () => {
      void this.write();
      this.writeEvery(meanMs);
    });
  }

  stopWriting(): void {
    this.#writing?.cancel();
    this.#writing = undefined;
  }

  /** Lets so much time pass, or a random time between two. */
  async pass(fromMs: number, toMs: number = fromMs): Promise<void> {
    await this.world.clock.advance(this.random.between(fromMs, toMs));
  }

  inflict(fault: ScheduledFault['fault'], limits: Omit<ScheduledFault, 'at' | 'fault'> = {}): void {
    this.world.inflict({ fault, ...limits });
  }

  /** From now on time is taken. */
  mark(isNotice: (request: SeenRequest) => boolean = () => true): void {
    this.#since = this.#now;
    this.#isNotice = isNotice;
    this.#noticedAt = undefined;
    this.#rightAt = undefined;
    this.#wrongSince = undefined;
    this.#look();
  }

  /** Waits until the reflector is right again. */
  async outcome(limitMs: number): Promise<Outcome> {
    const endsAt = this.#now + limitMs;
    while (this.#rightAt === undefined && this.#now < endsAt) await this.world.clock.advance(1000);
    const sinceMark = (at: number | undefined): number | undefined => at && at - this.#since;
    // What was never wrong is right at once, also where the time ends while a change is on its way.
    const rightAt = this.#rightAt ?? (this.#isWrong ? undefined : this.#since);
    return { noticedMs: sinceMark(this.#noticedAt), rightMs: sinceMark(rightAt) };
  }

  /** How many requests of the reflector there were. */
  get requests(): number {
    return this.world.requests.filter(({ client }) => client === 'measured').length;
  }

  async end(): Promise<void> {
    this.stopWriting();
    this.world.calm();
    await this.#cache?.close();
    await this.world.close();
  }

  get #now(): number {
    return this.world.clock.monotonic();
  }

  /** It is behind, and not by what may be on its way. */
  get #isWrong(): boolean {
    return this.#wrongSince !== undefined && this.#now - this.#wrongSince > wayMs;
  }

  #look(): void {
    if (!this.#cache || this.#rightAt !== undefined) return;
    if (contentsOf(this.#cache.store).join() !== [...this.#held.values()].sort().join())
      this.#wrongSince ??= this.#now;
    else if (this.#wrongSince !== undefined) {
      if (this.#isWrong) this.#rightAt = this.#now;
      this.#wrongSince = undefined;
    }
  }
}
