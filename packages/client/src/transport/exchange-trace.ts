// What an observer may know of each exchange on the wire, over node:diagnostics_channel: without a subscriber it costs
// one look at a flag. A call that is repeated is several exchanges.

import { channel } from 'node:diagnostics_channel';
import type { HttpMethod, HttpRequest } from '@kube-rx/core';

/** The channel's name. */
export const exchangeChannel = 'kube-rx:exchange';

/** Published when an exchange is over, its body included. Never holds a query, a header or a body. */
export interface ExchangeMessage {
  /** Counts the exchanges of this process. */
  readonly id: number;
  readonly method: HttpMethod;
  readonly path: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  /** Whether an earlier exchange had used the connection; absent where there was none. */
  readonly reused?: boolean;
  /** The HTTP status; absent where no answer came. */
  readonly status?: number;
  /** By which the server's audit log knows the request; absent where the server gave none. */
  readonly auditId?: string;
  /** Over HTTP/1.1 all that was written for it, over HTTP/2 the body alone. */
  readonly sentBytes: number;
  /** As they came, packed or not. Over HTTP/1.1 all that was read for it, over HTTP/2 the body alone. */
  readonly receivedBytes: number;
  /** Of the body, unpacked. */
  readonly bodyBytes: number;
  /** From the start until it had a connection, until the head of the answer came, and until the end. */
  readonly connectedMs?: number;
  readonly headMs?: number;
  readonly durationMs: number;
  /** `givenUp`: aborted, or left by its reader. */
  readonly outcome: ExchangeOutcome;
}

export type ExchangeOutcome = 'whole' | 'failed' | 'givenUp';

interface Counts {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

const exchanges = channel(exchangeChannel);
let count = 0;

export class ExchangeTrace {
  readonly #request: HttpRequest;
  readonly #protocol: ExchangeMessage['protocol'];
  readonly #start = performance.now();
  #connection: Pick<ExchangeMessage, 'reused' | 'connectedMs'> = {};
  #head: Pick<ExchangeMessage, 'status' | 'auditId' | 'headMs'> = {};
  #counts: () => Counts = () => ({ sentBytes: 0, receivedBytes: 0 });
  #isOver = false;

  private constructor(request: HttpRequest, protocol: ExchangeMessage['protocol']) {
    this.#request = request;
    this.#protocol = protocol;
  }

  /** Undefined where nobody listens. */
  static begin(request: HttpRequest, protocol: ExchangeMessage['protocol']): ExchangeTrace | undefined {
    return exchanges.hasSubscribers ? new ExchangeTrace(request, protocol) : undefined;
  }

  /** There is a connection; `counts` tells at the end what went over it. */
  connected(reused: boolean, counts: () => Counts): void {
    this.#connection = { reused, connectedMs: this.#elapsed() };
    this.#counts = counts;
  }

  answered(status: number, headers: Readonly<Record<string, string>>): void {
    const auditId = auditIdOf(headers);
    this.#head = { status, headMs: this.#elapsed(), ...(auditId !== undefined && { auditId }) };
  }

  /** Publishes the message, once. */
  end(outcome: ExchangeOutcome, bodyBytes: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    count += 1;
    const { method } = this.#request;
    const [path = ''] = this.#request.path.split('?', 1);
    const message: ExchangeMessage = {
      id: count,
      method,
      path,
      protocol: this.#protocol,
      ...this.#connection,
      ...this.#head,
      ...this.#counts(),
      bodyBytes,
      durationMs: this.#elapsed(),
      outcome,
    };
    exchanges.publish(message);
  }

  #elapsed(): number {
    return performance.now() - this.#start;
  }
}

/** What became of an exchange that has ended by `failure`, or was left. */
export function outcomeOf(failure: Error | undefined): ExchangeOutcome {
  return failure === undefined || failure.name === 'AbortError' ? 'givenUp' : 'failed';
}

/**
 * The server's own name for a request, where it is one.
 * https://github.com/kubernetes/apiserver/blob/v0.36.0/pkg/endpoints/request/auditid.go
 */
export function auditIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  const id = headers['audit-id'];
  return id !== undefined && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
}
