// Objects that a program puts in by itself, as if somebody had asked for them.

import { InvalidRequestError, objectKey, printExactJson } from '@kube-rx/core';
import { openAuthorizer } from '../access/authorizer.ts';
import { isDefaultPolicy } from '../access/policy/reconcile.ts';
import type { Requester } from '../access/requester.ts';
import { writeNow } from '../admission/write-now.ts';
import { type JsonObject, objectAt, parseJsonText, stringAt, textAt, valueAt } from '../json/json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../strategy/create.ts';
import { updateObject } from '../strategy/update.ts';
import { ownWrite } from '../strategy/write-options.ts';
import { asKind } from './kind-body.ts';

interface Identified {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: object;
}

// As the real server's own writes.
const seeder: Requester = {
  user: { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
  authorizer: openAuthorizer,
};

/** Any object of Kubernetes: one of a kind's type, or a literal with whatever fields. */
export type SeedObject = Identified | (Identified & { readonly [field: string]: unknown });

/**
 * Creates the object with its status, and its namespace where that is missing; fields that its kind does not have are
 * dropped. A role or a binding that the server has made by itself (`rbac: true`) is replaced.
 */
export function seedObject(server: ServerContext, seed: SeedObject): void {
  const decoded = objectAt(parseJsonText(printExactJson(seed)));
  const [apiVersion, kind] = [textAt(decoded, 'apiVersion'), textAt(decoded, 'kind')];
  const served = server.registry.findKind(apiVersion, kind);
  if (!served)
    throw new InvalidRequestError(
      `seed: the server has no kind ${JSON.stringify(kind)} in ${JSON.stringify(apiVersion)}`,
    );
  const options = { ...ownWrite(), admission: { requester: seeder, options: () => undefined } };
  const body = { object: decoded, text: '', isYaml: false, repeatedLines: [] };
  const object = served.custom ? decoded : asKind(body, served.resource, options);
  const namespace = seededNamespace(server, served, decoded);
  const known = served.store.get(objectKey(textAt(object, 'metadata', 'name'), namespace));
  if (known && isDefaultPolicy(served, known)) {
    // The server has made it by itself; whoever seeds one wants theirs.
    const identity = { uid: known.uid, resourceVersion: String(known.revision) };
    const metadata = { ...objectAt(object, 'metadata'), ...(namespace !== '' && { namespace }), ...identity };
    const update = {
      stored: known,
      old: known.object,
      object: { ...object, metadata },
      part: 'main',
    } as const;
    writeNow(updateObject(server, served, { ...options, ...update }));
    return;
  }
  const { key } = writeNow(createObject(server, served, { ...options, namespace, object, seeds: true }));
  const status = valueAt(object, 'status');
  // A creation drops a status that is a part of its own. Controllers may have written one since.
  const stored = served.store.get(key);
  if (status === undefined || !stored || !hasSubresource(served, 'status') || isCounted(served)) return;
  const old = stored.object;
  const next = { ...old, status: mergePatch(valueAt(old, 'status'), status) };
  writeNow(updateObject(server, served, { ...options, stored, old, object: next, part: 'status' }));
}

// What a quota says of itself follows from what is there.
function isCounted({ resource }: ServedResource): boolean {
  return resource.group === '' && resource.plural === 'resourcequotas';
}

function seededNamespace(server: ServerContext, { resource }: ServedResource, object: JsonObject): string {
  if (resource.scope === 'Cluster') return '';
  const name = stringAt(object, 'metadata', 'namespace') ?? 'default';
  const namespaces = server.registry.find('', 'v1', 'namespaces');
  if (namespaces && !namespaces.store.get(name))
    writeNow(
      createObject(server, namespaces, { ...ownWrite(), namespace: '', object: { metadata: { name } } }),
    );
  return name;
}
