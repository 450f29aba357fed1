// What a composite needs of a run. A `ReconcileContext` has all of it.

import { type KubeObject, objectKey, type Resource } from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { ReconcileContext } from '../controller/context.ts';
import type { ObservedChildren } from './child-plan.ts';

export interface CompositeContext<K extends KubeObject>
  extends Pick<ReconcileContext<K>, 'api' | 'apply' | 'clock' | 'event' | 'ref' | 'signal' | 'status'> {
  children<T extends KubeObject>(resource: Resource<T>): readonly T[];
  store<T extends KubeObject>(resource: Resource<T>): Pick<Store<T>, 'get' | 'resourceVersion'>;
}

/** The caches of a run. */
export function observedChildren<K extends KubeObject>(context: CompositeContext<K>): ObservedChildren {
  return {
    isSynced: (resource) => context.store(resource).resourceVersion !== undefined,
    owned: (resource) => context.children(resource),
    // Where parents are of the same kind, the store may be that of the parents alone.
    find: (resource, key) =>
      context.store(resource).get(key) ??
      context.children(resource).find(({ metadata }) => objectKey(metadata.name, metadata.namespace) === key),
  };
}
