// A request as it comes over a socket, read as Go's server reads it, or why it is refused before the service hears of it.
// https://github.com/golang/go/blob/go1.26.8/src/net/http/server.go (readRequest)

import type { IncomingMessage } from 'node:http';
import type { HttpMethod, HttpRequest, HttpResponse } from '@kube-rx/core';
import { statusAnswer, textAnswer, toResponse, withHeaders } from '../handlers/answer.ts';
import { maxBodyBytes, untypedBody } from '../handlers/body.ts';
import { entityTooLarge, methodNotAllowed, type StatusError, tooManyRequests } from '../status-error.ts';
import type { AcceptedHosts } from './accepted-hosts.ts';
import { foreignRequest } from './foreign-pages.ts';
import type { Incoming } from './incoming.ts';
import { type BodyRefusal, readIncoming } from './incoming-body.ts';
import { parseTarget } from './request-target.ts';
import type { UnfinishedBodies } from './unfinished-bodies.ts';
import { offeredUpgrade } from './upgrades.ts';

export interface RequestReading {
  readonly hosts: AcceptedHosts;
  readonly bodies: UnfinishedBodies;
}

export type ReadRequest =
  | { readonly request: HttpRequest; readonly answer?: undefined }
  | { readonly answer: HttpResponse; readonly request?: undefined };

/** One of HTTP/1.1, with its whole body. Rejects where the client goes before its end. */
export async function readRequest(incoming: IncomingMessage, reading: RequestReading): Promise<ReadRequest> {
  const broken = protocolFault(incoming);
  if (broken !== undefined) return { answer: broken };
  const { method, url, headers, rawHeaders, socket } = incoming;
  return await readAny({ method, url, headers, rawHeaders, socket, body: incoming }, reading);
}

/** One that keeps the rules of its protocol, with its whole body. Rejects where the client goes before its end. */
export async function readAny(incoming: Incoming, { hosts, bodies }: RequestReading): Promise<ReadRequest> {
  const { method = 'GET', url = '/' } = incoming;
  // What the server itself is asked, which has nothing to say.
  if (url === '*' && method === 'OPTIONS') return { answer: toResponse(emptyAnswer) };
  const target = parseTarget(url);
  if (!target) return { answer: plainRefusal(400, 'Bad Request') };
  const foreign = foreignRequest(incoming, hosts, target.authority);
  if (foreign) return refused(foreign);
  if (!isMethod(method)) return refused(methodNotAllowed(undefined, method));
  const webSocket = offeredUpgrade(incoming);
  const body = webSocket ? new Uint8Array() : await readIncoming(incoming, bodies);
  if (typeof body === 'string') return refused(bodyError(body));
  const request: HttpRequest = {
    method,
    path: target.path,
    query: target.query,
    headers: headersOf(incoming),
    repeatedHeaders: identityHeaders(incoming),
    ...(body.length > 0 && { body }),
    ...(webSocket && { webSocket }),
  };
  const untyped = untypedBody(request);
  return untyped ? refused(untyped) : { request };
}

const emptyAnswer = { status: 200, headers: {}, body: new Uint8Array() };

function refused(error: StatusError): ReadRequest {
  return { answer: toResponse(statusAnswer(error)) };
}

/** What Go's server answers itself, before there is an API. */
function protocolFault(incoming: IncomingMessage): HttpResponse | undefined {
  const { httpVersion, httpVersionMajor, headersDistinct } = incoming;
  const hosts = headersDistinct['host'] ?? [];
  const [host = ''] = hosts;
  if (httpVersionMajor > 1)
    return plainRefusal(505, 'HTTP Version Not Supported: unsupported protocol version');
  if (httpVersionMajor < 1 || hosts.length > 1) return plainRefusal(400, 'Bad Request');
  if (hosts.length === 0 && httpVersion !== '1.0')
    return plainRefusal(400, 'Bad Request: missing required Host header');
  return /^[\w!$%&'()*+,.:;=[\]~-]*$/.test(host)
    ? undefined
    : plainRefusal(400, 'Bad Request: malformed Host header');
}

function plainRefusal(code: number, what: string): HttpResponse {
  return toResponse(withHeaders(textAnswer(code, `${code} ${what}`), { connection: 'close' }));
}

function bodyError(refusal: BodyRefusal): StatusError {
  return refusal === 'tooLarge' ? entityTooLarge(`limit is ${maxBodyBytes}`) : tooManyRequests();
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function isMethod(method: string): method is HttpMethod {
  return methods.has(method);
}

/** Of a field that comes several times Go's server sees the first, where Node would put them together. */
function headersOf({ headers, rawHeaders }: Incoming): Record<string, string> {
  const firsts = new Map<string, string>();
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2)
    firsts.set(rawHeaders[at]?.toLowerCase() ?? '', rawHeaders[at + 1] ?? '');
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => {
      const known = name === 'host' ? undefined : firsts.get(name);
      return [name, inUtf8(known ?? [value].flat().join(', '))];
    }),
  );
}

/** In whose name a request is: each value is one name, whatever commas are in it. */
function identityHeaders({ rawHeaders }: Incoming): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!name.startsWith('impersonate-')) continue;
    found.set(name, [...(found.get(name) ?? []), inUtf8(rawHeaders[at + 1] ?? '')]);
  }
  return Object.fromEntries(found);
}

/** A header is bytes, which Go takes for UTF-8, and Node for Latin-1. */
function inUtf8(value: string): string {
  return /[\x80-\xff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}
