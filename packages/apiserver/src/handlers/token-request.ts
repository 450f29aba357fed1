// A token for a service account, for whom it asks, as long as it asks, and while what it names is there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/serviceaccount/storage/token.go

import { apiVersionOf, objectKey, type Resource } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { ownedByCreator } from '../apply/owned-by-creator.ts';
import {
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { newUid } from '../server-context.ts';
import { badRequest, conflict, type FieldFault, invalid, invalidValue, notFound } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { requireActiveNamespace, requireNamespace } from '../strategy/create.ts';
import { timestamp } from '../timestamp.ts';
import { admitCreation } from './admitted-action.ts';
import { type Answer, jsonAnswer, warned } from './answer.ts';
import { type Call, target } from './call.ts';
import { decodeOnly } from './kind-body.ts';
import { parseWriteQuery } from './write-query.ts';

const tokenKind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };

const nothingAsked = { metadata: {}, spec: { boundObjectRef: {} }, status: {} };

const shortestSeconds = 600;
const longestSeconds = 2 ** 32;
// The kubelet asks for these, and clients of old read its tokens once: they are good for a year, and warned of.
const kubeletSeconds = 3_607;
const extendedSeconds = 365 * 24 * 3_600;

export function* issueToken(call: Call): Admission<Answer> {
  const { request, server, namespace, name } = call;
  const options = parseWriteQuery(call, 'CreateOptions');
  const asked = decodeOnly(request, tokenKind, options);
  requireActiveNamespace(server, call.served, { namespace, name });
  checkPlace(call, asked);
  const account = target(call);
  const uid = textAt(asked, 'metadata', 'uid') || account.uid;
  if (uid !== account.uid)
    throw conflict(
      { group: tokenKind.group, plural: tokenKind.kind },
      name,
      `the UID in the token request (${uid}) does not match the UID of the service account (${account.uid})`,
    );
  const own = server.serviceAccounts.issuer;
  const named = stringsAt(asked, 'spec', 'audiences');
  const audiences = named.length > 0 ? named : [own];
  const seconds = numberAt(asked, 'spec', 'expirationSeconds') ?? 3_600;
  const faults = durationFaults(seconds);
  if (faults.length > 0) throw invalid(tokenKind, '', faults);
  const ref = valueAt(asked, 'spec', 'boundObjectRef') ?? null;
  const spec = { audiences, expirationSeconds: seconds, boundObjectRef: ref };
  const metadata = {
    ...objectAt(asked, 'metadata'),
    name,
    namespace,
    uid,
    creationTimestamp: timestamp(server),
  };
  yield* admitCreation(call, options, {
    subresource: 'token',
    kind: tokenKind,
    asked: { ...asked, metadata, spec },
  });
  const bound = isJsonObject(ref) ? boundObjects(call, ref) : {};
  const extended =
    bound.pod !== undefined && seconds === kubeletSeconds && audiences.every((one) => one === own);
  const now = Math.floor(server.clock.now() / 1000);
  const token = server.serviceAccounts.signed({
    aud: [...audiences],
    exp: now + (extended ? extendedSeconds : seconds),
    iat: now,
    iss: own,
    jti: newUid(server),
    'kubernetes.io': {
      namespace,
      ...(bound.node && { node: bound.node }),
      ...(bound.pod && { pod: bound.pod }),
      ...(bound.secret && { secret: bound.secret }),
      serviceaccount: { name, uid },
      ...(extended && { warnafter: now + seconds }),
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  });
  // Owned is what was sent, and the default of its time.
  const sent = { ...asked, spec: { ...objectAt(asked, 'spec'), expirationSeconds: seconds } };
  const manager = options.fieldManager;
  const owned = ownedByCreator(server, sent, {
    kind: tokenKind,
    manager,
    subresource: 'token',
    before: nothingAsked,
  });
  const answer = {
    kind: tokenKind.kind,
    apiVersion: apiVersionOf(tokenKind),
    metadata: { ...metadata, managedFields: valueAt(owned, 'metadata', 'managedFields') ?? [] },
    spec,
    status: { token, expirationTimestamp: timestamp(server, seconds * 1000) },
  };
  return warned(jsonAnswer(201, answer), options.warnings);
}

/** A body that names an account names that of the path. */
function checkPlace({ name, namespace }: Call, asked: JsonObject): void {
  requireNamespace(asked, namespace);
  const otherName = textAt(asked, 'metadata', 'name');
  if (otherName === '' || otherName === name) return;
  const why = 'must match the service account name if specified';
  throw invalid(tokenKind, name, [invalidValue('metadata.name', otherName, why)]);
}

function durationFaults(seconds: number): FieldFault[] {
  const fault = (why: string): FieldFault[] => [invalidValue('spec.expirationSeconds', seconds, why)];
  if (seconds < shortestSeconds) return fault('may not specify a duration less than 10 minutes');
  if (seconds > longestSeconds) return fault('may not specify a duration larger than 2^32 seconds');
  return [];
}

type Reference = Readonly<{ name: string; uid?: string }>;

interface Bound {
  readonly pod?: Reference;
  readonly node?: Reference;
  readonly secret?: Reference;
}

/** What the token ends with. */
function boundObjects(call: Call, ref: JsonObject): Bound {
  const kind = textAt(ref, 'kind');
  const { group, version } = groupVersionIn(textAt(ref, 'apiVersion'));
  const isCore = group === '';
  if (isCore && kind === 'Pod') {
    const pod = found(call, ref, 'pods');
    const account = textAt(pod.object, 'spec', 'serviceAccountName');
    if (account !== call.name)
      throw badRequest(
        `cannot bind token for serviceaccount ${JSON.stringify(call.name)} to pod running with different serviceaccount name.`,
      );
    checkUid(ref, pod, kind);
    const node = nodeOf(call, textAt(pod.object, 'spec', 'nodeName'));
    return { pod: referenceTo(pod), ...(node && { node }) };
  }
  if (isCore && kind === 'Node') {
    const node = found(call, ref, 'nodes');
    checkUid(ref, node, kind);
    return { node: referenceTo(node) };
  }
  if (isCore && kind === 'Secret') {
    const secret = found(call, ref, 'secrets');
    checkUid(ref, secret, kind);
    return { secret: referenceTo(secret) };
  }
  throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
}

// What has too many parts has none.
function groupVersionIn(apiVersion: string): { readonly group: string; readonly version: string } {
  const [first = '', second, ...rest] = apiVersion.split('/');
  if (rest.length > 0) return { group: '', version: '' };
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}

function found(call: Call, ref: JsonObject, plural: string): StoredObject {
  const name = textAt(ref, 'name');
  if (name === '') throw badRequest('Name parameter required.');
  const stored = storedOf(call, plural, name);
  if (!stored) throw notFound({ group: '', plural }, name);
  return stored;
}

function storedOf({ server, namespace }: Call, plural: string, name: string): StoredObject | undefined {
  const served = server.registry.find('', 'v1', plural);
  const within = served && isNamespaced(served.resource) ? namespace : '';
  return served?.store.get(objectKey(name, within));
}

function isNamespaced({ scope }: Pick<Resource, 'scope'>): boolean {
  return scope === 'Namespaced';
}

function checkUid(ref: JsonObject, { uid }: StoredObject, kind: string): void {
  const wanted = textAt(ref, 'uid');
  if (wanted === '' || wanted === uid) return;
  throw conflict(
    { group: '', plural: kind },
    textAt(ref, 'name'),
    `the UID in the bound object reference (${wanted}) does not match the UID in record. The object might have been deleted and then recreated`,
  );
}

/** A node that is not there is told by its name alone. */
function nodeOf(call: Call, name: string): Reference | undefined {
  if (name === '') return undefined;
  const node = storedOf(call, 'nodes', name);
  return node ? referenceTo(node) : { name };
}

function referenceTo({ name, uid }: StoredObject): Reference {
  return { name, uid };
}
