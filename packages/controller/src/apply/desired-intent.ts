// From what a function wants of an object to what is sent: named, in a namespace, and with its controller.

import {
  apiVersionOf,
  controllerReference,
  InvalidRequestError,
  type KubeObject,
  objectKey,
  quotedText,
  type Resource,
  resourceName,
  withOwner,
} from '@kube-rx/core';
import { isMembers, whatIs } from './members.ts';

/** The object that a run is about. */
export interface Parent<K extends KubeObject = KubeObject> {
  readonly resource: Resource<K>;
  readonly object: K;
}

export interface DesiredIntent {
  readonly body: KubeObject;
  readonly name: string;
  /** Undefined for a cluster-scoped kind. */
  readonly namespace: string | undefined;
  /** Whether it is meant for one state of the object alone, so that it must be sent. */
  readonly isConditional: boolean;
}

/**
 * @param desired Anything: it comes from a function of the user.
 * @throws InvalidRequestError for what is no object with a name, of another kind, without a namespace where it needs
 * one, or that cannot be controlled by the parent.
 */
export function desiredIntent(
  resource: Resource,
  desired: unknown,
  { parent, controlled }: { readonly parent: Parent; readonly controlled: boolean },
): DesiredIntent {
  const what = `apply of ${resourceName(resource)}`;
  if (!isMembers(desired)) throw new InvalidRequestError(`${what}: ${whatIs(desired)} is no object`);
  const { apiVersion = apiVersionOf(resource), kind = resource.kind, metadata, ...rest } = desired;
  if (apiVersion !== apiVersionOf(resource) || kind !== resource.kind)
    throw new InvalidRequestError(
      `${what}: the object is ${quoted(apiVersion)} ${quoted(kind)}, not ${apiVersionOf(resource)} ${resource.kind}`,
    );
  const name = isMembers(metadata) ? metadata['name'] : undefined;
  if (!isMembers(metadata) || typeof name !== 'string' || name === '')
    throw new InvalidRequestError(`${what}: the object has no metadata.name`);
  const namespace = namespaceOf(resource, metadata['namespace'], {
    parent,
    what: `${what} ${quotedText(name, 253)}`,
  });
  const meta = { ...metadata, name, ...(namespace !== undefined && { namespace }) };
  const plain: KubeObject = { apiVersion, kind, metadata: meta, ...rest };
  const body = controlled ? controlledBy(parent, { resource, object: plain }) : plain;
  const isConditional = metadata['uid'] !== undefined || metadata['resourceVersion'] !== undefined;
  return { body, name, namespace, isConditional };
}

function namespaceOf(
  { scope }: Resource,
  own: unknown,
  { parent, what }: { readonly parent: Parent; readonly what: string },
): string | undefined {
  if (scope === 'Cluster') {
    if (own === undefined || own === '') return undefined;
    throw new InvalidRequestError(`${what}: the kind is cluster-scoped: leave metadata.namespace out`);
  }
  const namespace = own ?? parent.object.metadata.namespace;
  if (typeof namespace === 'string' && namespace !== '') return namespace;
  throw new InvalidRequestError(
    `${what}: metadata.namespace is missing, and the cluster-scoped ${parent.resource.kind} has none to take`,
  );
}

/**
 * The object with the parent as its controller.
 *
 * @throws InvalidRequestError where a server would take the object for an orphan: owners are of the same namespace, or
 * cluster-scoped.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
function controlledBy({ resource, object: owner }: Parent, child: Parent): KubeObject {
  const { namespace } = owner.metadata;
  const { metadata } = child.object;
  if (resource.scope === 'Namespaced' && metadata.namespace !== namespace)
    throw new InvalidRequestError(
      `${child.resource.kind} ${quoted(objectKey(metadata.name, metadata.namespace))} cannot be controlled by ` +
        `${resource.kind} ${quoted(objectKey(owner.metadata.name, namespace))}: an owner in a namespace owns only in it. ` +
        'To apply it without an owner, give { controlled: false }',
    );
  return withOwner(child.object, controllerReference(resource, owner));
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? quotedText(value, 253) : whatIs(value);
}
