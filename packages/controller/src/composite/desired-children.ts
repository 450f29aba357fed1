// From what a user's function gives to a list of objects with a kind, a name and a place. Pure.

import {
  apiVersionOf,
  type KubeObject,
  objectKey,
  quotedText,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { Parent } from '../apply/desired-intent.ts';
import { isMembers, type Members } from '../apply/members.ts';
import { CompositeError, type CompositeFault } from './composite-error.ts';

export interface DesiredChild {
  readonly resource: Resource;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly object: KubeObject;
}

/**
 * @param given Anything.
 * @throws CompositeError for the first thing that is wrong with it.
 */
export function desiredChildren(
  given: unknown,
  { parent, kinds }: { readonly parent: Parent; readonly kinds: readonly Resource[] },
): DesiredChild[] {
  if (!Array.isArray(given))
    throw refusal('nonsense', `desired gave ${whatIs(given)} instead of a list of objects`);
  // A list with holes has members all the same, which `map` would leave out.
  const children = Array.from<unknown, DesiredChild>(given, (member, index) =>
    desiredChild(member, { parent, kinds, index }),
  );
  const seen = new Set<string>();
  for (const child of children) {
    const id = childId(child.resource, child.key);
    if (seen.has(id))
      throw refusal('twice', `desired names ${child.resource.kind} ${quoted(child.key)} twice`);
    seen.add(id);
  }
  return children;
}

/** Names a child among those of all kinds. */
export function childId(resource: Resource, key: string): string {
  return `${resourceName(resource)} ${key}`;
}

/** An object for a message. */
export function describeChild(resource: Resource, { metadata }: KubeObject): string {
  return `${resource.kind} ${quoted(objectKey(metadata.name, metadata.namespace))}`;
}

interface MemberContext {
  readonly parent: Parent;
  readonly kinds: readonly Resource[];
  readonly index: number;
}

function desiredChild(member: unknown, { parent, kinds, index }: MemberContext): DesiredChild {
  const what = `desired[${index}]`;
  if (!isMembers(member)) throw refusal('nonsense', `${what} is ${whatIs(member)}, not an object`);
  const resource = kindOf(member, { kinds, what });
  const { metadata } = member;
  const name = isMembers(metadata) ? metadata['name'] : undefined;
  if (!isMembers(metadata) || typeof name !== 'string' || name === '')
    throw refusal('nonsense', `${what}, a ${resource.kind}, has no metadata.name`);
  const place = { resource, parent, what: `${resource.kind} ${quoted(name)}` };
  const namespace = namespaceOf(metadata['namespace'], place);
  const meta = { ...metadata, name, ...(namespace !== undefined && { namespace }) };
  return { resource, key: objectKey(name, namespace), object: { ...member, metadata: meta } };
}

function kindOf(
  { apiVersion, kind }: Members,
  { kinds, what }: { readonly kinds: readonly Resource[]; readonly what: string },
): Resource {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw refusal('nonsense', `${what} has no ${typeof kind === 'string' ? 'apiVersion' : 'kind'}`);
  const found = kinds.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
  if (found) return found;
  const declared = kinds.map((each) => `${apiVersionOf(each)} ${each.kind}`).join(', ');
  throw refusal(
    'undeclared',
    `${what} is a ${quoted(`${apiVersion} ${kind}`)}, which is not among the children (${declared}): what is not ` +
      'declared is neither watched nor deleted',
  );
}

interface ChildPlace {
  readonly resource: Resource;
  readonly parent: Parent;
  readonly what: string;
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
function namespaceOf(own: unknown, { resource, parent, what }: ChildPlace): string | undefined {
  const given = own === '' ? undefined : own;
  if (given !== undefined && typeof given !== 'string')
    throw refusal('nonsense', `${what}: metadata.namespace is ${whatIs(given)}`);
  if (resource.scope === 'Cluster') {
    if (given === undefined) return undefined;
    throw refusal('namespace', `${what} has a namespace, and its kind is cluster-scoped`);
  }
  const { namespace } = parent.object.metadata;
  if (namespace === undefined && given === undefined)
    throw refusal(
      'namespace',
      `${what} has no metadata.namespace, and the cluster-scoped parent has none to take`,
    );
  if (namespace !== undefined && given !== undefined && given !== namespace)
    throw refusal(
      'namespace',
      `${what} is wanted in the namespace ${quoted(given)}, and a parent in ${quoted(namespace)} cannot own it there`,
    );
  return given ?? namespace;
}

function refusal(fault: CompositeFault, message: string): CompositeError {
  return new CompositeError(fault, message);
}

function quoted(text: string): string {
  return quotedText(text, 253);
}

function whatIs(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
