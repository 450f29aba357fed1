// autoscaling/v1 knows one metric, the use of the CPU. Everything else of the stored v2 travels in annotations, and
// comes back from there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/v1/conversion.go

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  parseJsonText,
  stringAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { Conversion } from '../conversion.ts';
import { goBehavior, readGoBehavior } from './behavior.ts';
import { newerMetric, newerMetricStatus, olderMetric, olderMetricStatus } from './metric.ts';

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

const defaultUtilization = 80;

function annotationsOf(object: JsonObject): JsonObject {
  return objectAt(objectAt(object, 'metadata'), 'annotations');
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

function cpu(side: 'target' | 'current', averageUtilization: number): JsonObject {
  const type = side === 'target' ? { type: 'Utilization' } : {};
  return { type: 'Resource', resource: { name: 'cpu', [side]: { ...type, averageUtilization } } };
}

/** Undefined for every metric but the use of the CPU. */
function cpuUtilization(metric: JsonObject, side: 'target' | 'current'): number | undefined {
  const resource = objectAt(metric, 'resource');
  if (stringAt(metric, 'type') !== 'Resource' || stringAt(resource, 'name') !== 'cpu') return undefined;
  return numberAt(objectAt(resource, side), 'averageUtilization');
}

function toStored(object: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  const { targetCPUUtilizationPercentage: target, ...spec } = objectAt(object, 'spec');
  const { currentCPUUtilizationPercentage: current, ...status } = objectAt(object, 'status');
  const metrics = [
    ...(listIn(annotations, annotation.metrics) ?? []).map(newerMetric),
    ...(typeof target === 'number' ? [cpu('target', target)] : []),
  ];
  const behavior = readGoBehavior(readAnnotation(annotations, annotation.behavior));
  const currentMetrics =
    listIn(annotations, annotation.currentMetrics)?.map(newerMetricStatus) ??
    (typeof current === 'number' ? [cpu('current', current)] : null);
  const conditions = listIn(annotations, annotation.conditions);
  const stored = {
    ...object,
    spec: {
      ...spec,
      metrics: metrics.length === 0 ? [cpu('target', defaultUtilization)] : metrics,
      ...(behavior && { behavior }),
    },
    status: { ...status, currentMetrics, ...(conditions && conditions.length > 0 && { conditions }) },
  };
  return withAnnotations(stored, without(annotations, ...travelling));
}

function fromStored(object: JsonObject): JsonObject {
  const { metrics, behavior, ...spec } = objectAt(object, 'spec');
  const { currentMetrics, conditions, ...status } = objectAt(object, 'status');
  const wanted = isJsonArray(metrics) ? metrics.filter(isJsonObject) : [];
  const measured = isJsonArray(currentMetrics) ? currentMetrics.filter(isJsonObject) : [];
  const others = wanted.filter((metric) => cpuUtilization(metric, 'target') === undefined);
  const target = wanted.map((metric) => cpuUtilization(metric, 'target')).find((one) => one !== undefined);
  const current = measured
    .map((metric) => cpuUtilization(metric, 'current'))
    .findLast((one) => one !== undefined);
  const text: [string, string][] = [];
  if (others.length > 0) text.push([annotation.metrics, JSON.stringify(others.map(olderMetric))]);
  if (measured.length > 0)
    text.push([annotation.currentMetrics, JSON.stringify(measured.map(olderMetricStatus))]);
  if (isJsonObject(behavior)) text.push([annotation.behavior, JSON.stringify(goBehavior(behavior))]);
  if (isJsonArray(conditions) && conditions.length > 0)
    text.push([annotation.conditions, JSON.stringify(conditions.filter(isJsonObject).map(inStructOrder))]);
  const converted = {
    ...object,
    spec: { ...spec, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
    status: {
      currentReplicas: 0,
      ...status,
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
