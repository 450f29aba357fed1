// What leads from one status to another, as the body of a merge patch.

import { InvalidRequestError, type KubeObject, mergeDifference } from '@kube-rx/core';
import { isMembers, type Members, whatIs } from '../apply/members.ts';

/** A patch of the status, and the fields of which it replaces a list. */
export interface StatusPatch {
  readonly status: object;
  readonly listFields: readonly string[];
}

/**
 * Undefined where the object's status says all of the change already.
 *
 * @throws InvalidRequestError for a change that is no object, or nests more than a thousand deep.
 */
export function statusPatch(object: KubeObject, change: unknown): StatusPatch | undefined {
  if (!isMembers(change))
    throw new InvalidRequestError(
      `the status to write is ${whatIs(change)}: give an object of the fields that shall change`,
    );
  const status = mergeDifference(pick(statusOf(object), Object.keys(change)), change);
  if (status === undefined) return undefined;
  const listFields = Object.entries(status).flatMap(([field, value]) => (hasList(value) ? [field] : []));
  return { status, listFields };
}

/** Whether both objects have the same in these fields of their status. */
export function haveSameStatus(one: KubeObject, other: KubeObject, fields: readonly string[]): boolean {
  return mergeDifference(pick(statusOf(one), fields), pick(statusOf(other), fields)) === undefined;
}

function statusOf(object: KubeObject): Members {
  const status = 'status' in object ? object.status : undefined;
  return isMembers(status) ? status : {};
}

// By a spread first, which keeps the digits of large numbers.
function pick(members: Members, names: readonly string[]): Members {
  const rest = Object.keys(members).filter((name) => !names.includes(name));
  return { ...members, ...Object.fromEntries(rest.map((name) => [name, undefined])) };
}

function hasList(value: unknown): boolean {
  return Array.isArray(value) || (isMembers(value) && Object.values(value).some(hasList));
}
