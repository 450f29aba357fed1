// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import { type JsonObject, stringAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { formatAge } from '../age.ts';
import { at, length, selector } from '../cell.ts';
import { always } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withoutDisabledIn } from '../pod/disabled-fields.ts';
import { podTemplateDefaults } from '../pod/pod-spec-defaults.ts';
import { containerCells } from '../pod/pod-template.ts';
import { scheduleComplaint } from './cron-schedule.ts';
import { jobSpecFaults } from './job-spec.ts';
import { cronJobWarnings } from './job-warnings.ts';
import { podFailurePolicyDefaults } from './pod-failure-policy.ts';
import { shownSelector } from './pod-selector.ts';
import { timeZoneFaults } from './time-zone.ts';
import { podNames } from './workload.ts';

function cronJobFaults(cronJob: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(cronJob).at('spec');
  const oldSpec = old && new Field(old).at('spec');
  const zone = spec.at('timeZone');
  const isNewZone = !oldSpec || oldSpec.at('timeZone').value !== zone.value;
  return [
    ...scheduleFaults(spec, textAt(oldSpec?.value, 'schedule')),
    ...nonNegativeFaults(spec.at('startingDeadlineSeconds')),
    ...(zone.isSet && isNewZone ? timeZoneFaults(zone) : []),
    ...requiredChoiceFaults(spec.at('concurrencyPolicy'), ['Allow', 'Forbid', 'Replace']),
    ...jobTemplateFaults(spec.at('jobTemplate', 'spec'), oldSpec?.at('jobTemplate', 'spec')),
    ...nonNegativeFaults(spec.at('successfulJobsHistoryLimit')),
    ...nonNegativeFaults(spec.at('failedJobsHistoryLimit')),
  ];
}

function scheduleFaults(spec: Field, before: string): FieldFault[] {
  const schedule = spec.at('schedule');
  if (schedule.text === '') return [schedule.required()];
  const complaint = scheduleComplaint(schedule.text);
  return [
    ...(complaint === undefined ? [] : [schedule.invalid(complaint)]),
    ...(schedule.text.includes('TZ') ? zoneInScheduleFaults(spec, before.includes('TZ')) : []),
  ];
}

// It may stay where it is.
function zoneInScheduleFaults(spec: Field, wasThere: boolean): FieldFault[] {
  const schedule = spec.at('schedule');
  if (!wasThere)
    return [schedule.invalid('cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  if (!spec.at('timeZone').isSet) return [];
  return [schedule.invalid('cannot use both timeZone field and TZ or CRON_TZ in schedule')];
}

function jobTemplateFaults(spec: Field, oldSpec: Field | undefined): FieldFault[] {
  const [chosen, manual] = [spec.at('selector'), spec.at('manualSelector')];
  return [
    ...jobSpecFaults(spec, oldSpec),
    ...(chosen.isSet ? [chosen.invalid('`selector` will be auto-generated', shownSelector(chosen))] : []),
    ...(manual.value === true ? [manual.unsupported(['nil', 'false'], true)] : []),
  ];
}

export const cronJob: Kind = {
  group: 'batch',
  kind: 'CronJob',
  namesPart: podNames,
  names: 'cronJob',
  generation: true,
  prepare: withoutDisabledIn('spec.jobTemplate.spec.template'),
  validate: cronJobFaults,
  warnings: cronJobWarnings,
  defaults: {
    spec: always({
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: always({
        metadata: {},
        spec: always({ template: always(podTemplateDefaults), podFailurePolicy: podFailurePolicyDefaults }),
      }),
    }),
  },
  cells: {
    Schedule: at('spec.schedule'),
    Timezone: at('spec.timeZone'),
    Suspend: (object) => (valueAt(object, 'spec', 'suspend') === true ? 'True' : 'False'),
    Active: length('status.active'),
    'Last Schedule': (object, now) => {
      const last = stringAt(object, 'status', 'lastScheduleTime');
      return last === undefined ? '<none>' : formatAge(last, now);
    },
    ...containerCells('spec.jobTemplate.spec.template'),
    Selector: selector('spec.jobTemplate.spec.selector'),
  },
};
