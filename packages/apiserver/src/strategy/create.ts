// Creates an object: fills in what only the server sets, checks what every kind has in common, stores it.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/registry/rest/create.go

import { resourceName } from '@kube-rx/core';
import { withOwners } from '../apply/ownership.ts';
import { withKindDefaults } from '../defaults/builtin-defaults.ts';
import { type JsonObject, objectAt, stringAt, without } from '../json/json.ts';
import { hasSubresource, type ServedResource, storedForm } from '../registry/served-resource.ts';
import { pruneObject, validateObject } from '../schema/admission.ts';
import { generateName, newUid, type ServerContext } from '../server-context.ts';
import { alreadyExists, badRequest, StatusError, unclassified } from '../status-error.ts';
import { storageKey, withRevision } from '../storage/stored-object.ts';
import { timestamp } from '../timestamp.ts';
import { validateKind } from '../validation/kind-validation.ts';
import { decodeMetadata, validateNewMetadata } from './metadata.ts';
import { keepsStatusOnCreate, preparedForCreate } from './preparations.ts';
import { type WriteOptions, warnOfRules } from './write-options.ts';

/** `namespace` is that of the request, `''` for cluster-scoped kinds. Gives the object as it was stored. */
export function createObject(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  object: JsonObject,
  options: WriteOptions,
): JsonObject {
  const { resource } = served;
  const metadata = newMetadata(server, served, namespace, object, options);
  const pruned = pruneObject(served, object, options.fieldValidation, options.warnings);
  warnOfRules(served, object, options);
  requireActiveNamespace(server, served, namespace, stringAt(metadata, 'name') ?? '');
  const faults = validateNewMetadata(served, metadata);
  const name = stringAt(metadata, 'name') ?? '';
  const typed = storedForm(served, { ...pruned, metadata });
  const defaulted = withoutStatus(served, withZero(served, withKindDefaults(served, typed)));
  validateKind({ served, object: defaulted, old: undefined }, faults);
  validateObject(served, withoutStatus(served, pruned), name);
  if (served.store.get(storageKey(name, namespace))) throw alreadyExists(resource, name);
  if (stringAt(objectAt(object, 'metadata'), 'resourceVersion'))
    throw unclassified('resourceVersion should not be set on objects to be created');
  const owned = withOwners(server, served, undefined, defaulted, {
    ownership: options.ownership,
    part: 'main',
  });
  const ready = withZero(served, preparedForCreate(server, served, owned));
  if (options.dryRun) return ready;
  const created = withRevision(ready, served.store.put(ready));
  server.afterWrite(served, created, false);
  return created;
}

function newMetadata(
  server: ServerContext,
  { traits, resource }: ServedResource,
  namespace: string,
  object: JsonObject,
  { ownership }: WriteOptions,
): JsonObject {
  const given = without(
    decodeMetadata(object),
    'selfLink',
    'resourceVersion',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    ...(ownership.kind === 'decided' ? [] : ['managedFields']),
  );
  const base = stringAt(given, 'generateName');
  const name = stringAt(given, 'name') ?? (base === undefined ? undefined : generateName(server, base));
  const own = stringAt(given, 'namespace');
  if (own !== undefined && own !== namespace) throw badRequest(namespaceMismatch);
  return {
    ...given,
    ...(name !== undefined && { name }),
    ...(resource.scope === 'Namespaced' && { namespace }),
    uid: newUid(server),
    ...(traits.generation && { generation: 1 }),
    creationTimestamp: timestamp(server),
  };
}

export const namespaceMismatch =
  'the namespace of the provided object does not match the namespace sent on the request';

// What the Go type prints even where nothing is set.
function withZero({ custom, storedZero }: ServedResource, object: JsonObject): JsonObject {
  return custom ? object : { ...storedZero, ...object };
}

// A status is the business of its subresource.
function withoutStatus(served: ServedResource, object: JsonObject): JsonObject {
  if (served.custom) return hasSubresource(served, 'status') ? without(object, 'status') : object;
  return keepsStatusOnCreate.has(resourceName(served.resource)) ? object : without(object, 'status');
}

// Admission plugin NamespaceLifecycle.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/namespace/lifecycle/admission.go
function requireActiveNamespace(
  { registry }: ServerContext,
  { resource }: ServedResource,
  namespace: string,
  name: string,
): void {
  const namespaces = registry.find('', 'v1', 'namespaces');
  if (namespace === '' || !namespaces) return;
  const stored = namespaces.store.get(namespace);
  if (!stored)
    throw new StatusError(404, 'NotFound', `namespaces ${JSON.stringify(namespace)} not found`, {
      name: namespace,
      kind: 'namespaces',
    });
  if (stringAt(objectAt(stored.object, 'metadata'), 'deletionTimestamp') === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw new StatusError(
    403,
    'Forbidden',
    `${resourceName(resource)} ${JSON.stringify(name)} is forbidden: ${why}`,
    {
      name,
      ...(resource.group !== '' && { group: resource.group }),
      kind: resource.plural,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  );
}
