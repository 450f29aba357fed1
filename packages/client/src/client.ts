// A connection to one cluster under one identity: takes a request as data, sends it through its layers, and
// gives back an answer that is a success. Which requests to make is left to `Api`.

import {
  type CallOptions,
  type Clock,
  type Codec,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  type MessageSocket,
  systemClock,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { adviseUnauthorized, certificateSource, identityLayers } from './auth/identity.ts';
import type { Config } from './config/config.ts';
import { type InferOptions, inferConfig } from './config/infer.ts';
import { serverUrlOf } from './config/server-url.ts';
import { type ServerVersion, toServerVersion, versionRequest } from './discovery/server-version.ts';
import { notKubernetes, TransportError } from './errors.ts';
import { type CheckOptions, checkStatus } from './response/check-status.ts';
import { defaultMaxAnswerBytes, readAnswer } from './response/read-answer.ts';
import { discard } from './response/read-start.ts';
import { describeRequest } from './response/request-description.ts';
import { withDeadline } from './service/call-deadline.ts';
import { beforeSendLayer } from './service/layers/before-send.ts';
import { impersonationLayer } from './service/layers/impersonation.ts';
import { type RateLimitOptions, rateLimitLayer } from './service/layers/rate-limit.ts';
import { type RetryOptions, retryLayer } from './service/layers/retry.ts';
import { tracingLayer } from './service/layers/tracing.ts';
import { userAgentLayer } from './service/layers/user-agent.ts';
import { type OnWarning, publishWarnings, warningsLayer } from './service/layers/warnings.ts';
import { requestTargetLayer } from './service/request-target.ts';
import { compose, type Layer } from './service/service.ts';
import { NegotiatedTransport } from './transport/negotiated-transport.ts';
import { closedError } from './transport/transport-error.ts';

/** Options of any client. */
export interface ServiceClientOptions {
  /** The namespace of `Api.defaultNamespaced`. Default `default`. */
  readonly defaultNamespace?: string;
  /**
   * How long a plain call may stay without an answer, or without more of it, in ms; 0: for ever. An answer that keeps
   * coming may take ten times as long. Default 60 s.
   */
  readonly timeout?: number | undefined;
  /** How many bytes the answer to a plain call may have, once it is unpacked. Default 256 MiB. */
  readonly maxAnswerBytes?: number;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
  /** Uniform in [0, 1), for the jitter of waits. Default `Math.random`. */
  readonly random?: () => number;
  /** How bodies are encoded. Default: JSON. */
  readonly codec?: Codec;
  /** What to do about a 401, for its message; undefined: the usual advice. */
  readonly adviseUnauthorized?: () => string | undefined;
  /** Of the server, as those are told who observe requests. Default: none is told. */
  readonly host?: string;
  /** Called once by `close`, to free what the service holds. */
  readonly onClose?: () => Promise<void>;
}

/** Options of a client that makes its own connections. */
export interface ClientOptions extends Omit<ServiceClientOptions, 'adviseUnauthorized' | 'host' | 'onClose'> {
  /** How long each of name lookup, TCP connect, the answer of a proxy and TLS handshake may take, in ms. Default 10 s. */
  readonly connectTimeout?: number;
  /**
   * Whether to speak HTTP/2 where the server's TLS handshake allows it: few connections, each of which carries many
   * requests. Default: HTTP/1.1, unless the server speaks HTTP/2 alone.
   */
  readonly http2?: boolean;
  /** Default `kube-rx/VERSION`. */
  readonly userAgent?: string;
  /** Gets the server's warnings, as of a deprecated API version. Default: each is logged once. */
  readonly onWarning?: OnWarning;
  /** How plain requests are repeated; `attempts: 1` for never. */
  readonly retry?: RetryOptions;
  /** Bounds how often the client asks, repetitions included and watches not; as `{ qps: 50, burst: 100 }`. Default: no bound. */
  readonly rateLimit?: RateLimitOptions;
  /** Layers of your own, the first one outermost; they see each call once, whatever is repeated below. */
  readonly layers?: readonly Layer[];
}

export interface RequestOptions extends CallOptions {
  /** Instead of the client's own, in ms; 0: for ever. */
  readonly timeout?: number | undefined;
  /** Instead of the client's own. */
  readonly maxAnswerBytes?: number | undefined;
}

/** Options of a request whose answer need not be in the client's encoding. */
export interface EncodedRequestOptions extends RequestOptions {
  /** Decodes the answer. Default: the client's own. */
  readonly codec?: Codec | undefined;
}

/**
 * Every method rejects with `ApiError` where the server answered with an error, `TransportError` where no
 * usable answer came, `AuthenticationError` where there were no credentials, `AbortError` once the signal fired.
 *
 * @example
 * const client = await Client.tryDefault();
 * console.log((await client.serverVersion()).gitVersion);
 * await client.close();
 */
export class Client {
  readonly defaultNamespace: string;
  /** How bodies are encoded where a request does not say else. */
  readonly codec: Codec;
  /** The time by which it waits. */
  readonly clock: Clock;
  /** Chance in how long it waits. */
  readonly random: () => number;
  // Replaced by `layered` alone, before anybody has the client.
  #service: HttpService;
  readonly #timeoutMs: number;
  readonly #maxAnswerBytes: number;
  readonly #adviseUnauthorized: (() => string | undefined) | undefined;
  readonly #onClose: () => Promise<void>;
  #closing: Promise<void> | undefined;

  /** A client over any service: an embedded API server, a script, a transport with layers of your own. */
  constructor(service: HttpService, options: ServiceClientOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.#service = tracingLayer(this.clock, options.host)(service);
    this.defaultNamespace = options.defaultNamespace ?? 'default';
    this.codec = options.codec ?? jsonCodec;
    this.#timeoutMs = options.timeout ?? 60_000;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? defaultMaxAnswerBytes;
    this.#adviseUnauthorized = options.adviseUnauthorized;
    this.#onClose = options.onClose ?? (() => Promise.resolve());
  }

  /**
   * Connects as kubectl would: by `KUBECONFIG` or `~/.kube/config`, or else as the Pod's service account.
   * Sends nothing yet.
   *
   * @throws ConfigError naming the file and key that is wrong, or all that was tried.
   */
  static async tryDefault(options: ClientOptions & InferOptions = {}): Promise<Client> {
    return Client.fromConfig(await inferConfig(options), options);
  }

  /** @throws ConfigError where a certificate or key of `config` cannot be used. */
  static fromConfig(config: Config, options: ClientOptions = {}): Client {
    const clock = options.clock ?? systemClock;
    const transport = new NegotiatedTransport({
      ...config,
      http2: options.http2,
      connectTimeout: options.connectTimeout,
      currentCertificate: certificateSource(config, clock),
      clock,
    });
    const layers: Layer[] = [
      ...(options.layers ?? []),
      requestTargetLayer(),
      warningsLayer(options.onWarning ?? publishWarnings()),
      retryLayer({ ...options.retry, clock, random: options.random ?? Math.random }),
      ...(options.rateLimit ? [rateLimitLayer({ ...options.rateLimit, clock })] : []),
      ...identityLayers(config, clock),
      ...(config.impersonation ? [impersonationLayer(config.impersonation)] : []),
      userAgentLayer(options.userAgent),
      beforeSendLayer(),
    ];
    return new Client(compose(layers, transport.service), {
      defaultNamespace: config.defaultNamespace ?? 'default',
      ...options,
      host: serverUrlOf(config).host,
      adviseUnauthorized: () => adviseUnauthorized(config, clock.now()),
      onClose: () => transport.close(),
    });
  }

  /**
   * The same client with more layers around what it has, the first one outermost. It shares connections, credentials and
   * options; what observes requests sees each once, as the layers send it.
   *
   * Its `close` ends only itself: later calls by it fail, and the original goes on. What the original's `close` ends, it
   * ends for both.
   */
  layered(layers: readonly Layer[]): Client {
    const client = new Client(this.#send, {
      defaultNamespace: this.defaultNamespace,
      codec: this.codec,
      clock: this.clock,
      random: this.random,
      timeout: this.#timeoutMs,
      maxAnswerBytes: this.#maxAnswerBytes,
      ...(this.#adviseUnauthorized && { adviseUnauthorized: this.#adviseUnauthorized }),
    });
    // The original traces.
    client.#service = compose(layers, this.#send);
    return client;
  }

  /**
   * The decoded answer, of unknown type.
   *
   * @throws DecodeError for a body that cannot be decoded, or has more than `maxAnswerBytes`.
   * @throws DeadlineError after a silence of `timeout`, or after ten times as long.
   */
  async request(request: HttpRequest, options: EncodedRequestOptions = {}): Promise<unknown> {
    const { codec = this.codec } = options;
    return codec.decode(
      await this.requestBytes(request, options),
      `the answer to ${describeRequest(request)}`,
    );
  }

  /** The answer as text. */
  async requestText(request: HttpRequest, options: EncodedRequestOptions = {}): Promise<string> {
    return new TextDecoder().decode(await this.requestBytes(request, options));
  }

  /** The answer's whole body. */
  async requestBytes(request: HttpRequest, options: EncodedRequestOptions = {}): Promise<Uint8Array> {
    const { maxAnswerBytes = this.#maxAnswerBytes } = options;
    return this.#call(request, options, (response, onProgress) =>
      readAnswer(response, { request, maxAnswerBytes, onProgress }),
    );
  }

  /**
   * Answers when the head of a success is there. The body is the caller's: to be read to its end, or left.
   * Without a `timeout` of its own, the call waits for the head as long as it takes.
   */
  async open(request: HttpRequest, options: EncodedRequestOptions = {}): Promise<HttpResponse> {
    return this.#call(request, { ...options, timeout: options.timeout ?? 0 }, (response) => response);
  }

  /** As `open`, for a body to decode. @throws TransportError (`NOT_KUBERNETES`) for a success of another type. */
  async openEncoded(request: HttpRequest, options: EncodedRequestOptions = {}): Promise<HttpResponse> {
    const openOptions = { ...options, timeout: options.timeout ?? 0, mustDecode: true };
    return this.#call(request, openOptions, (response) => response);
  }

  /**
   * Opens the WebSocket that `request` asks for, as to run a command in a container. Its timeout bounds the wait for it;
   * from then on it stays open until either side closes it, the signal fires or the client is closed.
   *
   * @throws ApiError where the server refuses it, as for a Pod that does not exist.
   * @throws TransportError (`NOT_KUBERNETES`) for an answer without a WebSocket, or with a subprotocol not offered.
   */
  async connect(request: HttpRequest, options: RequestOptions = {}): Promise<MessageSocket> {
    return this.#call(request, options, async ({ status, body, webSocket }) => {
      if (webSocket) return webSocket;
      await discard(body, { signal: options.signal, clock: this.clock });
      const problem = `${describeRequest(request)}: the server answered ${status} instead of opening a WebSocket`;
      throw new TransportError(problem, { code: notKubernetes });
    });
  }

  /** @throws TransportError (`NOT_KUBERNETES`) where what answers is no API server. */
  async serverVersion(options: RequestOptions = {}): Promise<ServerVersion> {
    return toServerVersion(await this.request(versionRequest(), { ...options, codec: jsonCodec }));
  }

  /** Frees all connections; what runs fails with code `CLIENT_CLOSED`, as does any later call. */
  close(): Promise<void> {
    this.#closing ??= this.#onClose();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #send: HttpService = async (request, options) => {
    if (this.#closing) throw closedError(request);
    return this.#service(request, options);
  };

  /** What `read` makes of a success. Layers see the options of the call alone, not the parameters of a verb. */
  async #call<T>(
    request: HttpRequest,
    options: EncodedRequestOptions & Pick<CheckOptions, 'mustDecode'>,
    read: (response: HttpResponse, onProgress: () => void) => T | Promise<T>,
  ): Promise<T> {
    const {
      timeout: timeoutMs = this.#timeoutMs,
      codec = this.codec,
      mustDecode,
      retry,
      connection,
    } = options;
    const bounds = { clock: this.clock, timeoutMs, signal: options.signal, request };
    return withDeadline(bounds, async (signal, onProgress) => {
      const callOptions = {
        ...(signal && { signal }),
        ...(retry !== undefined && { retry }),
        ...(connection && { connection }),
      };
      const response = await this.#send(request, callOptions);
      const checkOptions = {
        codec,
        mustDecode,
        signal,
        clock: this.clock,
        adviseUnauthorized: this.#adviseUnauthorized,
      };
      return read(await checkStatus(request, response, checkOptions), onProgress);
    });
  }
}
