// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/v1/defaults.go

import { Duration } from '@kube-rx/core';
import { type JsonObject, numberAt, objectAt, stringAt, textAt, valueAt } from '../../json/json.ts';
import { conditionOf, selector } from '../cell.ts';
import { computed } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { containerCells } from '../pod/pod-template.ts';
import { podNames, workloadDefaults } from './workload.ts';

// A job finds its pods by its own uid, unless it says that it knows better.
function withUidLabels(job: JsonObject): JsonObject {
  const spec = objectAt(job, 'spec');
  const metadata = objectAt(job, 'metadata');
  if (valueAt(spec, 'manualSelector') === true) return job;
  const [uid, name] = [textAt(metadata, 'uid'), textAt(metadata, 'name')];
  const template = objectAt(spec, 'template');
  const own = objectAt(template, 'metadata');
  const labels = {
    ...objectAt(own, 'labels'),
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  return {
    ...job,
    metadata: { ...metadata, labels: valueAt(metadata, 'labels') ?? labels },
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...own, labels } },
    },
  };
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
  fields: { 'status.successful': { path: 'status.succeeded', absent: '0' } },
  orphansDependents:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  defaults: workloadDefaults(
    {
      completions: computed(({ parallelism }) => (parallelism === undefined ? 1 : undefined)),
      parallelism: 1,
      backoffLimit: computed(({ backoffLimitPerIndex: each }) => (each === undefined ? 6 : 2_147_483_647)),
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: computed(({ podFailurePolicy }) =>
        podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
      ),
      manualSelector: false,
    },
    'lastProbeTime',
  ),
  prepareForCreate: ({ object }) => withUidLabels(object),
  cells: {
    Status: status,
    Completions: completions,
    Duration: duration,
    ...containerCells(),
    Selector: selector('spec.selector'),
  },
};
