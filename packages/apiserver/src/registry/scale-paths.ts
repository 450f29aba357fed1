// Where a kind keeps its number of replicas, as its definition says.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource

import { isJsonObject, type JsonObject, jsonEquals, stringAt, textAt, valueAt } from '../json/json.ts';
import { type FieldFault, invalidValue, required } from '../status-error.ts';

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

/** Complaints about the scales of a definition. */
export function validateScales(versions: readonly JsonObject[]): FieldFault[] {
  const [first] = versions;
  const shared = versions.every((one) => jsonEquals(first?.['subresources'], one['subresources']));
  // Where all versions agree, the real server reports a fault once for all of them.
  if (shared) return first ? faultsOf(first, 'spec.subresources.scale') : [];
  return versions.flatMap((version, at) => faultsOf(version, `spec.versions[${at}].subresources.scale`));
}

function faultsOf(version: JsonObject, field: string): FieldFault[] {
  const paths = scalePathsOf(version);
  if (!paths) return [];
  const { specReplicas, statusReplicas, labelSelector } = paths;
  return [
    ...pathFaults(specReplicas, `${field}.specReplicasPath`, ['spec']),
    ...pathFaults(statusReplicas, `${field}.statusReplicasPath`, ['status']),
    ...(labelSelector ? pathFaults(labelSelector, `${field}.labelSelectorPath`, ['status', 'spec']) : []),
  ];
}

function pathFaults(path: string, field: string, parts: readonly string[]): FieldFault[] {
  if (path === '') return [required(field)];
  if (parts.some((part) => path.startsWith(`.${part}.`))) return [];
  const under = parts.map((part) => `.${part}`).join(' or ');
  return [invalidValue(field, path, `should be a json path under ${under}`)];
}
