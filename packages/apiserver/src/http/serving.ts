// What both versions of HTTP share: a request becomes a call of the service, and its answer has a head.

import type { Socket } from 'node:net';
import type { Clock, HttpResponse, HttpService } from '@kube-rx/core';
import type { ServerCall } from '../authentication/client-certificate.ts';
import { warningLines } from '../handlers/warning-header.ts';
import { peerCertificate } from '../tls/peer-certificate.ts';
import { compressed } from './gzip.ts';
import type { ReadRequest, RequestReading } from './incoming-request.ts';
import type { RequestLimits } from './request-limits.ts';

export interface Serving extends RequestReading {
  readonly service: HttpService;
  readonly clock: Clock;
  readonly limits: RequestLimits;
}

/** What the service is to know of a call. */
export function callOf(socket: Socket, signal: AbortSignal): ServerCall {
  const certificate = peerCertificate(socket);
  return { signal, ...(certificate && { certificate }) };
}

/** The answer to a request that was read, or the refusal that it already has. */
export async function answerTo(
  { request, answer }: ReadRequest,
  service: HttpService,
  call: ServerCall,
): Promise<HttpResponse> {
  return request ? compressed(await service(request, call), request) : answer;
}

/** The header fields of an answer; it tells its length where Go's server would: up to `mostBuffered` bytes. */
export function headersFor(
  response: HttpResponse,
  clock: Clock,
  mostBuffered: number,
): Record<string, string | string[]> {
  const { 'content-length': length, warning, ...headers } = response.headers;
  return {
    ...(warning !== undefined && { warning: warningLines(warning) }),
    'cache-control': 'no-cache, private',
    ...headers,
    ...(length !== undefined && Number(length) <= mostBuffered && { 'content-length': length }),
    date: new Date(clock.now()).toUTCString(),
    'audit-id': crypto.randomUUID(),
  };
}
