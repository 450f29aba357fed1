// A network between clients and one API server which loses, delays, cuts and fakes on command.

import { TransportError } from '@kube-rx/client';
import type { CallOptions, Clock, HttpRequest, HttpResponse, Service, Status } from '@kube-rx/core';
import { type Conditions, connectionReset, SimulatedConnection } from './simulated-connection.ts';

/** An answer that something on the way gives in place of the server. */
export interface FakeAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the network is told of each request, as it is made. */
export interface SeenRequest {
  readonly client: string;
  readonly at: number;
  readonly kind: 'initial' | 'watch' | 'page' | 'other';
  /** From which version, if it says so. */
  readonly resourceVersion: string | undefined;
}

export interface NetworkOptions {
  readonly clock: Clock;
  /** The server of the moment; asked anew for each request. */
  readonly target: () => Service;
  readonly onRequest?: (request: SeenRequest) => void;
}

const calm: Conditions = {
  latencyMs: () => 1,
  pieceBytes: () => Number.MAX_SAFE_INTEGER,
  copies: 1,
  dropsBookmarks: false,
};

interface Watched {
  readonly connection: SimulatedConnection;
  readonly isWatch: boolean;
}

export class SimulatedNetwork {
  /** How bytes travel from now on. */
  conditions: Conditions = { ...calm };
  /** How connections are met from now on: `refused` fails them, `lost` leaves them unanswered. */
  reach: 'open' | 'refused' | 'lost' = 'open';
  /** Whether there is no server at the moment, whatever `reach` says. */
  serverAway = false;
  /** Whether the server behaves as one before initial events could be streamed. */
  ignoresInitialEvents = false;
  /** Whether the server lets watches go on for as long as it likes. */
  ignoresTimeouts = false;
  /** Whether watches are ended in good order as soon as they have said one thing. */
  flaps = false;
  /** Answers for the next requests, in place of the server's. */
  readonly fakeAnswers: FakeAnswer[] = [];
  readonly #options: NetworkOptions;
  readonly #open = new Set<Watched>();
  #unanswered = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** Requests without an answer and answers that are not read to their end. */
  get open(): number {
    return this.#open.size + this.#unanswered;
  }

  /** The open answers; of watches only, if so asked. */
  connections(which: 'all' | 'watches' = 'all'): readonly SimulatedConnection[] {
    return [...this.#open]
      .filter(({ isWatch }) => which === 'all' || isWatch)
      .map(({ connection }) => connection);
  }

  /** Everything as it should be, from now on; what is stalled stays so. */
  calm(): void {
    this.conditions = { ...calm };
    this.reach = 'open';
    this.serverAway = false;
    this.ignoresInitialEvents = false;
    this.flaps = false;
    this.ignoresTimeouts = false;
    this.fakeAnswers.length = 0;
  }

  /** The network as one client sees it. */
  service(client: string): Service {
    return async (request, options = {}) => {
      this.#options.onRequest?.({ client, at: this.#options.clock.monotonic(), ...describe(request) });
      options.signal?.throwIfAborted();
      this.#unanswered += 1;
      try {
        return await this.#exchange(request, options);
      } finally {
        this.#unanswered -= 1;
      }
    };
  }

  async #exchange(request: HttpRequest, { signal }: CallOptions): Promise<HttpResponse> {
    if (this.reach === 'lost') await this.#lost(signal);
    await this.#travel(signal);
    if (this.#isRefusing())
      throw new TransportError('connection refused by the simulated network', { code: 'ECONNREFUSED' });
    const fake = this.fakeAnswers.shift();
    if (fake) return this.#fake(fake);
    const isWatch = request.query.some(([name]) => name === 'watch');
    const sent = without(request, [
      ...(this.ignoresInitialEvents ? ['sendInitialEvents', 'resourceVersionMatch'] : []),
      ...(this.ignoresTimeouts ? ['timeoutSeconds'] : []),
    ]);
    const gone = new AbortController();
    const answer = await this.#options
      .target()(sent, { signal: gone.signal })
      .catch((error: unknown) => {
        throw asTransportError(error);
      });
    const connection: SimulatedConnection = new SimulatedConnection(
      this.#options.clock,
      this.conditions,
      () => {
        this.#open.delete(watched);
        gone.abort();
        signal?.removeEventListener('abort', abort);
      },
    );
    const watched: Watched = { connection, isWatch };
    const abort = (): void => connection.abort();
    this.#open.add(watched);
    signal?.addEventListener('abort', abort);
    if (isAborted(signal)) connection.abort();
    if (this.flaps && isWatch) {
      connection.send(bookmarkAt(describe(request).resourceVersion ?? '1'), true);
      connection.finish();
      gone.abort();
    } else void this.#pump(answer, connection, isWatch && answer.status === 200);
    return { ...answer, body: connection };
  }

  async #pump({ body }: HttpResponse, connection: SimulatedConnection, isFrames: boolean): Promise<void> {
    try {
      for await (const chunk of body) {
        if (connection.closed) return;
        if (!(isFrames && this.ignoresInitialEvents && isBookmark(chunk))) connection.send(chunk, isFrames);
      }
      connection.finish();
    } catch (error) {
      connection.finish(asTransportError(error));
    }
  }

  // Asked again after each wait, as the network changes meanwhile.
  #isRefusing(): boolean {
    return this.serverAway || this.reach === 'refused';
  }

  #fake({ status, contentType, headers, body }: FakeAnswer): HttpResponse {
    const bytes = new TextEncoder().encode(body);
    return {
      status,
      headers: { ...headers, 'content-type': contentType },
      body: ReadableStream.from([bytes]),
    };
  }

  /** Resolves when the request has arrived; rejects once the client gives up. */
  #travel(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      const timer = this.#options.clock.schedule(this.conditions.latencyMs(), () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort);
    });
  }

  #lost(signal: AbortSignal | undefined): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }
}

// A function, since the compiler does not expect that a signal fires while something is awaited.
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

function describe(request: HttpRequest): Pick<SeenRequest, 'kind' | 'resourceVersion'> {
  const resourceVersion = request.query.find(([name]) => name === 'resourceVersion')?.[1];
  return { kind: kindOf(request), resourceVersion };
}

function kindOf({ query }: HttpRequest): SeenRequest['kind'] {
  const names = new Set(query.map(([name]) => name));
  if (names.has('watch')) return names.has('sendInitialEvents') ? 'initial' : 'watch';
  if (names.has('continue')) return 'page';
  return names.has('limit') || query.length === 0 ? 'initial' : 'other';
}

function without(request: HttpRequest, parameters: readonly string[]): HttpRequest {
  if (parameters.length === 0) return request;
  return { ...request, query: request.query.filter(([name]) => !parameters.includes(name)) };
}

function bookmarkAt(resourceVersion: string): Uint8Array {
  const frame = { type: 'BOOKMARK', object: { metadata: { resourceVersion } } };
  return new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
}

function isBookmark(chunk: Uint8Array): boolean {
  return new TextDecoder().decode(chunk.subarray(0, 24)).includes('BOOKMARK');
}

function asTransportError(error: unknown): Error {
  if (error instanceof DOMException) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'ECONNRESET';
  return error instanceof Error
    ? new TransportError(error.message, { code, cause: error })
    : connectionReset();
}

/** The answer of an API server that fails with `status`. */
export function statusAnswer(status: Status & { readonly code: number }): FakeAnswer {
  const retryAfter = status.details?.retryAfterSeconds;
  return {
    status: status.code,
    contentType: 'application/json',
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
    body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', ...status }),
  };
}
