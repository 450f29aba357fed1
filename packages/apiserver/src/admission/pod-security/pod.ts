// What the checks look at in a pod, or in the template of one.

import { type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../../json/json.ts';

/** The metadata and the spec of a pod. */
export interface CheckedPod {
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
  /** That of the pod as a whole. */
  readonly context: JsonObject;
  /** Those that begin first, all others, and those that were added later. */
  readonly containers: readonly CheckedContainer[];
}

export interface CheckedContainer {
  readonly name: string;
  readonly container: JsonObject;
  readonly context: JsonObject;
}

/** `pod`: an object with metadata and a spec. */
export function checkedPod(pod: JsonObject): CheckedPod {
  const spec = objectAt(pod, 'spec');
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(spec, list).map((container) => ({
      name: textAt(container, 'name'),
      container,
      context: objectAt(container, 'securityContext'),
    })),
  );
  const annotations = objectAt(pod, 'metadata', 'annotations');
  return { annotations, spec, context: objectAt(spec, 'securityContext'), containers };
}

/** Validation has seen to it that such a pod has nothing of Linux. */
export function isWindows({ spec }: CheckedPod): boolean {
  return textAt(spec, 'os', 'name') === 'windows';
}

/** Its users are none of the node's. */
export function hasOwnUsers({ spec }: CheckedPod): boolean {
  return valueAt(spec, 'hostUsers') === false;
}
