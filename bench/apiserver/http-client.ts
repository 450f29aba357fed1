// One plain client for both servers: node:https, HTTP/1.1, connections kept, nothing decoded.

import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { formatTarget, type HttpRequest } from '@kube-rx/core';
import type { Contender } from './contender.ts';

export interface Sent {
  readonly status: number;
  readonly message: string;
}

export class HttpClient {
  readonly #contender: Contender;
  readonly #agent: Agent;

  constructor(contender: Contender) {
    this.#contender = contender;
    this.#agent = new Agent({ keepAlive: true, ca: contender.ca, maxSockets: Number.POSITIVE_INFINITY });
  }

  /** Sends a request and reads the answer to its end; gives its length. Throws at a refusal. */
  async ask(method: string, path: string, body?: object): Promise<number> {
    const response = await this.open(method, path, body);
    let length = 0;
    let start = '';
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (length === 0) start = chunk.toString('utf8', 0, 300);
      length += chunk.length;
    }
    const { statusCode = 0 } = response;
    if (statusCode >= 300) throw new Error(`${method} ${path} got a ${statusCode}: ${start}`);
    return length;
  }

  open(method: string, path: string, body?: object): Promise<IncomingMessage> {
    const { url, token } = this.#contender;
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(url + path, {
        agent: this.#agent,
        method,
        headers: {
          accept: 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', resolve);
      outgoing.end(text);
    });
  }

  /** Sends any request; gives the answer whatever it is, or throws where there is none for half a minute. */
  send({ method, headers, body, ...target }: HttpRequest): Promise<Sent> {
    const { url, token } = this.#contender;
    return new Promise((resolve, reject) => {
      const outgoing = request(url + formatTarget(target), {
        agent: this.#agent,
        method,
        signal: AbortSignal.timeout(30_000),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
          'content-length': Buffer.byteLength(body ?? ''),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        void text(incoming).then((message) => resolve({ status: incoming.statusCode ?? 0, message }), reject);
      });
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
