// A JSON Web Token of our own, in its compact form. Of another's, nothing is believed.
// https://www.rfc-editor.org/rfc/rfc7519

import { isJsonObject, type JsonObject, parseJsonText, stringAt, valueAt } from '../json/json.ts';
import type { ServiceAccountIssuer } from './service-account-issuer.ts';
import { invalidToken, type RefusedToken, refusedToken } from './token-verdict.ts';

export type ReadJwt = { readonly kind: 'claims'; readonly claims: JsonObject } | RefusedToken;

// A long token is no token of ours, and to read it takes time.
const mostCharacters = 64 * 1024;

/** Its claims, where this issuer has signed it. */
export function readJwt(token: string, issuer: ServiceAccountIssuer): ReadJwt {
  const parts = token.split('.', 4);
  const [head = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || token.length > mostCharacters) return refusedToken(invalidToken);
  const [header, claims] = [jsonIn(head), jsonIn(payload)];
  const bytes = decoded(signature);
  if (!claims || stringAt(claims, 'iss') !== issuer.issuer) return refusedToken(invalidToken);
  if (!header || !bytes) return refusedToken(invalidToken);
  const keyId = valueAt(header, 'kid') ?? '';
  if (typeof keyId !== 'string') return refusedToken(invalidToken);
  if (keyId !== '' && keyId !== issuer.keyId) return refusedToken('invalid signature, no keys found');
  const isOurs =
    stringAt(header, 'alg') === issuer.algorithm &&
    valueAt(header, 'crit') === undefined &&
    issuer.isSigned(`${head}.${payload}`, bytes);
  return isOurs ? { kind: 'claims', claims } : refusedToken(wrongSignature);
}

// In the words of the library that the real server has.
const wrongSignature = 'go-jose/go-jose: error in cryptographic primitive';

function jsonIn(part: string): JsonObject | undefined {
  const bytes = decoded(part);
  if (!bytes) return undefined;
  try {
    const value = parseJsonText(bytes.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Node's own decoder passes over what is no base64url.
function decoded(part: string): Buffer | undefined {
  return /^[\w-]*$/.test(part) && part.length % 4 !== 1 ? Buffer.from(part, 'base64url') : undefined;
}
