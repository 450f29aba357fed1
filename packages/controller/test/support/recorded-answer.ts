// Answers to a write, and what a recorder tells of each.

import { Client } from '@kube-rx/client';
import type { HttpRequest, HttpResponse, HttpService } from '@kube-rx/core';
import type { OwnWrite } from '../../src/consistency/own-write.ts';
import { writeRecorderLayer } from '../../src/consistency/write-recorder.ts';

export const request: HttpRequest = {
  method: 'POST',
  path: '/api/v1/namespaces/shop/configmaps',
  query: [],
  headers: {},
};
export const json = { 'content-type': 'application/json' };
export const answerOf = (body: HttpResponse['body'] | string, status = 201): HttpResponse => {
  const bytes = typeof body === 'string' ? [new TextEncoder().encode(body)] : body;
  return { status, headers: json, body: { [Symbol.asyncIterator]: () => piecewise(bytes) } };
};

export async function* piecewise(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield piece;
}

export const object = (metadata: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'b', namespace: 'shop', uid: 'u', resourceVersion: '7', ...metadata },
  });

/** What is told of a request that is answered so, and what becomes of the call. */
export async function outcomeOf(
  answer: HttpResponse,
  options: { readonly request?: Partial<HttpRequest>; readonly maxAnswerBytes?: number } = {},
): Promise<{ readonly told: readonly OwnWrite[]; readonly text: string }> {
  const service: HttpService = () => Promise.resolve(answer);
  const writes: OwnWrite[] = [];
  const layered = new Client(service).layered([
    writeRecorderLayer((write) => {
      if (write.type !== 'lost') writes.push(write);
    }),
  ]);
  const { maxAnswerBytes } = options;
  const text = await layered
    .requestText({ ...request, ...options.request }, { ...(maxAnswerBytes && { maxAnswerBytes }) })
    .catch((error: unknown) => String(error).split(':')[0] ?? '');
  return { told: writes, text };
}
