// Binding: a pod gets its node, once.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/storage/storage.go

import type { Admission } from '../admission/admission.ts';
import { withTopologyLabels } from '../admission/topology-labels.ts';
import { withOwners } from '../apply/ownership.ts';
import { type JsonObject, objectAt, objectsAt, textAt, valueAt, withKey, without } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, conflict, objectModified, unclassified } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { requireActiveNamespace, requireNamespace } from '../strategy/create.ts';
import { timestamp } from '../timestamp.ts';
import { admitCreation } from './admitted-action.ts';
import { type Answer, doneAnswer } from './answer.ts';
import { type Call, target } from './call.ts';
import { decodeKind } from './kind-body.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';

const kind = { group: '', version: 'v1', kind: 'Binding' };

/** A Binding that is posted at its pod, or in the collection of all bindings, where it names the pod. */
export function* bind(call: Call): Admission<Answer> {
  const { request, server, served } = call;
  const options = parseWriteQuery(call, 'CreateOptions');
  const binding = decodeKind(request, kind, options);
  requireNamespace(binding, call.namespace);
  const given = textAt(binding, 'metadata', 'name');
  const name = call.name === '' ? given : call.name;
  if (given !== name) throw badRequest('name in URL does not match name in Binding object');
  const labelled = withTopologyLabels(server, binding, textAt(binding, 'target', 'name'));
  const bindings = server.registry.findUnstored('', 'v1', 'bindings');
  const asked = owned(server, labelled, { options, bindings });
  // Whoever watches over the collection is not asked about what is posted at a pod, nor the other way round.
  const [asResource, subresource] = call.name === '' && bindings ? [bindings, ''] : [served, 'binding'];
  requireActiveNamespace(server, asResource, { namespace: call.namespace, name: name || 'Unknown' });
  yield* admitCreation({ ...call, served: asResource, name }, options, { subresource, kind, asked });
  requireNode(binding);
  if (name === '') throw badRequest('Name parameter required.');
  const stored = target({ ...call, name });
  requireUnbound(stored, binding);
  const pod = bound(stored.object, labelled, timestamp(server));
  // Not an update: nobody owns the node, and the pod asks for what it asked for.
  if (!options.dryRun) server.afterWrite({ served, stored: served.store.put(pod), deleted: false });
  return doneAnswer(201);
}

// Admission sees who binds, though nobody owns the node in the end.
function owned(
  server: ServerContext,
  binding: JsonObject,
  { options: { ownership }, bindings }: { options: WriteQuery; bindings: ServedResource | undefined },
): JsonObject {
  if (!bindings) return binding;
  const next = { ...binding, kind: kind.kind, apiVersion: kind.version };
  const write = { next, ownership, part: 'main', subresource: 'binding' } as const;
  return withOwners(server, bindings, { live: undefined, ...write });
}

// The real server classifies this no more than any other fault of its own.
function requireNode(binding: JsonObject): void {
  const [node, nodeKind] = [textAt(binding, 'target', 'name'), textAt(binding, 'target', 'kind')];
  const faults: string[] = [];
  if (nodeKind !== '' && nodeKind !== 'Node')
    faults.push(
      `target.kind: Unsupported value: ${JSON.stringify(nodeKind)}: supported values: "Node", "<empty>"`,
    );
  if (node === '') faults.push('target.name: Required value');
  if (faults.length > 0) throw unclassified(faults.length > 1 ? `[${faults.join(', ')}]` : faults.join(''));
}

function requireUnbound(stored: StoredObject, binding: JsonObject): void {
  const { name, object: pod, uid, revision } = stored;
  const [givenUid, version] = [
    textAt(binding, 'metadata', 'uid'),
    textAt(binding, 'metadata', 'resourceVersion'),
  ];
  if ((givenUid !== '' && givenUid !== uid) || (version !== '' && version !== String(revision)))
    throw conflict({ group: '', plural: 'pods' }, name, objectModified);
  const node = textAt(pod, 'spec', 'nodeName');
  const refuse = (why: string): never => {
    throw conflict({ group: '', plural: 'pods/binding' }, name, `pod ${name} ${why}`);
  };
  if (stored.terminating) refuse('is being deleted, cannot be assigned to a host');
  if (node !== '') refuse(`is already assigned to node ${JSON.stringify(node)}`);
  if (objectsAt(pod, 'spec', 'schedulingGates').length > 0) refuse('has non-empty .spec.schedulingGates');
}

function bound(pod: JsonObject, binding: JsonObject, now: string): JsonObject {
  const metadata = { ...objectAt(pod, 'metadata') };
  const added = ['annotations', 'labels'].flatMap((key) => {
    const more = objectAt(binding, 'metadata', key);
    return Object.keys(more).length === 0 ? [] : [[key, { ...objectAt(metadata, key), ...more }] as const];
  });
  const status = without(objectAt(pod, 'status'), 'nominatedNodeName');
  const conditions = objectsAt(status, 'conditions').filter((one) => one['type'] !== 'PodScheduled');
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
  };
  return {
    ...pod,
    metadata: { ...metadata, ...Object.fromEntries(added) },
    spec: withKey(objectAt(pod, 'spec'), 'nodeName', valueAt(binding, 'target', 'name')),
    status: { ...status, conditions: [...conditions, scheduled] },
  };
}
