// Everything outside of what is tested: time, chance, an API server, a network before it, somebody who writes
// to it, and the faults that befall them.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type DynamicObject, defineResource, type Resource, type Timer, VirtualClock } from '@kube-rx/core';
import { type AnswerKind, type ErrorFrameKind, type Fault, restoreMs } from './fault.ts';
import { Random } from './random.ts';
import { type FakeAnswer, type SeenRequest, SimulatedNetwork, statusAnswer } from './simulated-network.ts';

/** What the workload writes, and what subjects usually watch. */
export const ConfigMap: Resource<DynamicObject, 'Namespaced'> = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

/** What the server held at a revision; it is asked for far more often than it changes. */
interface Truth {
  readonly server: ApiServer;
  readonly revision: number;
  readonly objects: readonly string[];
}

const namespace = 'default';
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const;

export class World {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Random;
  readonly network: SimulatedNetwork;
  /** Every request that was made, in order. */
  readonly requests: SeenRequest[] = [];
  /** Told of every request, as it is made. */
  readonly onRequest: Set<(request: SeenRequest) => void> = new Set();
  readonly #trace: ((line: string) => void) | undefined;
  // When the present faults end.
  readonly #ends: Timer[] = [];
  #server: ApiServer;
  #beforeServers: ApiServer[] = [];
  // Of the names, those that the server has an object of.
  readonly #existing = new Set<string>();
  #writes = 0;
  readonly #truths = new Map<string, Truth>();

  constructor(seed: number, options: { readonly trace?: (line: string) => void } = {}) {
    this.random = new Random(seed);
    this.#trace = options.trace;
    this.#server = this.#newServer();
    this.network = new SimulatedNetwork({
      clock: this.clock,
      target: () => this.#server.service,
      onRequest: (request) => {
        this.requests.push(request);
        for (const listener of this.onRequest) listener(request);
        this.note(`${request.client} asks (${request.kind})`);
      },
    });
  }

  /** Writes so far. */
  get writes(): number {
    return this.#writes;
  }

  /** A client behind the network, under a name of its own. */
  client(name: string): Client {
    return new Client(this.network.service(name), { clock: this.clock });
  }

  /** A client beside the network, for tests to look at the truth. */
  direct(): Client {
    return new Client(this.#server.service, { clock: this.clock });
  }

  /** Adds a line to the trace. */
  note(line: string): void {
    this.#trace?.(`${(this.clock.monotonic() / 1000).toFixed(3).padStart(10)} s  ${line}`);
  }

  /** One random write, beside the network: create, change, relabel, delete or recreate one of twelve objects. */
  async write(random: Random): Promise<void> {
    const api = Api.namespaced(this.direct(), ConfigMap, namespace);
    const name = random.pick(names);
    const body = {
      metadata: { name, labels: { tier: random.pick(['web', 'db']) } },
      data: { text: 'x'.repeat(random.below(300)), write: String(this.#writes) },
    };
    this.#writes += 1;
    const action = random.pick(['put', 'put', 'put', 'put', 'delete', 'recreate']);
    this.note(`write ${this.#writes}: ${action} ${name}`);
    const exists = this.#existing.has(name);
    if (exists && action === 'put') {
      await api.patch.merge(name, body);
      return;
    }
    if (exists) await api.delete(name);
    this.#existing.delete(name);
    if (action === 'delete') return;
    await api.create(body);
    this.#existing.add(name);
  }

  /** The server's objects as `key@uid@version`, in order of their keys. */
  async truth(labelSelector: string): Promise<readonly string[]> {
    const known = this.#truths.get(labelSelector);
    if (known?.server === this.#server && known.revision === this.#server.revision) return known.objects;
    const list = await Api.namespaced(this.direct(), ConfigMap, namespace).list({ labelSelector });
    const objects = list.map(
      ({ metadata }) => `${namespace}/${metadata.name}@${metadata.uid}@${metadata.resourceVersion}`,
    );
    this.#truths.set(labelSelector, { server: this.#server, revision: this.#server.revision, objects });
    return objects;
  }

  /** Lets a fault befall the world. */
  inflict(fault: Fault): void {
    this.note(`fault: ${JSON.stringify(fault)}`);
    const { network } = this;
    switch (fault.kind) {
      case 'cut':
        for (const connection of network.connections()) connection.cut(fault.how);
        return;
      case 'tear':
        for (const connection of network.connections()) connection.cutAfter(fault.bytes, fault.how);
        return;
      case 'halfOpen':
        for (const connection of network.connections()) connection.stall();
        return;
      case 'refuse':
      case 'lose':
        network.reach = fault.kind === 'refuse' ? 'refused' : 'lost';
        this.#after(fault.forMs, () => (network.reach = 'open'));
        return;
      case 'latency':
        network.conditions.latencyMs = () => this.random.between(0, fault.maxMs);
        this.#after(fault.forMs, () => (network.conditions.latencyMs = () => 1));
        return;
      case 'drip':
        network.conditions.pieceBytes = () => fault.bytes;
        this.#after(fault.forMs, () => (network.conditions.pieceBytes = () => Number.MAX_SAFE_INTEGER));
        return;
      case 'duplicate':
        network.conditions.copies = fault.copies;
        this.#after(fault.forMs, () => (network.conditions.copies = 1));
        return;
      case 'dropBookmarks':
        network.conditions.dropsBookmarks = true;
        this.#after(fault.forMs, () => (network.conditions.dropsBookmarks = false));
        return;
      case 'oldServer':
        network.ignoresInitialEvents = true;
        this.#after(fault.forMs, () => (network.ignoresInitialEvents = false));
        return;
      case 'endless':
        network.ignoresTimeouts = true;
        this.#after(fault.forMs, () => (network.ignoresTimeouts = false));
        return;
      case 'flap':
        network.flaps = true;
        this.#after(fault.forMs, () => (network.flaps = false));
        return;
      case 'answer':
        for (let time = 0; time < fault.times; time += 1) network.fakeAnswers.push(answerOf(fault.answer));
        return;
      case 'errorFrame':
        this.#say(`${JSON.stringify({ type: 'ERROR', object: errorOf(fault.error) })}\n`);
        return;
      case 'garbage':
        this.#say('{"type":"ADDED","object":{"meta\n');
        return;
      case 'compact':
        this.#server.compact();
        return;
      case 'restart':
        this.#server.restart({ watches: 'clean' });
        return;
      case 'crash':
        this.#server.restart({ watches: 'reset' });
        return;
      case 'restore':
        this.#restore();
        return;
      default:
        fault satisfies never;
    }
  }

  /** Ends all faults; what is half-open stays so. */
  calm(): void {
    this.note('calm');
    for (const timer of this.#ends.splice(0)) timer.cancel();
    this.network.calm();
  }

  async close(): Promise<void> {
    this.calm();
    await this.#server.close();
    for (const server of this.#beforeServers) await server.close();
  }

  // A server whose versions begin anew, as one that was set up again. That the new versions stay below the old
  // ones is the schedule's business: no client can notice a history that was replaced by a longer one.
  #restore(): void {
    this.#server.disconnect();
    this.#existing.clear();
    this.#beforeServers.push(this.#server);
    this.#server = this.#newServer();
    // Nobody restores a server without taking it away for longer than an answer is under way.
    this.network.serverAway = true;
    this.#after(restoreMs, () => (this.network.serverAway = false));
  }

  #newServer(): ApiServer {
    const { clock, random } = this;
    return new ApiServer({
      clock,
      random: random.fork().next,
      resources: [Namespace, ConfigMap],
      historySize: 200,
    });
  }

  #say(line: string): void {
    const bytes = new TextEncoder().encode(line);
    for (const connection of this.network.connections('watches')) connection.send(bytes, true);
  }

  #after(ms: number, act: () => void): void {
    this.#ends.push(this.clock.schedule(ms, act));
  }
}

const Namespace = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
});

