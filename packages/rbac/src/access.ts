// A right that was asked for, and by whom.

import type { ResourceAttributes } from '@kube-rx/core';

/** A right, and where it is known, who asked for it. */
export interface Access extends ResourceAttributes {
  /** As a server knows whom it answers, as `system:serviceaccount:shop:website-operator`. */
  readonly user?: string;
  /** As a client names itself. */
  readonly userAgent?: string;
}

/** Equal for equal accesses. */
export function accessKey(access: Access): string {
  return keyOf(access, access.name);
}

/** Everything but the name. */
export function collectionKey(access: Access): string {
  return keyOf(access, undefined);
}

function keyOf(access: Access, name: string | undefined): string {
  const { group, resource, subresource, verb, namespace, user, userAgent } = access;
  return JSON.stringify([group, resource, subresource, verb, namespace, name, user, userAgent]);
}

/** To a role, `*` stands for all, and a slash for a subresource: no resource is called so, though a path may be. */
export function isOfOne({ verb, group, resource }: Access): boolean {
  return !`${verb}${group}`.includes('*') && !/[*/]/.test(resource);
}

/** What roles name: `pods`, `pods/log`. */
export function resourceText({ resource, subresource }: Pick<Access, 'resource' | 'subresource'>): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}

/** What commands and messages name: `deployments.apps`, without the subresource. */
export function resourceId({ group, resource }: Pick<Access, 'group' | 'resource'>): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** For lists that look the same each time. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
