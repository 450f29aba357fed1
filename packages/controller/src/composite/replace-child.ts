// What to do when the server refuses to change a child: some fields are set once and for all, as the selector of a
// Deployment. No list of them exists, and messages differ. So the server is asked whether it would take the same object
// as a new one: if so, only the one that is there stands in its way.

import type { Api } from '@kube-rx/client';
import { KubeError, type KubeObject, type NewObject, type Resource, resourceName } from '@kube-rx/core';
import { CompositeError } from './composite-error.ts';
import { describeChild } from './desired-children.ts';

export interface RefusedChild {
  readonly resource: Resource;
  /** As it is. */
  readonly observed: KubeObject;
  /** As it shall be. */
  readonly wanted: KubeObject;
  /** What the server answered. */
  readonly error: unknown;
}

/** Whether the server would create the object under another name. Creates nothing. */
export async function wouldBeNew(
  api: Api,
  { wanted }: Pick<RefusedChild, 'wanted'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { name, ...metadata } = wanted.metadata;
  const object: NewObject<KubeObject> = { ...wanted, metadata: { ...metadata, generateName: `${name}-` } };
  try {
    await api.create(object, { dryRun: true, signal });
    return true;
  } catch (error) {
    if (error instanceof KubeError) return false;
    throw error;
  }
}

/** What is thrown for a kind that is not to be recreated. */
export function immutableError({ resource, observed, error }: RefusedChild): CompositeError {
  return new CompositeError(
    'immutable',
    `${describeChild(resource, observed)} cannot be changed to what is wanted, as it has fields that cannot change; the ` +
      `server would take it as a new object. To have it deleted and created again, add ${resource.kind} to recreate. ` +
      (error instanceof Error ? error.message : ''),
    { cause: error },
  );
}

/** A child that was recreated must not be recreated again at once: something changes it back each time. */
const recreateIntervalMs = 60_000;

/** When children were recreated, for a minute each. */
export class Recreations {
  readonly #at = new Map<string, number>();

  /** Notes the recreation where it may be. `now` is monotonic, in ms. */
  mayRecreate(id: string, now: number): boolean {
    for (const [each, at] of this.#at) {
      if (now - at < recreateIntervalMs) break;
      this.#at.delete(each);
    }
    if (this.#at.has(id)) return false;
    this.#at.set(id, now);
    return true;
  }
}

/** What is thrown for a child that was recreated a moment ago. */
export function recreatedError({ resource, observed, error }: RefusedChild): CompositeError {
  return new CompositeError(
    'immutable',
    `${describeChild(resource, observed)} was recreated less than a minute ago, and the server refuses it again: ` +
      `something changes fields of ${resourceName(resource)} that cannot change. ` +
      (error instanceof Error ? error.message : ''),
    { cause: error },
  );
}
