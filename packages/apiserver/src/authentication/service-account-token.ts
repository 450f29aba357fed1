// Whose a token of a service account is, and whether it still is.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/serviceaccount/claims.go

import { objectKey } from '@kube-rx/core';
import type { User } from '../access/user.ts';
import { type JsonObject, numberAt, objectAt, stringAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { readJwt } from './jwt.ts';
import { refusedToken, type TokenVerdict } from './token-verdict.ts';

const leewaySeconds = 60;
const invalidated = 'service account token has been invalidated';

export function serviceAccountOf(
  server: ServerContext,
  token: string,
  audiences: readonly string[],
): TokenVerdict {
  const { serviceAccounts: issuer } = server;
  const read = readJwt(token, issuer);
  if (read.kind === 'refused') return read;
  const { claims } = read;
  const good = stringsAt(claims, 'aud');
  const known = new Set(good);
  const shared = audiences.filter((one) => known.has(one));
  if (shared.length === 0)
    return refusedToken(
      `token audiences ${quoted(good)} is invalid for the target audiences ${quoted(audiences)}`,
    );
  const why = timeFault(claims, server.clock.now() / 1000) ?? bindingFault(server, claims);
  return why === undefined
    ? { kind: 'user', user: accountUser(claims), audiences: shared }
    : refusedToken(why);
}

// As Go prints a list of texts.
function quoted(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}

function timeFault(claims: JsonObject, now: number): string | undefined {
  const at = (name: string): number => numberAt(claims, name) ?? 0;
  if (now + leewaySeconds < at('nbf')) return 'service account token is not valid yet';
  if (now - leewaySeconds > at('exp')) return 'service account token has expired';
  if (now + leewaySeconds < at('iat')) return 'service account token is issued in the future';
  return undefined;
}

/** What the token is bound to must be there as it was. */
function bindingFault(server: ServerContext, claims: JsonObject): string | undefined {
  const bound = objectAt(claims, 'kubernetes.io');
  const namespace = textAt(bound, 'namespace');
  const account = referred(server, bound, { claim: 'serviceaccount', plural: 'serviceaccounts', namespace });
  const { name, stored, uid } = account;
  if (!stored) return `serviceaccounts ${JSON.stringify(name)} not found`;
  if (stored.uid !== uid) return `service account UID (${stored.uid}) does not match claim (${uid})`;
  if (isGone(server, stored)) return `service account ${namespace}/${name} has been deleted`;
  // The node of a pod is told, and not looked at.
  const onPod = valueAt(bound, 'pod') !== undefined;
  const others = [
    { claim: 'secret', plural: 'secrets', namespace },
    { claim: 'pod', plural: 'pods', namespace },
    ...(onPod ? [] : [{ claim: 'node', plural: 'nodes', namespace: '' }]),
  ];
  for (const other of others) {
    const { claim } = other;
    if (valueAt(bound, claim) === undefined) continue;
    const { stored: object, uid: wanted } = referred(server, bound, other);
    if (!object) return invalidated;
    if (object.uid !== wanted)
      return `${claim} UID (${object.uid}) does not match service account ${claim} ref claim (${wanted})`;
    if (isGone(server, object)) return invalidated;
  }
  return undefined;
}

function referred(
  { registry }: ServerContext,
  bound: JsonObject,
  {
    claim,
    plural,
    namespace,
  }: { readonly claim: string; readonly plural: string; readonly namespace: string },
): { readonly name: string; readonly uid: string; readonly stored: StoredObject | undefined } {
  const [name, uid] = [textAt(bound, claim, 'name'), textAt(bound, claim, 'uid')];
  const stored = registry.find('', 'v1', plural)?.store.get(objectKey(name, namespace));
  return { name, uid, stored };
}

/** Deleted for longer than clocks may differ; what is still there ends then. */
function isGone({ clock }: ServerContext, stored: StoredObject): boolean {
  if (!stored.terminating) return false;
  const deleted = stringAt(stored.object, 'metadata', 'deletionTimestamp') ?? '';
  return Date.parse(deleted) < clock.now() - leewaySeconds * 1000;
}

function accountUser(claims: JsonObject): User {
  const bound = objectAt(claims, 'kubernetes.io');
  const namespace = textAt(bound, 'namespace');
  const prefix = 'authentication.kubernetes.io/';
  const extra = Object.entries({
    'credential-id': `JTI=${textAt(claims, 'jti')}`,
    'node-name': textAt(bound, 'node', 'name'),
    'node-uid': textAt(bound, 'node', 'uid'),
    'pod-name': textAt(bound, 'pod', 'name'),
    'pod-uid': textAt(bound, 'pod', 'uid'),
  }).filter(([, value]) => value !== '');
  return {
    name: `system:serviceaccount:${namespace}:${textAt(bound, 'serviceaccount', 'name')}`,
    uid: textAt(bound, 'serviceaccount', 'uid'),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    extra: Object.fromEntries(extra.map(([key, value]) => [prefix + key, [value]])),
  };
}
