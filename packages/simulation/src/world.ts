// Everything around the subjects: time, chance, an API server, the network before it, and a workload that writes to it.

import { ApiServer, type SeedObject, type ServerSnapshot } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import {
  type DynamicObject,
  defineResource,
  FieldQuery,
  type FieldSelectorInput,
  type HttpService,
  LabelQuery,
  type LabelSelectorInput,
  objectKey,
  type Resource,
  readBody,
  resourceName,
  VirtualClock,
} from '@kube-rx/core';
import type { Actor, StartActor } from './actors/actor.ts';
import type { RequestByHand, ScheduledFault } from './fault.ts';
import { FaultsInForce } from './faults-in-force.ts';
import { Host } from './host.ts';
import { Ledger } from './ledger.ts';
import { Program, type ProgramOptions } from './program.ts';
import { Random } from './random.ts';
import { type SeenRequest, SimulatedNetwork } from './simulated-network.ts';
import { configMapWrites, type Workload } from './workload.ts';

export interface WorldOptions {
  /** The built-in kinds to serve. Default: those of `ApiServer`. */
  readonly resources?: readonly Resource[];
  /** CustomResourceDefinitions, as manifests; their kinds are served from the start. */
  readonly definitions?: readonly SeedObject[];
  /** What exists from the start. A restore goes back to it. */
  readonly objects?: readonly SeedObject[];
  /** Who writes. Default: `configMapWrites`. */
  readonly workload?: Workload;
  /** Who acts in it by itself. Default: nobody. */
  readonly actors?: readonly StartActor[];
  /** Called with a line for every write, request, fault and event. */
  readonly trace?: ((line: string) => void) | undefined;
}

/** Some of the server's objects, as a subject sees them. */
export interface View {
  readonly resource: Resource;
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: LabelSelectorInput | undefined;
  readonly fieldSelector?: FieldSelectorInput | undefined;
}

/** What the server held at a revision. */
interface Truth {
  readonly revision: number;
  readonly objects: readonly string[];
}

/**
 * @example
 * const workload = randomWrites({ resource: ConfigMap, draw: () => ({ metadata: {} }) });
 * const world = new World(42, { workload });
 * await using cache = reflector(Api.all(world.client('mine'), ConfigMap), { clock: world.clock });
 * await world.write(world.random);
 * await world.clock.advance(1000);
 */
export class World {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Random;
  readonly network: SimulatedNetwork;
  /** Every write that the server has taken, in order. */
  readonly ledger: Ledger = new Ledger(this.clock);
  /** Every request that was made, in order. */
  readonly requests: SeenRequest[] = [];
  /** Called with every request as it is made. */
  readonly onRequest: Set<(request: SeenRequest) => void> = new Set();
  /** Called with every fault as it happens. */
  readonly onFault: Set<(fault: Omit<ScheduledFault, 'at'>) => void> = new Set();
  readonly #options: WorldOptions;
  // How long clients wait. Apart from the rest of chance, which no wait may shift.
  readonly #jitter: () => number;
  readonly #server: ApiServer;
  readonly #start: ServerSnapshot;
  readonly #programs: Program[] = [];
  readonly #hosts: Host[] = [];
  readonly #actors: readonly Actor[];
  readonly #faults: FaultsInForce;
  // What the server held, by view. Kept, because it is asked for more often than it changes.
  readonly #truths = new Map<string, Truth>();
  #writes = 0;

