// Calls webhooks over HTTPS, and says in Go's words why one cannot be called.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/util/webhook/client.go

import type { IncomingMessage } from 'node:http';
import type { Agent, RequestOptions } from 'node:https';
import type { Clock } from '@kube-rx/core';
import { codeOf } from '../../error-code.ts';
import { httpsModule } from '../../http/network-modules.ts';
import { isJsonObject, type Json, jsonText, objectAt, parseJsonText, textAt } from '../../json/json.ts';
import { jsonSyntaxFault } from '../../json/syntax-fault.ts';
import { jsonName } from '../../types/json-mismatch.ts';
import type { WebhookAnswer, WebhookCall, WebhookService } from './webhook-call.ts';

/** Where a webhook of a service listens; a text: why it cannot be told, in the server's words. */
export type ResolveService = (service: WebhookService) => URL | string;

/** The real server takes answers of any size; a review holds no more than an object and its patch, or many objects. */
const maxAnswerBytes = 3 * 1024 * 1024;

export class WebhookClient {
  readonly #clock: Clock;
  readonly #resolve: ResolveService;
  #connections: Agent | undefined;

  constructor(clock: Clock, resolve: ResolveService) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  /** Never fails: a failure is an answer as well. */
  async call(call: WebhookCall): Promise<WebhookAnswer> {
    const post = `Post ${JSON.stringify(call.url)}: `;
    const place = call.service ? this.#resolve(call.service) : new URL(call.url);
    if (typeof place === 'string') return { kind: 'failed', why: post + place };
    const ended = new AbortController();
    const timer = this.#clock.schedule(call.timeoutMs, () => {
      ended.abort();
    });
    try {
      return answerOf(await this.#send(call, place, ended.signal));
    } catch (error) {
      const why = ended.signal.aborted ? 'context deadline exceeded' : goWords(error, place);
      if (error instanceof HalfAnswer) return { kind: 'failed', why: halfRead + (error.why ?? why) };
      return { kind: 'failed', why: post + why };
    } finally {
      timer.cancel();
    }
  }

  /** Ends the connections that are kept. */
  close(): void {
    this.#connections?.destroy();
  }

  #agent(): Agent {
    this.#connections ??= new (httpsModule().Agent)({ keepAlive: true, maxSockets: 64, timeout: 60_000 });
    return this.#connections;
  }

  async #send(
    { url: text, caBundle, review }: WebhookCall,
    place: URL,
    signal: AbortSignal,
  ): Promise<Received> {
    const url = new URL(text);
    const body = Buffer.from(jsonText(review));
    // A service is known by its name in the cluster, wherever it is.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isAddress = host.includes(':') || /^[\d.]+$/.test(host);
    const options: RequestOptions = {
      method: 'POST',
      agent: this.#agent(),
      host: place.hostname.replace(/^\[|\]$/g, ''),
      port: place.port === '' ? 443 : Number(place.port),
      path: url.pathname + url.search,
      headers: {
        host: url.host,
        accept: 'application/json, */*',
        'content-type': 'application/json',
        'content-length': String(body.length),
        'user-agent': 'kube-apiserver-admission',
      },
      ...(!isAddress && { servername: host }),
      ...(caBundle !== undefined && { ca: caBundle }),
      signal,
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpsModule().request(options, resolve).on('error', reject).end(body);
    });
    const isText = (response.headers['content-type'] ?? '').startsWith('text/');
    const most = Math.max(maxAnswerBytes, 2 * body.length);
    return { status: response.statusCode ?? 0, isText, body: await textOf(response, most) };
  }
}

const halfRead = 'unexpected error when reading response body. Please retry. Original error: ';

class HalfAnswer extends Error {
  /** Undefined where the time was over. */
  readonly why: string | undefined;

  constructor(cause: unknown) {
    super('the answer of a webhook is not whole', { cause });
    this.why = codeOf(cause) === 'ABORT_ERR' ? undefined : 'unexpected EOF';
  }
}

async function textOf(response: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const read = async (): Promise<boolean> => {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > most) return false;
      chunks.push(chunk);
    }
    return true;
  };
  const isWhole = await read().catch((error: unknown) => {
    throw new HalfAnswer(error);
  });
  if (!isWhole) throw new Error(`the answer of the webhook is larger than ${most} bytes`);
  return Buffer.concat(chunks).toString();
}

interface Received {
  readonly status: number;
  /** Only such a body is quoted. */
  readonly isText: boolean;
  readonly body: string;
}

function answerOf({ status, isText, body }: Received): WebhookAnswer {
  const value = parsed(body);
  if (status < 200 || status > 206)
    return { kind: 'failed', why: refusalWords(status, value, isText ? body : '') };
  if (body === '')
    return {
      kind: 'failed',
      why: `0-length response with status code: ${status} and content type: application/json`,
    };
  if (!isJsonObject(value ?? null)) {
    const why = /^\s*[[{]/.test(body) && value === undefined ? jsonSyntaxFault(body) : noStruct(value ?? '');
    return { kind: 'failed', why: `couldn't get version/kind; json parse error: ${why}` };
  }
  return { kind: 'answered', review: objectAt(value) };
}

function parsed(body: string): Json | undefined {
  try {
    return parseJsonText(body);
  } catch {
    return undefined;
  }
}

function noStruct(value: Json): string {
  const type = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  return `json: cannot unmarshal ${jsonName(value)} into Go value of type ${type}`;
}

const statusWords: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};

const mostQuoted = 2048;

// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/errors/errors.go (NewGenericServerResponse)
function refusalWords(status: number, value: Json | undefined, body: string): string {
  if (isJsonObject(value ?? null) && textAt(value, 'kind') === 'Status') return textAt(value, 'message');
  const known = statusWords[status];
  if (known !== undefined) return known;
  const said = body.slice(0, mostQuoted).trim();
  if (status === 403 || status === 415) return said || 'unknown';
  return status >= 500
    ? `an error on the server (${JSON.stringify(said || 'unknown')}) has prevented the request from succeeding`
    : `the server responded with the status code ${status} but did not return more information`;
}

function goWords(error: unknown, place: URL): string {
  const code = codeOf(error);
  const message = messageOf(error);
  const port = place.port === '' ? '443' : place.port;
  const dial = `dial tcp ${place.hostname}:${port}: connect: `;
  switch (code) {
    case 'ECONNREFUSED':
      return `${dial}connection refused`;
    case 'EHOSTUNREACH':
      return `${dial}no route to host`;
    case 'ENETUNREACH':
      return `${dial}network is unreachable`;
    case 'ETIMEDOUT':
      return `${dial}connection timed out`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${place.hostname}: no such host`;
    case 'ECONNRESET':
      return 'EOF';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_SIGNATURE_FAILURE':
      return `${unverified}certificate signed by unknown authority`;
    case 'CERT_HAS_EXPIRED':
      return `${unverified}certificate has expired or is not yet valid`;
    default:
      return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `${unverified}${message}` : message;
  }
}

const unverified = 'tls: failed to verify certificate: x509: ';

// An error may come from another realm.
function messageOf(error: unknown): string {
  const isTold = typeof error === 'object' && error !== null && 'message' in error;
  return isTold && typeof error.message === 'string' ? error.message : String(error);
}
