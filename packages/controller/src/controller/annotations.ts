// What a person asks of a controller by an annotation of the object, as with `kubectl annotate`.

import { type EncodedObject, getAnnotation, type KubeObject } from '@kube-rx/core';

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

export function isPaused(object: KubeObject): boolean {
  return getAnnotation(object, controllerAnnotations.paused) === 'true';
}

type Annotated = Pick<EncodedObject, 'annotation'>;

/** Whether the newer state is paused and the older is not, or the other way round. */
export function changesPause(now: Annotated, before: Annotated): boolean {
  const [is, was] = [now, before].map((state) => state.annotation(controllerAnnotations.paused) === 'true');
  return is !== was;
}

/** Whether the newer state asks for a run that the older did not ask for. */
export function asksForRun(now: Annotated, before: Annotated): boolean {
  const asked = now.annotation(controllerAnnotations.reconcileRequestedAt);
  return asked !== undefined && asked !== before.annotation(controllerAnnotations.reconcileRequestedAt);
}
