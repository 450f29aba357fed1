// How others come to trust the tokens of service accounts: the issuer, and the keys by which its signatures are known.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery

import type { HttpRequest } from '@kube-rx/core';
import type { ServiceAccountIssuer } from '../authentication/service-account-issuer.ts';
import { type Json } from '../json/json.ts';
import { methodNotAllowed, StatusError } from '../status-error.ts';
import { type Answer, jsonAnswer, withHeaders } from './answer.ts';

interface Document {
  readonly type: string;
  readonly content: (issuer: ServiceAccountIssuer) => Json;
}

const keysPath = '/openid/v1/jwks';

const documents: Readonly<Record<string, Document | undefined>> = {
  '/.well-known/openid-configuration': { type: 'application/json', content: configuration },
  [keysPath]: {
    type: 'application/jwk-set+json',
    content: ({ publicJwk }) => ({ keys: [publicJwk] }),
  },
};

/** The paths, as the server's index has them. */
export const openIdPaths: readonly string[] = Object.keys(documents);

/** Undefined: the path is another. */
export function openIdAnswer(
  issuer: ServiceAccountIssuer,
  { method, path, headers }: HttpRequest,
): Answer | undefined {
  const document = documents[path.replace(/\/$/, '')];
  if (!document) return undefined;
  if (method !== 'GET') throw methodNotAllowed(undefined, method);
  const { type, content } = document;
  if (!accepts(headers['accept'] ?? '', type)) throw notAcceptable(type);
  const shown = { 'content-type': type, 'cache-control': 'public, max-age=3600' };
  return withHeaders(jsonAnswer(200, content(issuer)), shown);
}

function configuration({ issuer, algorithm }: ServiceAccountIssuer): Json {
  return {
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, '')}${keysPath}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
  };
}

// Ranges of types count for nothing here.
function accepts(header: string, type: string): boolean {
  if (header === '') return true;
  return header.split(',').some((one) => {
    const [wanted = ''] = one.split(';');
    return [type, '*/*'].includes(wanted.trim());
  });
}

function notAcceptable(type: string): StatusError {
  return new StatusError(406, 'NotAcceptable', {
    message: `406: Not Acceptable\n\nAvailable representations: ${type}`,
    details: {},
  });
}
