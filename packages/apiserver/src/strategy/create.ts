// Creates an object: fills in what only the server sets, checks what every kind has in common, stores it.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/registry/rest/create.go

import { objectKey } from '@kube-rx/core';
import { type Admission, mutateObject, validateWrite } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/attributes.ts';
import { StaleWrite } from '../admission/stale-write.ts';
import { withClaimedOwners } from '../apply/claimed-owners.ts';
import { seenObject, seenUnstored, storableObject } from '../conversion/converted-objects.ts';
import { withSeenOwners } from '../conversion/converted-owners.ts';
import { type JsonObject, objectAt, stringAt, textAt, valueAt, withKey, without } from '../json/json.ts';
import { withDefaults } from '../kinds/defaults.ts';
import {
  asStored,
  hasSubresource,
  present,
  type ServedResource,
  storedForm,
  withZeros,
} from '../registry/served-resource.ts';
import { pruneObject, validateObject, withoutNulls } from '../schema/admission.ts';
import { generateName, newUid, type ServerContext } from '../server-context.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  notFound,
  objectModified,
  unclassified,
  unknownPath,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { timestamp } from '../timestamp.ts';
import { validateKind } from './kind-rules.ts';
import { decodeMetadata, validateNewMetadata } from './metadata.ts';
import { nameWarnings } from './name-rules.ts';
import type { WriteOptions } from './write-options.ts';

export interface Creation extends WriteOptions {
  /** That of the request, `''` for cluster-scoped kinds. */
  readonly namespace: string;
  readonly object: JsonObject;
  /** Throws where the sender may change objects, but not create them. */
  readonly creates?: (() => void) | undefined;
  /** It says itself who made it, where its kind keeps that. */
  readonly seeds?: true;
}

export function* createObject(
  server: ServerContext,
  served: ServedResource,
  creation: Creation,
): Admission<StoredObject> {
  const { namespace, ownership, dryRun } = creation;
  const { resource, kind, store } = served;
  const sent = sentMetadata(served, creation);
  const known = pruneObject(served, creation.object, creation);
  const pruned = withoutStatus(served, known);
  requireLastingKind(served, textAt(sent, 'name'));
  // A name that is to be made has not been made yet.
  const told = textAt(sent, 'name') || textAt(sent, 'generateName') || 'Unknown';
  requireActiveNamespace(server, served, { namespace, name: told });
  const typed = storedForm(served, { ...pruned, metadata: sent });
  const given = withoutStatus(served, withDefaults(typed, kind.defaults ?? {}));
  // What the Go type prints even where nothing is set.
  const next = served.custom ? given : { ...served.storedZero, ...withZeros(served, given) };
  const claimed = objectAt(withClaimedOwners({}, objectAt(creation.object, 'metadata')), 'metadata');
  const owned = yield* withSeenOwners(server, served, {
    live: undefined,
    claimed,
    next,
    sent: known,
    ownership,
    part: 'main',
  });
  const asked = { ...next, metadata: objectAt(owned, 'metadata') };
  const begun = server.revisions.current;
  const write = { server, store, dryRun, warnings: creation.warnings };
  const attributes = attributesOf(server, served, creation);
  const mutated = attributes ? yield* mutateObject({ ...attributes, object: asked }) : asked;
  creation.grants?.(mutated);
  const metadata = newMetadata(server, served, objectAt(mutated, 'metadata'));
  const name = textAt(metadata, 'name');
  const whole =
    mutated === asked ? { ...mutated, metadata } : { ...withStatusOf(served, mutated, asked), metadata };
  const admitted = kind.prepare?.({ ...write, object: whole, old: undefined }) ?? whole;
  const found = validateNewMetadata(served, admitted);
  if (!served.custom) validateKind(served, { object: admitted, old: undefined, found });
  creation.reads?.(admitted);
  if (kind.namesPart !== undefined) creation.warnings.push(...nameWarnings(kind.namesPart, name));
  creation.warnings.push(...(kind.warnings?.(admitted, undefined) ?? []));
  const { warnings } = creation;
  if (served.custom) {
    // In the version of the request, whose schema it is.
    const asSent = mutated === asked ? { ...pruned, metadata } : present(served, admitted);
    validateObject(served, { object: asSent, old: undefined, found, part: 'main', warnings });
  }
  creation.creates?.();
  const user = creation.seeds ? undefined : creation.admission?.requester.user;
  const prepared = kind.prepareForCreate?.({ server, store, object: admitted, user }) ?? admitted;
  const ready = asStored(served, creation.isApplied ? withoutNulls(served, prepared) : prepared);
  // By now it has a name.
  const judge = attributes && (yield* validateWrite({ ...attributes, name, object: ready }));
  const form = yield* storableObject(server, served, ready);
  const settle = judge?.();
  if (server.revisions.current !== begun) {
    // So may its definition: what is stored now would be lost.
    if (served.custom && server.registry.customStore(resource) !== store) throw unknownPath();
    const now = server.registry.find(resource.group, resource.version, resource.plural);
    if (now) requireLastingKind(now, name);
    // While it waited its namespace may have gone, and nobody would take the object along any more.
    requireActiveNamespace(server, served, { namespace, name });
    // What the kind gives out may have gone to another one.
    if (kind.allocates) throw new StaleWrite(conflict(served.resource, name, objectModified));
  }
  if (store.get(objectKey(name, namespace))) throw alreadyExists(resource, name);
  if (stringAt(creation.object, 'metadata', 'resourceVersion'))
    throw unclassified('resourceVersion should not be set on objects to be created');
  if (dryRun) return yield* seenUnstored(server, served, form);
  const stored = store.put(form);
  settle?.(stored);
  server.afterWrite({ served, stored, deleted: false, created: true });
  return yield* seenObject(server, served, stored);
}