const tooLargeDetails = {
  causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  retryAfterSeconds: 1,
};

function answerOf(kind: AnswerKind): FakeAnswer {
  switch (kind) {
    case 'tooManyRequests':
      return statusAnswer({
        code: 429,
        reason: 'TooManyRequests',
        message: 'storage is (re)initializing',
        details: { retryAfterSeconds: 2 },
      });
    case 'tooManyRequestsText':
      return {
        status: 429,
        contentType: 'text/plain',
        headers: { 'retry-after': '1' },
        body: 'Too many requests, please try again later.\n',
      };
    case 'internalError':
      return statusAnswer({ code: 500, reason: 'InternalError', message: 'Internal error occurred' });
    case 'unavailable':
      return statusAnswer({
        code: 503,
        reason: 'ServiceUnavailable',
        message: 'apiserver is shutting down',
        details: { retryAfterSeconds: 1 },
      });
    case 'timeout':
      return statusAnswer({
        code: 504,
        reason: 'Timeout',
        message: 'request did not complete within the allotted timeout',
      });
    case 'tooLarge':
      return statusAnswer({
        code: 504,
        reason: 'Timeout',
        message: 'Timeout: Too large resource version',
        details: tooLargeDetails,
      });
    case 'expired':
      return statusAnswer({
        code: 410,
        reason: 'Expired',
        message: 'The resourceVersion for the provided list is too old.',
      });
    case 'unauthorized':
      return statusAnswer({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
    case 'forbidden':
      return statusAnswer({ code: 403, reason: 'Forbidden', message: 'configmaps is forbidden' });
    case 'notFound':
      return statusAnswer({
        code: 404,
        reason: 'NotFound',
        message: 'the server could not find the requested resource',
      });
    case 'unsupported':
      return statusAnswer({
        code: 422,
        reason: 'Invalid',
        message: 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      });
    case 'loginPage':
      return { status: 200, contentType: 'text/html', body: '<html><body>Please log in</body></html>' };
    case 'emptyBody':
      return { status: 200, contentType: 'application/json', body: '' };
    default:
      return kind satisfies never;
  }
}

function errorOf(kind: ErrorFrameKind): object {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  switch (kind) {
    case 'expired':
      return { ...base, code: 410, reason: 'Expired', message: 'too old resource version: 5 (101)' };
    case 'internalError':
      return { ...base, code: 500, reason: 'InternalError', message: 'Internal error occurred' };
    case 'tooLarge':
      return {
        ...base,
        code: 504,
        reason: 'Timeout',
        message: 'Timeout: Too large resource version',
        details: tooLargeDetails,
      };
    case 'tooManyRequests':
      return {
        ...base,
        code: 429,
        reason: 'TooManyRequests',
        message: 'busy',
        details: { retryAfterSeconds: 1 },
      };
    case 'unknown':
      return {};
    default:
      return kind satisfies never;
  }
}
