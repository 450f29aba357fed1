// What makes an autoscaler one.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { nonNegativeQuantityFaults } from '../../validation/quantities.ts';
import { metricFaults } from './metric-validation.ts';
import { apiVersionComplaints, referenceFaults } from './references.ts';

export function autoscalerFaults(autoscaler: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(autoscaler).at('spec');
  const before = old && new Field(old).at('spec');
  const [least, most] = [spec.at('minReplicas'), spec.at('maxReplicas')];
  return [
    ...(least.isSet && least.number < lowest(before)
      ? least.invalidNumber([`must be greater than or equal to ${lowest(before)}`])
      : []),
    ...mostFaults(most),
    ...(least.isSet && most.number < least.number
      ? most.invalidNumber(['must be greater than or equal to `minReplicas`'])
      : []),
    ...targetFaults(spec.at('scaleTargetRef'), before?.at('scaleTargetRef')),
    ...metricListFaults(spec, before),
    ...['scaleUp', 'scaleDown'].flatMap((side) => ruleFaults(spec.at('behavior', side))),
  ];
}

// What was scaled to none may go on.
function lowest(before: Field | undefined): number {
  const least = before?.at('minReplicas');
  return least?.isSet && least.number === 0 ? 0 : 1;
}

function mostFaults(most: Field): FieldFault[] {
  if (most.number === 0) return [most.required('must be set and greater than 0')];
  return most.number < 0 ? most.invalidNumber(['must be greater than or equal to 1']) : [];
}

function targetFaults(target: Field, before: Field | undefined): FieldFault[] {
  const same = (key: string): boolean => before?.at(key).text === target.at(key).text;
  if (same('apiVersion') && same('kind')) return referenceFaults(target, 'any');
  // The only kind of the core group that is scaled.
  return referenceFaults(target, target.at('kind').text === 'ReplicationController' ? 'core' : 'group');
}

function metricListFaults(spec: Field, before: Field | undefined): FieldFault[] {
  const metrics = spec.at('metrics');
  const wasWrong = before?.at('metrics').items.some((metric) => {
    const version = metric.at('object', 'describedObject', 'apiVersion');
    return metric.at('type').text === 'Object' && apiVersionComplaints(version.text, 'core').length > 0;
  });
  const outer = ['Object', 'External'];
  const measuresOuter = metrics.items.some((metric) => outer.includes(metric.at('type').text));
  const least = spec.at('minReplicas');
  return [
    ...metrics.items.flatMap((metric) => metricFaults(metric, wasWrong ? 'any' : 'core')),
    ...(least.isSet && least.number === 0 && !measuresOuter
      ? [
          metrics.forbidden(
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
  ];
}

const longestWindow = 3600;
const longestPeriod = 1800;

function ruleFaults(rules: Field): FieldFault[] {
  if (!rules.isSet) return [];
  const [window, select, policies, tolerance] = [
    rules.at('stabilizationWindowSeconds'),
    rules.at('selectPolicy'),
    rules.at('policies'),
    rules.at('tolerance'),
  ];
  return [
    ...(window.number < 0 ? window.invalidNumber(['must be greater than or equal to zero']) : []),
    ...(window.number > longestWindow
      ? window.invalidNumber([`must be less than or equal to ${longestWindow}`])
      : []),
    ...(select.isSet ? choiceFaults(select, ['Disabled', 'Max', 'Min']) : []),
    ...(policies.size === 0 ? [policies.required('must specify at least one Policy')] : []),
    ...policies.items.flatMap(policyFaults),
    ...(tolerance.isSet ? nonNegativeQuantityFaults(tolerance) : []),
  ];
}

function policyFaults(policy: Field): FieldFault[] {
  const [value, period] = [policy.at('value'), policy.at('periodSeconds')];
  return [
    ...choiceFaults(policy.at('type'), ['Percent', 'Pods']),
    ...(value.number <= 0 ? value.invalidNumber(['must be greater than zero']) : []),
    ...(period.number <= 0 ? period.invalidNumber(['must be greater than zero']) : []),
    ...(period.number > longestPeriod
      ? period.invalidNumber([`must be less than or equal to ${longestPeriod}`])
      : []),
  ];
}

export function autoscalerStatusFaults(autoscaler: JsonObject): FieldFault[] {
  const status = new Field(autoscaler).at('status');
  return ['currentReplicas', 'desiredReplicas'].flatMap((key) => nonNegativeFaults(status.at(key)));
}
