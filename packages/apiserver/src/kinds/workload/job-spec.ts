// What a Job and the template of a CronJob have in common.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { domainPathFaults } from '../../validation/domain-path.ts';
import type { Field } from '../../validation/field.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { podTemplateFaults } from '../pod/pod-template.ts';
import { podFailurePolicyFaults } from './pod-failure-policy.ts';
import { successPolicyFaults } from './success-policy.ts';

const maxManagerBytes = 63;
const maxIndexes = 100_000;
// For a Job of more completions than `maxIndexes` that counts the failures of each.
const fewIndexes = 10_000;

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

export function jobSpecFaults(spec: Field, oldSpec: Field | undefined): FieldFault[] {
  const [perIndex, failed, manager] = [
    spec.at('backoffLimitPerIndex'),
    spec.at('maxFailedIndexes'),
    spec.at('managedBy'),
  ];
  return [
    ...counts.flatMap((key) => nonNegativeFaults(spec.at(key))),
    ...(failed.isSet && !perIndex.isSet ? [perIndex.required('when maxFailedIndexes is specified')] : []),
    ...(manager.isSet ? domainPathFaults(manager) : []),
    ...(Buffer.byteLength(manager.text) > maxManagerBytes ? [manager.tooLong(maxManagerBytes)] : []),
    ...completionModeFaults(spec),
    ...(spec.at('podFailurePolicy').isSet ? podFailurePolicyFaults(spec) : []),
    ...(spec.at('successPolicy').isSet ? successPolicyFaults(spec) : []),
    ...replacementFaults(spec),
    ...podTemplateFaults(spec.at('template'), oldSpec?.at('template')),
    ...restartFaults(spec),
  ];
}

function completionModeFaults(spec: Field): FieldFault[] {
  const mode = spec.at('completionMode');
  // Only a Job of its own gets one by default.
  switch (mode.text) {
    case 'Indexed':
      return indexedFaults(spec);
    case '':
    case 'NonIndexed':
      return ['backoffLimitPerIndex', 'maxFailedIndexes']
        .map((key) => spec.at(key))
        .filter(({ isSet }) => isSet)
        .map((limit) => limit.invalid('requires indexed completion mode'));
    default:
      return [mode.unsupported(['NonIndexed', 'Indexed'])];
  }
}

function indexedFaults(spec: Field): FieldFault[] {
  const [completions, parallelism, failed] = [
    spec.at('completions'),
    spec.at('parallelism'),
    spec.at('maxFailedIndexes'),
  ];
  const faults: FieldFault[] = [];
  if (!completions.isSet) faults.push(completions.required('when completion mode is Indexed'));
  if (parallelism.number > maxIndexes)
    faults.push(parallelism.invalid(`${atMost(maxIndexes)} when completion mode is Indexed`));
  if (completions.isSet && failed.isSet && failed.number > completions.number)
    faults.push(failed.invalid('must be less than or equal to completions'));
  if (failed.number > maxIndexes) faults.push(failed.invalid(atMost(maxIndexes)));
  if (completions.number > maxIndexes && spec.at('backoffLimitPerIndex').isSet) {
    const why = `${atMost(fewIndexes)} when completions are above ${maxIndexes} and used with backoff limit per index`;
    if (!failed.isSet)
      faults.push(failed.required(`must be specified when completions is above ${maxIndexes}`));
    if (parallelism.number > fewIndexes) faults.push(parallelism.invalid(why));
    if (failed.number > fewIndexes) faults.push(failed.invalid(why));
  }
  return faults;
}

function atMost(most: number): string {
  return `must be less than or equal to ${most}`;
}

function replacementFaults(spec: Field): FieldFault[] {
  const policy = spec.at('podReplacementPolicy');
  const supported = spec.at('podFailurePolicy').isSet ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  return !policy.isSet || supported.includes(policy.text) ? [] : [policy.unsupported(supported)];
}

function restartFaults(spec: Field): FieldFault[] {
  const policy = spec.at('template', 'spec', 'restartPolicy');
  switch (policy.text) {
    case '':
    case 'Always':
      return [policy.required('valid values: "OnFailure", "Never"')];
    case 'Never':
      return [];
    case 'OnFailure':
      if (!spec.at('podFailurePolicy').isSet) return [];
      return [policy.invalid('only "Never" is supported when podFailurePolicy is specified')];
    default:
      return [policy.unsupported(['OnFailure', 'Never'])];
  }
}
