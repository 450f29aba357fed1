// What a server says of its own version. Whatever else it speaks, that is JSON.

import type { HttpRequest } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { notKubernetes, TransportError } from '../errors.ts';

/** What the server says of itself. */
export interface ServerVersion {
  /** As `v1.36.0`. */
  readonly gitVersion: string;
  readonly major: string;
  readonly minor: string;
  readonly platform?: string;
}

export function versionRequest(): HttpRequest {
  return { method: 'GET', path: '/version', query: [], headers: { accept: jsonCodec.accept } };
}

/** @throws TransportError (`NOT_KUBERNETES`) for an answer that is none of an API server's. */
export function toServerVersion(answer: unknown): ServerVersion {
  if (isServerVersion(answer)) return answer;
  const problem = 'GET /version: the answer has no gitVersion, so it is no Kubernetes API server';
  throw new TransportError(problem, { code: notKubernetes });
}

function isServerVersion(value: unknown): value is ServerVersion {
  return (
    typeof value === 'object' &&
    value !== null &&
    'gitVersion' in value &&
    typeof value.gitVersion === 'string'
  );
}
