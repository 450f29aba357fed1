// The kinds that the definitions among some manifests will make. They are no server's answer yet, and may say anything.

import { type DynamicObject, type DynamicResource, isResourceName } from '@kube-rx/core';

/** A kind and what defines it. */
export interface DefinedKind {
  readonly resource: DynamicResource;
  /** The name of the CustomResourceDefinition. */
  readonly definition: string;
}

/** Empty for an object that is no definition, or one that no server takes: it says so itself. */
export function definedKinds(object: DynamicObject): DefinedKind[] {
  if (object.kind !== 'CustomResourceDefinition' || object.apiVersion !== 'apiextensions.k8s.io/v1')
    return [];
  const { group, names, scope, versions } = membersOf(object['spec']);
  const { kind, plural } = membersOf(names);
  if (!isName('group', group) || !isName('kind', kind) || !isName('plural', plural)) return [];
  return (Array.isArray(versions) ? versions : []).flatMap((each: unknown): DefinedKind[] => {
    const { name: version, served } = membersOf(each);
    if (!isName('version', version) || served !== true) return [];
    const resource = {
      group,
      version,
      kind,
      plural,
      scope: scope === 'Cluster' ? scope : 'Namespaced',
    } as const;
    return [{ resource, definition: object.metadata.name }];
  });
}

function isName(part: 'group' | 'kind' | 'plural' | 'version', value: unknown): value is string {
  return typeof value === 'string' && isResourceName(part, value);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
