// What an object says, apart from what the server keeps of it: two states with the same contents are the same to
// whoever applies.

import { hash } from 'node:crypto';
import { type KubeObject, printExactJson, type Resource } from '@kube-rx/core';

/** Of any text. Objects are made of what users write, so nobody may be able to choose two with one hash. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'base64');
}

/**
 * A hash of all that an object says, without its version and without a status that is written on its own. Undefined for
 * an object that nests too deep to be printed.
 */
export function hashContents(resource: Resource, object: KubeObject): string | undefined {
  // Items of a list come without apiVersion and kind, and most caches drop the managed fields.
  const contents = {
    ...object,
    apiVersion: undefined,
    kind: undefined,
    metadata: { ...object.metadata, resourceVersion: undefined, managedFields: undefined },
    ...(hasOwnStatus(resource) && { status: undefined }),
  };
  return unlessTooDeep(() => hashOf(printExactJson(contents, { inexact: 'print as float' })));
}

/** Whether an apply cannot touch the status. Where that is not known, the status counts as any other field. */
function hasOwnStatus({ subresources }: Resource): boolean {
  return subresources?.includes('status') === true;
}

/** Undefined where `compute` exhausts the stack: whoever writes an object decides how deep it nests. */
export function unlessTooDeep<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