function attributesOf(
  server: ServerContext,
  served: ServedResource,
  { admission, namespace, object, dryRun, warnings }: Creation,
): AdmissionAttributes | undefined {
  if (!admission) return undefined;
  const name = textAt(object, 'metadata', 'name');
  const what = { namespace, name, subresource: '', object: undefined, old: undefined };
  return { ...admission, server, served, operation: 'CREATE', ...what, dryRun, warnings };
}

// What the sender may say.
function sentMetadata({ resource }: ServedResource, { namespace, object, ownership }: Creation): JsonObject {
  const given = without(
    decodeMetadata(object),
    'selfLink',
    'resourceVersion',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    ...(ownership.kind === 'decided' ? [] : ['managedFields']),
  );
  const own = stringAt(given, 'namespace');
  if (own !== undefined && own !== namespace) throw badRequest(namespaceMismatch);
  return { ...given, ...(resource.scope === 'Namespaced' && { namespace }) };
}

// What the server says itself.
function newMetadata(server: ServerContext, { kind }: ServedResource, given: JsonObject): JsonObject {
  const base = stringAt(given, 'generateName');
  const name = stringAt(given, 'name') ?? (base === undefined ? undefined : generateName(server, base));
  return {
    ...given,
    ...(name !== undefined && { name }),
    uid: newUid(server),
    ...(kind.generation && { generation: 1 }),
    creationTimestamp: timestamp(server),
  };
}

export const namespaceMismatch =
  'the namespace of the provided object does not match the namespace sent on the request';

/** @throws StatusError where what is posted names another namespace than the path; it may name none. */
export function requireNamespace(object: JsonObject, namespace: string): void {
  const given = textAt(object, 'metadata', 'namespace');
  if (given !== '' && given !== namespace) throw badRequest(namespaceMismatch);
}

// A status is the business of its subresource.
function withoutStatus(served: ServedResource, object: JsonObject): JsonObject {
  if (served.custom) return hasSubresource(served, 'status') ? without(object, 'status') : object;
  return served.kind.createsStatus ? object : without(object, 'status');
}

// What admission says of a status is not kept either.
function withStatusOf(served: ServedResource, object: JsonObject, before: JsonObject): JsonObject {
  const own = served.custom ? !hasSubresource(served, 'status') : served.kind.createsStatus === true;
  return own ? object : withKey(object, 'status', valueAt(before, 'status'));
}

// What is created while its definition goes would be lost, or hold the definition up for ever.
function requireLastingKind({ resource, custom, verbs }: ServedResource, name: string): void {
  if (!custom || verbs.includes('create')) return;
  const why = 'create not allowed while custom resource definition is terminating';
  throw forbidden(resource, name, { why });
}

// Admission plugin NamespaceLifecycle.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/namespace/lifecycle/admission.go
export function requireActiveNamespace(
  { registry }: ServerContext,
  { resource }: ServedResource,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): void {
  const namespaces = registry.find('', 'v1', 'namespaces');
  if (namespace === '' || !namespaces) return;
  const stored = namespaces.store.get(namespace);
  if (!stored) throw notFound(namespaces.resource, namespace);
  if (!stored.terminating) return;
  const message = `namespace ${namespace} is being terminated`;
  throw forbidden(resource, name, {
    why: `unable to create new content in namespace ${namespace} because it is being terminated`,
    causes: [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }],
  });
}
