// A connection to one cluster under one identity: takes a request as data, sends it through its layers, and
// gives back an answer that is a success. Which requests to make is left to `Api`.

import {
  type CallOptions,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  parseJson,
  readBody,
  type Service,
  systemClock,
} from '@kube-rx/core';
import { describeRequest } from './response/attempt.ts';
import { checkJson, checkStatus } from './response/check-status.ts';

/** Options of a client whose service is given. */
export interface ServiceClientOptions {
  /** The namespace of `Api.defaultNamespaced`. Default `default`. */
  readonly defaultNamespace?: string;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
}

export class Client {
  readonly defaultNamespace: string;
  readonly #service: Service;
  readonly #clock: Clock;

  constructor(service: Service, options: ServiceClientOptions = {}) {
    this.#service = service;
    this.defaultNamespace = options.defaultNamespace ?? 'default';
    this.#clock = options.clock ?? systemClock;
  }

  /** The decoded JSON of the answer. */
  async request(request: HttpRequest, options: CallOptions = {}): Promise<unknown> {
    return parseJson(await this.requestBytes(request, options), `the answer to ${describeRequest(request)}`);
  }

  /** The answer's whole body. */
  async requestBytes(request: HttpRequest, options: CallOptions = {}): Promise<Uint8Array> {
    const response = await this.open(request, options);
    return readBody(response.body);
  }

  /** Sends a request and answers when the head of a success is there; the body is the caller's to read. */
  async open(request: HttpRequest, options: CallOptions = {}): Promise<HttpResponse> {
    const response = await this.#service(request, options);
    return checkStatus(request, response, { signal: options.signal, now: this.#clock.now() });
  }

  /** As `open`, for a body that must be JSON. */
  async openJson(request: HttpRequest, options: CallOptions = {}): Promise<HttpResponse> {
    const response = await this.#service(request, options);
    return checkJson(request, response, { signal: options.signal, now: this.#clock.now() });
  }
}
