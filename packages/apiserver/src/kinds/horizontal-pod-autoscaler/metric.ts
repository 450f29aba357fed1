// Converts metrics of an autoscaler between autoscaling/v2 and the annotations of autoscaling/v1.
// https://github.com/kubernetes/api/blob/v0.36.3/autoscaling/v1/types.go

import { isJsonObject, type Json, type JsonObject, objectAt, stringAt, valueAt } from '../../json/json.ts';

type Names = readonly (readonly [older: string, path: readonly string[], absent?: Json])[];
type Metrics = Readonly<Record<string, Names>>;

const named: Names = [['metricName', ['metric', 'name'], '']];
const selector: Names = [['selector', ['metric', 'selector']]];

// Fields of the older type in the order in which Go prints them: name, path in the newer type, and what Go prints where
// there is no value.
const targets: Metrics = {
  object: [
    ['target', ['describedObject'], {}],
    ...named,
    ['targetValue', ['target', 'value'], '0'],
    ...selector,
    ['averageValue', ['target', 'averageValue']],
  ],
  pods: [...named, ['targetAverageValue', ['target', 'averageValue'], '0'], ...selector],
  resource: [
    ['name', ['name'], ''],
    ['targetAverageUtilization', ['target', 'averageUtilization']],
    ['targetAverageValue', ['target', 'averageValue']],
  ],
  containerResource: [
    ['name', ['name'], ''],
    ['targetAverageUtilization', ['target', 'averageUtilization']],
    ['targetAverageValue', ['target', 'averageValue']],
    ['container', ['container'], ''],
  ],
  external: [
    ...named,
    ['metricSelector', ['metric', 'selector']],
    ['targetValue', ['target', 'value']],
    ['targetAverageValue', ['target', 'averageValue']],
  ],
};

const values: Metrics = {
  object: [
    ['target', ['describedObject'], {}],
    ...named,
    ['currentValue', ['current', 'value'], '0'],
    ...selector,
    ['averageValue', ['current', 'averageValue']],
  ],
  pods: [...named, ['currentAverageValue', ['current', 'averageValue'], '0'], ...selector],
  resource: [
    ['name', ['name'], ''],
    ['currentAverageUtilization', ['current', 'averageUtilization']],
    ['currentAverageValue', ['current', 'averageValue'], '0'],
  ],
  containerResource: [
    ['name', ['name'], ''],
    ['currentAverageUtilization', ['current', 'averageUtilization']],
    ['currentAverageValue', ['current', 'averageValue'], '0'],
    ['container', ['container'], ''],
  ],
  external: [
    ...named,
    ['metricSelector', ['metric', 'selector']],
    ['currentValue', ['current', 'value'], '0'],
    ['currentAverageValue', ['current', 'averageValue']],
  ],
};

type Rename = (source: JsonObject, names: Names) => JsonObject;

/** The metric with each of its sources under other names. */
function converted(metric: JsonObject, table: Metrics, rename: Rename): JsonObject {
  const found = Object.entries(table).flatMap(([source, names]): [string, Json][] => {
    const given = valueAt(metric, source);
    return given === undefined || given === null ? [] : [[source, rename(objectAt(metric, source), names)]];
  });
  return { type: stringAt(metric, 'type') ?? '', ...Object.fromEntries(found) };
}

function renamed(source: JsonObject, names: Names): JsonObject {
  const entries = names.flatMap(([name, [outer = '', inner], absent]): [string, Json][] => {
    const value = inner === undefined ? valueAt(source, outer) : valueAt(objectAt(source, outer), inner);
    const printed = value ?? absent;
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

/** A target as autoscaling/v1 writes it down. */
export function olderMetric(metric: JsonObject): JsonObject {
  return converted(metric, targets, renamed);
}

/** A target as autoscaling/v2 has it. */
export function newerMetric(metric: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(converted(metric, targets, restored)).map(([key, source]) => [
      key,
      typeof source === 'string' ? source : withTargetType(objectAt({ source }, 'source')),
    ]),
  );
}

/** A measured value as autoscaling/v1 writes it down. */
export function olderMetricStatus(metric: JsonObject): JsonObject {
  return converted(metric, values, renamed);
}

/** A measured value as autoscaling/v2 has it. */
export function newerMetricStatus(metric: JsonObject): JsonObject {
  return converted(metric, values, restored);
}
