// A network between clients and one API server that loses, delays, cuts and fakes answers on command.

import { FaultPlan, faultLayer, targetOf } from '@kube-rx/apiserver';
import { TransportError } from '@kube-rx/client';
import {
  type CallOptions,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  onAbort,
  sleep,
} from '@kube-rx/core';
import type { Ledger } from './ledger.ts';
import { type Conditions, connectionReset, SimulatedConnection } from './simulated-connection.ts';

/** A request as the network sees it. */
export interface SeenRequest {
  readonly client: string;
  readonly at: number;
  readonly kind: 'initial' | 'watch' | 'page' | 'other';
  /** The version that it starts from, if it says one. */
  readonly resourceVersion: string | undefined;
}

export interface NetworkOptions {
  readonly clock: Clock;
  /** The server behind it. */
  readonly service: HttpService;
  /** For rules with a probability. Default `Math.random`. */
  readonly random?: () => number;
  readonly onRequest?: (request: SeenRequest) => void;
  /** Where writes are entered. */
  readonly ledger?: Ledger;
}

/** What lists and watches of a resource (absent: of all) tell comes so late. */
export interface LateView {
  readonly resource?: string | undefined;
  readonly delayMs: number;
}

/** A network without faults, with a latency of one millisecond each way. */
export const calmConditions: Conditions = {
  latencyMs: () => 1,
  pieceBytes: Number.MAX_SAFE_INTEGER,
  pieceEveryMs: 0,
  copies: 1,
  dropsBookmarks: false,
  dropsEndMarks: false,
  losesFrame: () => false,
  reorderMs: 0,
  flaps: false,
};

/**
 * @example
 * const clock = new VirtualClock();
 * const network = new SimulatedNetwork({ clock, service: server.service });
 * const client = new Client(network.service('mine'), { clock });
 * network.faults.inject({ fault: { type: 'status', code: 503 }, times: 2 });
 * for (const connection of network.connections('watches')) connection.inflict({ type: 'silence' });
 */
export class SimulatedNetwork {
  /** How bytes travel; a change applies to open connections at once. */
  readonly conditions: Conditions = { ...calmConditions };
  /** The rules for requests, as `faults` of the embedded server. */
  readonly faults: FaultPlan;
  /** The views that are late now; a change applies to open connections at once. */
  readonly lateViews: Set<LateView> = new Set();
  readonly #options: NetworkOptions;
  readonly #open = new Map<SimulatedConnection, { readonly isWatch: boolean; readonly client: string }>();
  #unanswered = 0;

  constructor(options: NetworkOptions) {
    const { clock, random = Math.random } = options;
    this.#options = options;
    this.faults = new FaultPlan(clock, random);
  }

  /** Requests without an answer and answers that are not read to their end. */
  get open(): number {
    return this.#open.size + this.#unanswered;
  }

  /** The open answers; of watches only, or of one client only, if so asked. */
  connections(which: 'all' | 'watches' = 'all', of?: string): readonly SimulatedConnection[] {
    const found = [...this.#open].filter(
      ([, { isWatch, client }]) => (which === 'all' || isWatch) && (of ?? client) === client,
    );
    return found.map(([connection]) => connection);
  }

  /** Ends all faults. A connection that fell silent stays silent. */
  calm(): void {
    Object.assign(this.conditions, calmConditions);
    this.lateViews.clear();
    this.faults.clear();
  }

  /** The network as one client sees it. */
  service(client: string): HttpService {
    const { clock, ledger, service, onRequest } = this.#options;
    const server = faultLayer(this.faults, clock)(ledger?.service(client, service) ?? service);
    return async (request, options = {}) => {
      onRequest?.({ client, at: clock.monotonic(), ...describe(request) });
      options.signal?.throwIfAborted();
      this.#unanswered += 1;
      try {
        return await this.#exchange({ client, server }, request, options);
      } finally {
        this.#unanswered -= 1;
      }
    };
  }

  async #exchange(
    { client, server }: { readonly client: string; readonly server: HttpService },
    request: HttpRequest,
    { signal }: CallOptions,
  ): Promise<HttpResponse> {
    await sleep(this.#options.clock, this.conditions.latencyMs(), signal);
    const isWatch = request.query.some(([name]) => name === 'watch');
    const answered = new AbortController();
    const stopFollowing = onAbort(signal, () => answered.abort(signal?.reason));
    const answer = await server(request, { signal: answered.signal })
      .catch((error: unknown) => {
        throw asTransportError(error);
      })
      .finally(stopFollowing);
    // The connection outlives the server's answer where what was sent is still on its way.
    let stopListening = (): void => undefined;
    let isSending = true;
    const onClose = (): void => {
      this.#open.delete(connection);
      // Once all is sent, there is nothing left to give up, and most answers are.
      if (isSending) answered.abort();
      stopListening();
    };
    const lagMs = this.#lagOf(request);
    const connection = new SimulatedConnection(this.#options.clock, this.conditions, { onClose, lagMs });
    this.#open.set(connection, { isWatch, client });
    stopListening = onAbort(signal, () => connection.abort());
    const isFrames = isWatch && answer.status === 200;
    if (this.conditions.flaps && isFrames) {
      connection.send(bookmarkAt(describe(request).resourceVersion ?? '1'), true);
      connection.finish();
      answered.abort();
    } else void this.#pump(answer, connection, isFrames).then(() => (isSending = false));
    return { ...answer, body: connection };
  }

  /** How late the view is that a request asks for; of one object it never is. */
  #lagOf(request: HttpRequest): () => number {
    const { verb, resource } = targetOf(request);
    if (verb !== 'list' && verb !== 'watch') return () => 0;
    return () => {
      let lag = 0;
      for (const view of this.lateViews)
        if ((view.resource ?? resource) === resource) lag = Math.max(lag, view.delayMs);
      return lag;
    };
  }

  async #pump({ body }: HttpResponse, connection: SimulatedConnection, isFrames: boolean): Promise<void> {
    try {
      for await (const chunk of body) {
        if (connection.closed) return;
        connection.send(chunk, isFrames);
      }
      connection.finish();
    } catch (error) {
      connection.finish(asTransportError(error));
    }
  }
}

function describe(request: HttpRequest): Pick<SeenRequest, 'kind' | 'resourceVersion'> {
  const resourceVersion = request.query.find(([name]) => name === 'resourceVersion')?.[1];
  return { kind: kindOf(request), resourceVersion };
}

function kindOf({ method, query }: HttpRequest): SeenRequest['kind'] {
  if (method !== 'GET') return 'other';
  const names = new Set(query.map(([name]) => name));
  if (names.has('watch')) return names.has('sendInitialEvents') ? 'initial' : 'watch';
  if (names.has('continue')) return 'page';
  // A small list that tells the version of the server, beside a watch.
  if (!names.has('resourceVersion') && query.some(([name, value]) => name === 'limit' && value === '1'))
    return 'other';
  return names.has('limit') || query.length === 0 ? 'initial' : 'other';
}

function bookmarkAt(resourceVersion: string): Uint8Array {
  const frame = { type: 'BOOKMARK', object: { metadata: { resourceVersion } } };
  return new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
}

function asTransportError(error: unknown): Error {
  if (error instanceof DOMException) return error;
  if (!(error instanceof Error)) return connectionReset();
  const code = 'code' in error ? String(error.code) : 'ECONNRESET';
  return new TransportError(error.message, { code, cause: error });
}