  constructor(seed: number, options: WorldOptions = {}) {
    const { resources, definitions = [], objects = [], actors = [] } = options;
    const { clock } = this;
    this.#options = options;
    this.random = new Random(seed);
    this.#jitter = new Random(~seed).next;
    const random = this.random.fork().next;
    this.#server = new ApiServer({ clock, random, historySize: 200, ...(resources && { resources }) });
    this.#server.seed([...definitions, ...objects]);
    this.#start = this.#server.snapshot();
    this.network = new SimulatedNetwork({
      clock,
      service: this.#server.service,
      ledger: this.ledger,
      random: this.random.next,
      onRequest: (request) => {
        this.requests.push(request);
        for (const listener of this.onRequest) listener(request);
        this.note(`${request.client} asks (${request.kind})`);
      },
    });
    this.ledger.onEntry.add(({ client, verb, resource, key, resourceVersion, gone, effective }) => {
      const outcome = gone ? 'it is gone' : effective ? `it is at ${resourceVersion ?? ''}` : 'as it was';
      this.note(`${client || 'somebody'} sends ${verb} for ${resource} ${key}: ${outcome}`);
    });
    this.#faults = new FaultsInForce({
      clock,
      random: this.random,
      network: this.network,
      server: this.#server,
      programs: this.#programs,
      hosts: this.#hosts,
      direct: (request) => this.#byHand(request),
      onRestore: () => this.#restore(),
    });
    this.#actors = actors.map((start) => start(this, this.random.fork()));
  }

  /** A world of the same options, with other objects from the start, where nobody reads the trace. */
  sibling(seed: number, change: (objects: readonly SeedObject[]) => readonly SeedObject[]): World {
    const { objects = [] } = this.#options;
    return new World(seed, { ...this.#options, objects: change(objects), trace: undefined });
  }

  /** Steps of the workload so far. */
  get writes(): number {
    return this.#writes;
  }

  /** A client behind the network, under a name of its own. */
  client(name: string): Client {
    return new Client(this.network.service(name), { clock: this.clock, random: this.#jitter });
  }

  /** A client and a clock behind the network, under a name of their own, which faults may let stand still. */
  host(name: string): Host {
    const host = new Host(name, {
      clock: this.clock,
      random: this.#jitter,
      service: this.network.service(name),
      note: (line) => this.note(line),
    });
    this.#hosts.push(host);
    return host;
  }

  /** A client that bypasses the network and its faults. */
  direct(): Client {
    return new Client(this.#direct(), { clock: this.clock, random: this.#jitter });
  }

  /** What runs in processes that can crash. */
  get programs(): readonly Program[] {
    return this.#programs;
  }

  /** Runs a program in a process of its own: it can crash, and is started again then. */
  run(options: ProgramOptions): Program {
    const program = new Program(options, {
      clock: this.clock,
      random: this.#jitter,
      service: this.network.service(options.name),
      direct: this.#direct(),
      note: (line) => this.note(line),
    });
    this.#programs.push(program);
    return program;
  }

  /** Whether anybody reads the trace. */
  get isTraced(): boolean {
    return this.#options.trace !== undefined;
  }

  /** Adds a line to the trace. */
  note(line: string): void {
    this.#options.trace?.(`${(this.clock.monotonic() / 1000).toFixed(3).padStart(10)} s  ${line}`);
  }

  /** One step of the workload. */
  async write(random: Random): Promise<void> {
    const { workload = configMapWrites } = this.#options;
    this.#writes += 1;
    const note = (line: string): void => this.note(`write ${this.#writes}: ${line}`);
    await workload({ client: this.direct(), random, note });
  }

  /** The server's objects as `key@uid@version`, in order of their keys. */
  async truth(view: View): Promise<readonly string[]> {
    const labelSelector = LabelQuery.of(view.labelSelector ?? '').toString();
    const fieldSelector = FieldQuery.of(view.fieldSelector ?? '').toString();
    const { revision } = this.#server;
    const key = [resourceName(view.resource), view.namespace, labelSelector, fieldSelector].join(' ');
    const known = this.#truths.get(key);
    if (known?.revision === revision) return known.objects;
    const list = await viewedApi(this.direct(), view).list({ labelSelector, fieldSelector });
    const objects = list.map(
      ({ metadata: { name, namespace, uid, resourceVersion } }) =>
        `${objectKey(name, namespace)}@${uid}@${resourceVersion}`,
    );
    this.#truths.set(key, { revision, objects });
    return objects;
  }

  /** Makes a fault happen now. */
  inflict(scheduled: Omit<ScheduledFault, 'at'>): void {
    this.note(`fault: ${JSON.stringify(scheduled)}`);
    for (const listener of this.onFault) listener(scheduled);
    this.#faults.inflict(scheduled);
  }

  /** Ends what acts by itself. */
  async endActors(): Promise<void> {
    for (const actor of this.#actors) await actor.close();
  }

  /** Ends all faults. A connection that fell silent stays silent. */
  calm(): void {
    this.note('calm');
    this.#faults.calm();
  }

  async close(): Promise<void> {
    this.calm();
    await this.endActors();
    await this.#server.close();
  }

  // Nothing is done where there is nothing to do it to.
  async #byHand({ method, path, headers, body }: RequestByHand): Promise<void> {
    const answer = await this.#direct()({
      method,
      path,
      query: [],
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    await readBody(answer.body);
    this.note(`by hand: ${method} ${path}: ${answer.status}`);
  }

  #restore(): void {
    this.#server.restore(this.#start);
    this.ledger.restored(this.#server.revision);
    this.#truths.clear();
  }

  #direct(): HttpService {
    return this.ledger.service('', this.#server.service);
  }
}

/** The objects of a view, through a client. */
export function viewedApi(client: Client, { resource, namespace }: View): Api<DynamicObject> {
  const dynamic = defineResource(resource);
  return namespace === undefined ? Api.all(client, dynamic) : Api.namespaced(client, dynamic, namespace);
}
