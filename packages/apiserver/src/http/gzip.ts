// Large answers are compressed for those who can read them; a watch never is, since its frames are small and
// must not wait.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/handlers/responsewriters/writers.go

import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '@kube-rx/core';
import { targetOf } from '../faults/fault.ts';

// The real server's bound.
const minBytes = 128 * 1024;
// Speed matters more here than the last byte.
const level = 1;

export function compressed(response: HttpResponse, request: HttpRequest): HttpResponse {
  const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((one) => one.trim());
  if (!accepted.includes('gzip') || targetOf(request).verb === 'watch') return response;
  if (response.status === 304) return response;
  // Nor is the log of a container, which may be followed.
  if (response.headers['content-type'] === 'text/plain') return response;
  // A body whose length is not said is a list that was too long to be put together first.
  const declared = response.headers['content-length'];
  if (declared !== undefined && Number(declared) <= minBytes) return response;
  const kept = Object.entries(response.headers).filter(([name]) => name !== 'content-length');
  const vary = [response.headers['vary'], 'Accept-Encoding'].filter((one) => one !== undefined).join(', ');
  const gzip = createGzip({ level });
  // The error reaches whoever reads; here it only must not be lost twice.
  pipeline(Readable.from(response.body), gzip, () => undefined);
  return {
    status: response.status,
    headers: { ...Object.fromEntries(kept), 'content-encoding': 'gzip', vary },
    body: gzip,
  };
}
