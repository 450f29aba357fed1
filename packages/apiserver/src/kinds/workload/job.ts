// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/v1/defaults.go

import { Duration } from '@kube-rx/core';
import { goQuoted } from '../../json/go-text.ts';
import { type JsonObject, numberAt, objectAt, stringAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { labelComplaints } from '../../validation/names.ts';
import { conditionOf, selector } from '../cell.ts';
import { computed, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { containerCells } from '../pod/pod-template.ts';
import { generatedSelectorFaults, jobSelectorFaults, withPodLabels, withUidLabels } from './job-selector.ts';
import { jobSpecFaults } from './job-spec.ts';
import { jobStatusFaults } from './job-status.ts';
import { jobChangeFaults } from './job-update.ts';
import { jobWarnings } from './job-warnings.ts';
import { podFailurePolicyDefaults } from './pod-failure-policy.ts';
import { podNames, workloadDefaults } from './workload.ts';

function jobFaults(given: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const job = old ? given : withUidLabels(given);
  const spec = new Field(job).at('spec');
  const oldSpec = old && new Field(old).at('spec');
  const ofSpec = [...jobSpecFaults(spec, oldSpec), ...jobSelectorFaults(spec)];
  return [
    ...generatedSelectorFaults(job, old),
    ...ofSpec,
    ...podNameFaults(job),
    // The real server looks at the spec twice.
    ...(old ? [...ofSpec, ...jobChangeFaults(spec, old)] : []),
  ];
}

// Each pod of an Indexed Job has the name of the Job and its index.
function podNameFaults(job: JsonObject): FieldFault[] {
  const [name, spec] = [new Field(job).at('metadata', 'name'), objectAt(job, 'spec')];
  const completions = numberAt(spec, 'completions') ?? 0;
  if (valueAt(spec, 'completionMode') !== 'Indexed' || completions <= 0) return [];
  const pod = `${name.text}-${completions - 1}`;
  if (labelComplaints(pod).length === 0) return [];
  return [name.invalid(`will not able to create pod with invalid DNS label: ${pod}`)];
}

// The first one that holds.
const states = ['Complete', 'Failed', 'Terminating', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

function status(job: JsonObject): string {
  const isGoing = stringAt(job, 'metadata', 'deletionTimestamp') !== undefined;
  const holds = (state: string): boolean =>
    state === 'Terminating'
      ? isGoing
      : stringAt(conditionOf(valueAt(job, 'status'), state), 'status') === 'True';
  return states.find(holds) ?? 'Running';
}

function completions({ spec, status }: JsonObject): string {
  const succeeded = numberAt(status, 'succeeded') ?? 0;
  const wanted = numberAt(spec, 'completions');
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  const parallelism = numberAt(spec, 'parallelism') ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration(job: JsonObject, now: number): string {
  const start = stringAt(job, 'status', 'startTime');
  if (start === undefined) return '';
  const end = stringAt(job, 'status', 'completionTime');
  return Duration.age((end === undefined ? now : Date.parse(end)) - Date.parse(start));
}

export const job: Kind = {
  group: 'batch',
  kind: 'Job',
  namesPart: podNames,
  generation: true,
  prepare: withoutDisabledIn('spec.template'),
  fields: { 'status.successful': { path: 'status.succeeded', absent: '0' } },
  unknownField: (label) => `field label ${goQuoted(label)} not supported for Job`,
  orphansDependents:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  defaults: {
    ...workloadDefaults(
      {
        completions: computed(({ parallelism }) => (parallelism === undefined ? 1 : undefined)),
        parallelism: 1,
        backoffLimit: computed(({ backoffLimitPerIndex: each }) => (each === undefined ? 6 : 2_147_483_647)),
        completionMode: 'NonIndexed',
        podFailurePolicy: podFailurePolicyDefaults,
        suspend: false,
        podReplacementPolicy: computed(({ podFailurePolicy }) =>
          podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
        ),
        manualSelector: false,
      },
      'lastProbeTime',
    ),
    metadata: (metadata, { spec }) =>
      within({ labels: computed(() => valueAt(spec, 'template', 'metadata', 'labels')) })(metadata, {}),
  },
  validate: jobFaults,
  warnings: jobWarnings('spec'),
  validateStatus: jobStatusFaults,
  prepareForCreate: ({ object }) => withPodLabels(withUidLabels(object)),
  cells: {
    Status: status,
    Completions: completions,
    Duration: duration,
    ...containerCells(),
    Selector: selector('spec.selector'),
  },
};
