// An ApplySet: the objects that were applied together, known by a label, and a parent object that says where they are.
// What is no longer applied is found by it and deleted, by kubectl as well as here.
// https://git.k8s.io/enhancements/keps/sig-cli/3659-kubectl-apply-prune#design-details-applyset-specification
// https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/cmd/apply/applyset.go

import { createHash } from 'node:crypto';
import { type DynamicResource, type KubeObject, printable } from '@kube-rx/core';
import { ApplySetError } from './apply-set-error.ts';

/** On every member; its value is the id of the set. */
export const partOfLabel = 'applyset.kubernetes.io/part-of';
const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const kindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';

/** The object that stands for the set. */
export interface ApplySetParent {
  readonly resource: DynamicResource;
  readonly name: string;
  readonly namespace: string;
}

/** Where members are. Both may name more than there is, never less. */
export interface ApplySetScope {
  /** As `Deployment.apps`, or `Pod` of the core group. */
  readonly groupKinds: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
}

const secret = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', scope: 'Namespaced' } as const;
const configMap = { ...secret, kind: 'ConfigMap', plural: 'configmaps' } as const;

const parentKinds: ReadonlyMap<string, DynamicResource> = new Map<string, DynamicResource>([
  ['secret', secret],
  ['secrets', secret],
  ['configmap', configMap],
  ['configmaps', configMap],
]);

/**
 * As kubectl reads `--applyset`: `shop` is a Secret, `configmap/shop` a ConfigMap.
 *
 * @throws ApplySetError for a parent of another kind.
 */
export function parseApplySetParent(text: string, namespace: string): ApplySetParent {
  const slash = text.indexOf('/');
  const resource = parentKinds.get(slash === -1 ? 'secret' : text.slice(0, slash).toLowerCase());
  const name = text.slice(slash + 1);
  if (resource && name !== '' && !name.includes('/')) return { resource, name, namespace };
  throw new ApplySetError(
    `${JSON.stringify(printable(text.slice(0, 300)))} names no ApplySet: write the name of a Secret, as shop, or of a ConfigMap, as configmap/shop`,
  );
}

/** The value of the labels. */
export function applySetId({ resource: { group, kind }, name, namespace }: ApplySetParent): string {
  const hash = createHash('sha256').update([name, namespace, kind, group].join('.'));
  return `applyset-${hash.digest('base64url')}-v1`;
}

/** `object` as a member of the set. Undefined where it is one of some set already. */
export function asMember<K extends KubeObject>(object: K, id: string): K | undefined {
  const { labels } = object.metadata;
  if (labels?.[partOfLabel] !== undefined) return undefined;
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [partOfLabel]: id } } };
}

/**
 * What the parent says of its members.
 *
 * @param tooling as `kube-rx/1.0.0`: the version may be another one.
 * @throws ApplySetError where it is no parent, or that of another tool.
 */
export function readScope(object: KubeObject, parent: ApplySetParent, tooling: string): ApplySetScope {
  const { labels = {}, annotations = {} } = object.metadata;
  const what = `the ApplySet ${parent.resource.plural} ${parent.namespace}/${parent.name}`;
  const owner = annotations[toolingAnnotation];
  if (typeof owner !== 'string')
    throw new ApplySetError(
      `${what} exists and is no ApplySet, as it has no annotation ${toolingAnnotation}`,
    );
  if (toolName(owner) !== toolName(tooling))
    throw new ApplySetError(
      `${what} belongs to ${printable(owner.slice(0, 100))}, not to ${printable(toolName(tooling))}: take another name, or say that it is yours (tooling)`,
    );
  if (labels[idLabel] !== applySetId(parent))
    throw new ApplySetError(`${what} exists and its label ${idLabel} is not ${applySetId(parent)}`);
  const groupKinds = annotations[kindsAnnotation];
  if (typeof groupKinds !== 'string')
    throw new ApplySetError(
      `${what} does not say which kinds it has, as it has no annotation ${kindsAnnotation}`,
    );
  const namespaces = textsOf(annotations[namespacesAnnotation] ?? '');
  return { groupKinds: textsOf(groupKinds), namespaces: namespaces.add(parent.namespace) };
}

/** The parent as it is applied, for members in this scope. */
export function parentIntent(
  parent: ApplySetParent,
  { groupKinds, namespaces }: ApplySetScope,
  tooling: string,
): object {
  const others = [...namespaces].filter((namespace) => namespace !== parent.namespace);
  return {
    metadata: {
      name: parent.name,
      namespace: parent.namespace,
      labels: { [idLabel]: applySetId(parent) },
      annotations: {
        [toolingAnnotation]: tooling,
        [kindsAnnotation]: [...groupKinds].sort().join(','),
        [namespacesAnnotation]: others.sort().join(','),
      },
    },
  };
}

/** Both scopes in one. */
export function unionOf(one: ApplySetScope, other: ApplySetScope): ApplySetScope {
  return {
    groupKinds: new Set([...one.groupKinds, ...other.groupKinds]),
    namespaces: new Set([...one.namespaces, ...other.namespaces]),
  };
}

/** The manager of the parent's fields, as of kubectl: `kubectl-applyset`. */
export function parentManager(tooling: string): string {
  return `${toolName(tooling)}-applyset`;
}

// As kubectl: all but what stands behind the last slash.
function toolName(tooling: string): string {
  const slash = tooling.lastIndexOf('/');
  return slash === -1 ? tooling : tooling.slice(0, slash);
}

function textsOf(list: string): Set<string> {
  return new Set(list.split(',').filter((text) => text !== ''));
}
