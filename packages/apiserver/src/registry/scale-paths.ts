// Where a kind keeps its number of replicas, as its definition says.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource

import { isJsonObject, type JsonObject, stringAt, textAt, valueAt } from '../json/json.ts';

/** Each as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicas: string;
  readonly statusReplicas: string;
  /** Path of a string, in the form that clients of a scale expect; undefined where nothing is selected. */
  readonly labelSelector: string | undefined;
}

/** Of one version of a definition; undefined where it has no scale. */
export function scalePathsOf(version: JsonObject): ScalePaths | undefined {
  const scale = valueAt(version, 'subresources', 'scale');
  if (!isJsonObject(scale)) return undefined;
  return {
    specReplicas: textAt(scale, 'specReplicasPath'),
    statusReplicas: textAt(scale, 'statusReplicasPath'),
    labelSelector: stringAt(scale, 'labelSelectorPath'),
  };
}

/** `.spec.replicas` as keys. */
export function keysOf(path: string): string[] {
  return path.replace(/^\./, '').split('.');
}
