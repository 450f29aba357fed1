// What a program needs, from what its tests asked for: they used some namespaces, and it shall work in all.

import { InvalidRequestError, printable, type ResourceAttributes } from '@kube-rx/core';
import { type Access, accessKey, byText, isOfOne, resourceId } from './access.ts';

/** What the tests used by chance, and what is so in each cluster. Resources are named as `configmaps`, `leases.coordination.k8s.io`. */
export interface RoleScope {
  /**
   * Resources that are reached in all namespaces, though the tests asked in some; `*` for each. Those that were listed or
   * watched in all namespaces are, and where there are any, Events. Default: no others.
   */
  readonly everywhere?: readonly string[];
  /** Resources of which only objects of these names are reached, in each cluster. Default: none. */
  readonly named?: readonly string[];
}

/**
 * The rights, each once and in a fixed order: without a namespace for all namespaces, without a name for whatever name.
 * What everybody may do, as to ask what they may do, is left out, and so is what no resource is called, as `*`.
 *
 * @throws InvalidRequestError for a resource of the scope that nothing asks for.
 */
export function needsOf(accesses: Iterable<Access>, scope: RoleScope = {}): ResourceAttributes[] {
  const asked = [...accesses].filter((access) => isOfOne(access) && !isEverybodys(access));
  checkScope(asked, scope);
  const everywhere = everywhereOf(asked, scope);
  const needs = new Map<string, ResourceAttributes>();
  for (const access of asked) {
    const need = withinScope(access, everywhere.has('*') || everywhere.has(resourceId(access)));
    needs.set(accessKey(need), need);
  }
  const isKnown = (need: ResourceAttributes): boolean => needs.has(accessKey(need));
  return [...needs]
    .filter(([, need]) => !widerOf(need).some(isKnown))
    .sort(([a], [b]) => byText(a, b))
    .map(([, need]) => need);
}

/** The rights as a role can state them: with names where these are the same in each cluster. */
export function grantableNeeds(
  needs: readonly ResourceAttributes[],
  { named = [] }: RoleScope,
): ResourceAttributes[] {
  const kept = new Set(named);
  return needsOf(
    needs.map(({ name, ...need }) => ({
      ...need,
      ...(name !== undefined && kept.has(resourceId(need)) && { name }),
    })),
  );
}

// Of what is created there is no name yet, though some requests have one.
const nameless: ReadonlySet<string> = new Set(['create', 'deletecollection']);

function withinScope(access: Access, everywhere: boolean): ResourceAttributes {
  const { verb, group, resource, subresource, namespace, name } = access;
  // A namespace is an object of the cluster, though a role within it can allow to read it.
  const whole = everywhere || resourceId(access) === 'namespaces';
  return {
    verb,
    group,
    resource,
    ...(subresource !== undefined && { subresource }),
    ...(namespace !== undefined && !whole && { namespace }),
    ...(name !== undefined && !(nameless.has(verb) && subresource === undefined) && { name }),
  };
}

function everywhereOf(asked: readonly Access[], { everywhere = [] }: RoleScope): ReadonlySet<string> {
  const collections = asked.filter(
    ({ verb, namespace, name }) =>
      (verb === 'list' || verb === 'watch') && namespace === undefined && name === undefined,
  );
  const found = new Set([...everywhere, ...collections.map(resourceId)]);
  // They are where the objects are that they tell of.
  return found.size === 0 ? found : new Set([...found, 'events', 'events.events.k8s.io']);
}

/** Rights that include this one. */
function widerOf({ namespace, name, ...need }: ResourceAttributes): ResourceAttributes[] {
  const within = { ...need, ...(namespace !== undefined && { namespace }) };
  return [
    ...(name === undefined ? [] : [within]),
    ...(namespace === undefined ? [] : [need, ...(name === undefined ? [] : [{ ...need, name }])]),
  ];
}

function checkScope(asked: readonly Access[], { everywhere = [], named = [] }: RoleScope): void {
  const known = new Set(asked.map(resourceId));
  const unknown = [...everywhere.filter((one) => one !== '*'), ...named].find((one) => !known.has(one));
  if (unknown === undefined) return;
  const some = printable([...known].sort(byText).slice(0, 20).join(', ')) || 'nothing';
  throw new InvalidRequestError(`rbac: nothing asks for ${printable(unknown)}; asked for was ${some}`);
}

// By the ClusterRole system:basic-user.
function isEverybodys({ verb, group, resource }: Access): boolean {
  return verb === 'create' && everybodys.has(resourceId({ group, resource }));
}

const everybodys: ReadonlySet<string> = new Set([
  'selfsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
]);
