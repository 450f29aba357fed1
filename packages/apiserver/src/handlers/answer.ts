// A response in the making.

import type { HttpResponse, Status } from '@kube-rx/core';
import type { SocketEnd } from '../containers/socket-pair.ts';
import { type Json, jsonText } from '../json/json.ts';
import type { StatusError } from '../status-error.ts';
import { warningHeader } from './warning-header.ts';

const utf8 = new TextEncoder();

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or a stream where the end is not known yet. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  readonly warnings?: readonly string[];
  /** Of a 101: the client's end. */
  readonly webSocket?: SocketEnd;
}

export function jsonAnswer(status: number, value: Json | Status | object): Answer {
  return bytesAnswer(status, utf8.encode(`${jsonText(value)}\n`));
}

/** For JSON that is encoded already. */
export function bytesAnswer(status: number, body: Uint8Array | AsyncIterable<Uint8Array>): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

export function textAnswer(status: number, text: string): Answer {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return { status, headers, body: utf8.encode(text) };
}

export function statusAnswer({ status, warnings }: StatusError): Answer {
  const answer = warned(jsonAnswer(status.code, status), warnings);
  const retry = status.details?.retryAfterSeconds ?? 0;
  return retry > 0 ? { ...answer, headers: { ...answer.headers, 'retry-after': String(retry) } } : answer;
}

/** That something was done which leaves nothing to show. */
export function doneAnswer(code: number): Answer {
  return jsonAnswer(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code });
}

export function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The answer with these warnings besides its own: what the client should know whether its request succeeds or not. */
export function warned(answer: Answer, warnings: readonly string[]): Answer {
  return warnings.length === 0 ? answer : { ...answer, warnings: [...(answer.warnings ?? []), ...warnings] };
}

/** Bodies of known length say it, so that a cut can be told. */
export function toResponse({ status, headers: own, body, warnings = [], webSocket }: Answer): HttpResponse {
  const warning = warnings.length === 0 ? undefined : warningHeader(warnings);
  const headers = warning === undefined ? own : { ...own, warning };
  if (webSocket) return { status, headers, body: single(new Uint8Array()), webSocket };
  if (!(body instanceof Uint8Array)) return { status, headers, body };
  if (status === 304) return { status, headers, body: single(body) };
  return { status, headers: { ...headers, 'content-length': String(body.length) }, body: single(body) };
}

async function* single(body: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  if (body.length > 0) yield body;
}
