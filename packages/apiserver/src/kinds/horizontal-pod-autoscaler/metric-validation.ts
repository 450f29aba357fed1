// What an autoscaler goes by.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, segmentComplaints } from '../../validation/names.ts';
import { nanosOf } from '../../validation/quantities.ts';
import { containerResourceNameFaults } from '../../validation/resource-names.ts';
import { referenceFaults, type TakenVersions } from './references.ts';

// In the order in which the real server looks at them; of several it looks at the first.
const sources: Readonly<Record<string, string>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};
const types = Object.keys(sources).sort();

/** `taken`: apiVersions of described objects. */
export function metricFaults(metric: Field, taken: TakenVersions): FieldFault[] {
  const type = metric.at('type');
  const present = Object.values(sources).filter((key) => metric.at(key).isSet);
  const expected = Object.hasOwn(sources, type.text) ? sources[type.text] : undefined;
  const [first] = present;
  const others = present.length > 1 ? present.filter((key) => key !== expected) : [];
  return [
    ...(type.text === '' ? [type.required('must specify a metric source type')] : []),
    ...(expected === undefined ? [type.unsupported(types)] : []),
    ...(first === undefined ? [] : sourceFaults(metric.at(first), first, taken)),
    ...(expected === undefined
      ? [type.unsupported(types)]
      : metric.at(expected).isSet
        ? []
        : [metric.at(expected).required('must populate information for the given metric source')]),
    ...others.map((key) => metric.at(key).forbidden('must populate the given metric source only')),
  ];
}

function sourceFaults(source: Field, key: string, taken: TakenVersions): FieldFault[] {
  switch (key) {
    case 'object':
      return [
        ...referenceFaults(source.at('describedObject'), taken),
        ...identifierFaults(source.at('metric', 'name')),
        ...targetFaults(source.at('target')),
        ...lackFaults(source, ['value', 'averageValue'], 'must set either a target value or averageValue'),
      ];
    case 'external':
      return [
        ...identifierFaults(source.at('metric', 'name')),
        ...targetFaults(source.at('target')),
        ...lackFaults(
          source,
          ['value', 'averageValue'],
          'must set either a target value for metric or a per-pod target',
        ),
        ...bothFaults(
          source,
          ['value', 'averageValue'],
          'may not set both a target value for metric and a per-pod target',
        ),
      ];
    case 'pods':
      return [
        ...identifierFaults(source.at('metric', 'name')),
        ...targetFaults(source.at('target')),
        ...lackFaults(source, ['averageValue'], 'must specify a positive target averageValue'),
      ];
    default:
      return resourceSourceFaults(source, key === 'containerResource');
  }
}

function resourceSourceFaults(source: Field, ofContainer: boolean): FieldFault[] {
  const [name, container] = [source.at('name'), source.at('container')];
  return [
    ...(name.text === '' ? [name.required('must specify a resource name')] : []),
    ...(ofContainer && name.text !== '' ? containerResourceNameFaults(name, name.text) : []),
    ...(ofContainer ? containerFaults(container) : []),
    ...targetFaults(source.at('target')),
    ...lackFaults(
      source,
      ['averageValue', 'averageUtilization'],
      'must set either a target raw value or a target utilization',
    ),
    ...bothFaults(
      source,
      ['averageValue', 'averageUtilization'],
      'may not set both a target raw value and a target utilization',
    ),
  ];
}

function containerFaults(container: Field): FieldFault[] {
  if (container.text === '') return [container.required('must specify a container')];
  return container.invalidText(labelComplaints(container.text));
}

// Said of the last of those that might be set.
function lackFaults(source: Field, keys: readonly string[], why: string): FieldFault[] {
  const target = source.at('target');
  return keys.some((key) => target.at(key).isSet) ? [] : [target.at(keys.at(-1) ?? '').required(why)];
}

// Said of the first of those that are not set together.
function bothFaults(source: Field, keys: readonly string[], why: string): FieldFault[] {
  const target = source.at('target');
  return keys.every((key) => target.at(key).isSet) ? [target.at(keys[0] ?? '').forbidden(why)] : [];
}

function identifierFaults(name: Field): FieldFault[] {
  if (name.text === '') return [name.required('must specify a metric name')];
  return name.invalidText(segmentComplaints(name.text));
}

function targetFaults(target: Field): FieldFault[] {
  const [type, use] = [target.at('type'), target.at('averageUtilization')];
  const isType = ['Utilization', 'Value', 'AverageValue'].includes(type.text);
  return [
    ...(type.text === '' ? [type.required('must specify a metric target type')] : []),
    ...(isType ? [] : [type.invalid('must be either Utilization, Value, or AverageValue', type.text)]),
    ...['value', 'averageValue']
      .map((key) => target.at(key))
      .flatMap((amount) =>
        amount.isSet && nanosOf(amount) <= 0n ? [amount.invalid('must be positive')] : [],
      ),
    ...(use.isSet && use.number < 1 ? use.invalidNumber(['must be greater than 0']) : []),
  ];
}
