// What a person asks of a controller by an annotation of the object, as with `kubectl annotate`.

import type { KubeObject } from '@kube-rx/core';

/**
 * - `paused`: while it is `"true"`, no run of the object begins.
 * - `reconcileRequestedAt`: each new value leads to one run, also of a key that backs off. What the value says is free.
 *
 * @example
 * await pods.patch.merge('web-0', { metadata: { annotations: { [controllerAnnotations.paused]: 'true' } } });
 */
export const controllerAnnotations = {
  paused: 'kube-rx.dev/paused',
  reconcileRequestedAt: 'kube-rx.dev/reconcile-requested-at',
} as const;

type Annotated = Pick<KubeObject['metadata'], 'annotations'>;

/** @example isPaused(pod.metadata); // false */
export function isPaused(metadata: Annotated): boolean {
  return annotationOf(metadata, controllerAnnotations.paused) === 'true';
}

/** Whether the newer state asks for a run that the older did not ask for. */
export function asksForRun(metadata: Annotated, before: Annotated): boolean {
  const asked = annotationOf(metadata, controllerAnnotations.reconcileRequestedAt);
  return asked !== undefined && asked !== annotationOf(before, controllerAnnotations.reconcileRequestedAt);
}

function annotationOf({ annotations }: Annotated, name: string): string | undefined {
  return annotations && Object.hasOwn(annotations, name) ? annotations[name] : undefined;
}
