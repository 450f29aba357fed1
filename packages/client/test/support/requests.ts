// Requests and reading, as tests want them.

import type { HttpRequest } from '@kube-rx/core';

/** `GET path`, with whatever else is given. */
export function get(path: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', path, query: [], headers: { accept: 'application/json' }, ...rest };
}

export const listPods: HttpRequest = get('/api/v1/namespaces/shop/pods');

/** What `promise` fails with; fails itself where it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, but it succeeded');
}

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
