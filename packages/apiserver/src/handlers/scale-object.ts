// The scale of an object as an object of its own: read from wherever its kind keeps it, and written back there.

import {
  isInt64,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import { keysOf, type ScalePaths } from '../registry/scale-paths.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { mistyped, valueOf } from '../schema/scale-faults.ts';
import { unclassified } from '../status-error.ts';

// The built-in kinds that can be scaled agree on these; their selector is one of labels, not a string.
const builtinPaths: ScalePaths = {
  specReplicas: '.spec.replicas',
  statusReplicas: '.status.replicas',
  labelSelector: undefined,
};

/** Where the kind keeps how many are wanted. */
export function replicasPath({ scale }: ServedResource): string {
  return (scale ?? builtinPaths).specReplicas;
}

/** The same of one of its versions; undefined where that has no scale. */
export function replicasPathIn(served: ServedResource): string | undefined {
  return served.custom ? served.scale?.specReplicas : builtinPaths.specReplicas;
}

/** How many are wanted, where the scale says so. */
export function replicasOf(scale: JsonObject): number | undefined {
  return numberAt(scale, 'spec', 'replicas');
}

/** The object with as many replicas. */
export function withReplicas(object: JsonObject, path: string, replicas: number): JsonObject {
  const set = (value: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject =>
    withKey(value, key, rest.length === 0 ? replicas : set(objectAt(value, key), rest));
  return set(object, keysOf(path));
}

/** The scale as Go prints it: no replicas are not printed. */
export function printedScale(scale: JsonObject): JsonObject {
  return replicasOf(scale) === 0 ? { ...scale, spec: {} } : scale;
}

/** The scale of an object. */
export function scaleOf(served: ServedResource, object: JsonObject): JsonObject {
  const { specReplicas, statusReplicas, labelSelector } = served.scale ?? builtinPaths;
  const metadata = objectAt(object, 'metadata');
  const keep = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'];
  // A built-in workload that came without defaults has one replica.
  const replicas = numberAtPath(object, specReplicas) ?? (served.custom ? undefined : 1);
  const selector = served.custom ? stringAtPath(object, labelSelector) : labelsOf(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(
      keep.flatMap((key): [string, Json][] => {
        const value = valueAt(metadata, key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    spec: { ...(replicas !== undefined && { replicas }) },
    status: { replicas: numberAtPath(object, statusReplicas) ?? 0, ...(selector !== '' && { selector }) },
  };
}

function labelsOf(object: JsonObject): string {
  const labels = valueAt(object, 'spec', 'selector', 'matchLabels') ?? valueAt(object, 'spec', 'selector');
  if (!isJsonObject(labels)) return '';
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .toSorted()
    .join(',');
}

function numberAtPath(object: JsonObject, path: string): number | undefined {
  const found = valueOf(object, path);
  if ('wrong' in found) throw unclassified(found.wrong);
  if (found.value === undefined) return undefined;
  if (isInt64(found.value)) return Number(found.value);
  throw unclassified(mistyped(path, found.value, 'int64'));
}

function stringAtPath(object: JsonObject, path: string | undefined): string {
  const found = path === undefined || path === '' ? { value: undefined } : valueOf(object, path);
  if ('wrong' in found) throw unclassified(found.wrong);
  if (typeof found.value === 'string' || found.value === undefined) return found.value ?? '';
  throw unclassified(mistyped(path ?? '', found.value, 'string'));
}
