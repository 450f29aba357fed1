// Converts metrics of an autoscaler between autoscaling/v2 and the annotations of autoscaling/v1.
// https://github.com/kubernetes/api/blob/v0.36.3/autoscaling/v1/types.go

import {
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  textAt,
  valueAt,
} from '../../json/json.ts';

/** Whether a metric is wanted or measured. */
export type Side = 'target' | 'current';

type Names = readonly (readonly [older: string, path: readonly string[], absent?: Json | undefined])[];
type Metrics = Readonly<Record<string, Names>>;

// Fields of the older type in the order in which Go prints them: name, path in the newer type, and what Go prints where
// there is no value.
function namesOf(side: Side): Metrics {
  const value = [side, 'value'];
  const average = [side, 'averageValue'];
  const measured = side === 'current' ? '0' : undefined;
  const name: Names = [['metricName', ['metric', 'name'], '']];
  const selector: Names = [['selector', ['metric', 'selector']]];
  const resource: Names = [
    ['name', ['name'], ''],
    [`${side}AverageUtilization`, [side, 'averageUtilization']],
    [`${side}AverageValue`, average, measured],
  ];
  return {
    object: [
      ['target', ['describedObject'], {}],
      ...name,
      [`${side}Value`, value, '0'],
      ...selector,
      ['averageValue', average],
    ],
    pods: [...name, [`${side}AverageValue`, average, '0'], ...selector],
    resource,
    containerResource: [...resource, ['container', ['container'], '']],
    external: [
      ...name,
      ['metricSelector', ['metric', 'selector']],
      [`${side}Value`, value, measured],
      [`${side}AverageValue`, average],
    ],
  };
}

type Rename = (source: JsonObject, names: Names) => JsonObject;

const names = { target: namesOf('target'), current: namesOf('current') };

/** The metric with each of its sources under other names. */
function converted(metric: JsonObject, table: Metrics, rename: Rename): JsonObject {
  const found = Object.entries(table).flatMap(([source, names]): [string, Json][] => {
    const given = valueAt(metric, source);
    return isJsonObject(given) ? [[source, rename(given, names)]] : [];
  });
  return { type: textAt(metric, 'type'), ...Object.fromEntries(found) };
}

function renamed(source: JsonObject, names: Names): JsonObject {
  const entries = names.flatMap(([name, path, absent]): [string, Json][] => {
    const printed = valueAt(source, ...path) ?? absent;
    if (printed === undefined) return [];
    return [[name, name === 'target' && isJsonObject(printed) ? inOrder(printed, referenceOrder) : printed]];
  });
  return Object.fromEntries(entries);
}

const referenceOrder = ['kind', 'name', 'apiVersion'];

function inOrder(object: JsonObject, keys: readonly string[]): JsonObject {
  const known = keys.filter((key) => valueAt(object, key) !== undefined);
  return Object.fromEntries(known.map((key) => [key, valueAt(object, key) ?? null]));
}

function restored(source: JsonObject, names: Names): JsonObject {
  return names.reduce<JsonObject>((into, [name, [outer = '', inner]]) => {
    const value = valueAt(source, name) ?? null;
    if (value === null) return into;
    return { ...into, [outer]: inner === undefined ? value : { ...objectAt(into, outer), [inner]: value } };
  }, {});
}

/** Adds the type of a target, which the older version does not have. */
function withTargetType(source: JsonObject): JsonObject {
  const target = objectAt(source, 'target');
  // The older version prints a value even beside an average.
  const needless = valueAt(target, 'averageValue') !== undefined && valueAt(target, 'value') === '0';
  const { value, ...rest } = target;
  const given = needless || value === undefined ? rest : { value, ...rest };
  return { ...source, target: { type: targetType(given), ...given } };
}

function targetType(target: JsonObject): string {
  if (valueAt(target, 'averageUtilization') !== undefined) return 'Utilization';
  return valueAt(target, 'averageValue') === undefined && valueAt(target, 'value') !== undefined
    ? 'Value'
    : 'AverageValue';
}

/** A metric as autoscaling/v1 writes it down. */
export function olderMetric(metric: JsonObject, side: Side): JsonObject {
  return converted(metric, names[side], renamed);
}

/** A metric as autoscaling/v2 has it. */
export function newerMetric(metric: JsonObject, side: Side): JsonObject {
  return converted(metric, names[side], (source, table) => {
    const newer = restored(source, table);
    return side === 'target' ? withTargetType(newer) : newer;
  });
}

/** The use of the CPU in percent. */
export function cpuMetric(side: Side, averageUtilization: number): JsonObject {
  const type = side === 'target' ? { type: 'Utilization' } : {};
  return { type: 'Resource', resource: { name: 'cpu', [side]: { ...type, averageUtilization } } };
}

/** What an autoscaler goes by where it does not say. */
export const defaultMetrics: readonly JsonObject[] = [cpuMetric('target', 80)];

/** Undefined for every metric but the use of the CPU. */
export function cpuUtilization(metric: JsonObject, side: Side): number | undefined {
  const resource = objectAt(metric, 'resource');
  if (stringAt(metric, 'type') !== 'Resource' || stringAt(resource, 'name') !== 'cpu') return undefined;
  return numberAt(resource, side, 'averageUtilization');
}
