// Templates of pods that are to run until they are deleted.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { isEmptySelector } from '../../validation/labels.ts';
import { podTemplateFaults } from '../pod/pod-template.ts';
import { selects, shownSelector, unselectedFault } from './pod-selector.ts';

/** Of the spec of a workload that keeps a number of replicas. `oldSpec`: before an update. */
export function replicaTemplateFaults(spec: Field, oldSpec: Field | undefined): FieldFault[] {
  const [selector, template] = [spec.at('selector'), spec.at('template')];
  const selected = selects(selector, template.at('metadata', 'labels').object);
  if (selected === undefined) return [selector.invalid('invalid label selector', shownSelector(selector))];
  return [
    ...(selected || (selector.isSet && isEmptySelector(selector)) ? [] : [unselectedFault(template)]),
    ...podTemplateFaults(template, oldSpec?.at('template')),
    ...lastingFaults(template, 'ReplicaSet'),
  ];
}

/** `kind`: as the real server calls the workload. */
export function lastingFaults(template: Field, kind: string): FieldFault[] {
  const deadline = template.at('spec', 'activeDeadlineSeconds');
  return [
    ...choiceFaults(template.at('spec', 'restartPolicy'), ['Always']),
    ...(deadline.isSet ? [deadline.forbidden(`activeDeadlineSeconds in ${kind} is not Supported`)] : []),
  ];
}
