// autoscaling/v1 knows one metric, the use of the CPU. Everything else of the stored v2 travels in annotations, and
// comes back from there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/v1/conversion.go

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  objectAt,
  objectsAt,
  parseJsonText,
  stringAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { Conversion } from '../kind.ts';
import { goBehavior, readGoBehavior } from './behavior.ts';
import { cpuMetric, cpuUtilization, defaultMetrics, newerMetric, olderMetric } from './metric.ts';

const prefix = 'autoscaling.alpha.kubernetes.io/';
const annotation = {
  metrics: `${prefix}metrics`,
  behavior: `${prefix}behavior`,
  currentMetrics: `${prefix}current-metrics`,
  conditions: `${prefix}conditions`,
};
const travelling = [
  ...Object.values(annotation),
  `${prefix}scale-down-tolerance`,
  `${prefix}scale-up-tolerance`,
];

function annotationsOf(object: JsonObject): JsonObject {
  return objectAt(object, 'metadata', 'annotations');
}

function withAnnotations(object: JsonObject, given: JsonObject): JsonObject {
  const annotations = Object.keys(given).length === 0 ? undefined : given;
  return { ...object, metadata: withKey(objectAt(object, 'metadata'), 'annotations', annotations) };
}

// What is no JSON was not written by this conversion.
function readAnnotation(annotations: JsonObject, key: string): Json | undefined {
  const text = stringAt(annotations, key);
  if (text === undefined) return undefined;
  try {
    return parseJsonText(text);
  } catch {
    return undefined;
  }
}

function listIn(annotations: JsonObject, key: string): readonly JsonObject[] | undefined {
  const value = readAnnotation(annotations, key);
  return isJsonArray(value) ? value.filter(isJsonObject) : undefined;
}

function toStored(object: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  const { targetCPUUtilizationPercentage: target, ...spec } = objectAt(object, 'spec');
  const { currentCPUUtilizationPercentage: current, ...status } = objectAt(object, 'status');
  const metrics = [
    ...(listIn(annotations, annotation.metrics) ?? []).map((metric) => newerMetric(metric, 'target')),
    ...(typeof target === 'number' ? [cpuMetric('target', target)] : []),
  ];
  const behavior = readGoBehavior(readAnnotation(annotations, annotation.behavior));
  const currentMetrics =
    listIn(annotations, annotation.currentMetrics)?.map((metric) => newerMetric(metric, 'current')) ??
    (typeof current === 'number' ? [cpuMetric('current', current)] : null);
  const conditions = listIn(annotations, annotation.conditions);
  const stored = {
    ...object,
    spec: {
      ...spec,
      metrics: metrics.length === 0 ? defaultMetrics : metrics,
      ...(behavior && { behavior }),
    },
    status: { ...status, currentMetrics, ...(conditions && conditions.length > 0 && { conditions }) },
  };
  return withAnnotations(stored, without(annotations, ...travelling));
}

function fromStored(object: JsonObject): JsonObject {
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  const metrics = objectsAt(spec, 'metrics');
  const others = metrics.filter((metric) => cpuUtilization(metric, 'target') === undefined);
  const target = metrics.map((metric) => cpuUtilization(metric, 'target')).find((one) => one !== undefined);
  const measured = objectsAt(status, 'currentMetrics');
  const current = measured
    .map((metric) => cpuUtilization(metric, 'current'))
    .findLast((one) => one !== undefined);
  const text: [string, string][] = [];
  const write = (key: string, list: readonly JsonObject[]): void => {
    if (list.length > 0) text.push([key, jsonText(list)]);
  };
  write(
    annotation.metrics,
    others.map((metric) => olderMetric(metric, 'target')),
  );
  write(
    annotation.currentMetrics,
    measured.map((metric) => olderMetric(metric, 'current')),
  );
  write(annotation.conditions, objectsAt(status, 'conditions').map(inStructOrder));
  const behavior = valueAt(spec, 'behavior');
  if (isJsonObject(behavior)) text.push([annotation.behavior, jsonText(goBehavior(behavior))]);
  const converted = {
    ...object,
    spec: {
      ...without(spec, 'metrics', 'behavior'),
      ...(target !== undefined && { targetCPUUtilizationPercentage: target }),
    },
    status: {
      currentReplicas: 0,
      ...without(status, 'currentMetrics', 'conditions'),
      ...(current !== undefined && { currentCPUUtilizationPercentage: current }),
    },
  };
  const kept = without(annotationsOf(object), ...travelling);
  return withAnnotations(converted, { ...kept, ...Object.fromEntries(text) });
}

function inStructOrder(condition: JsonObject): JsonObject {
  const order = ['type', 'status', 'lastTransitionTime', 'reason', 'message'];
  const known = order.filter((key) => (valueAt(condition, key) ?? '') !== '' || key === 'lastTransitionTime');
  return Object.fromEntries(known.map((key) => [key, valueAt(condition, key) ?? null]));
}

/** Between autoscaling/v1 and the stored autoscaling/v2. */
export const conversion: Conversion = { toStored, fromStored };
