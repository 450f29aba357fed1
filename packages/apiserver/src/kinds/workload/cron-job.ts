import { stringAt, valueAt } from '../../json/json.ts';
import { formatAge } from '../age.ts';
import { at, length, selector } from '../cell.ts';
import { always } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podTemplateDefaults } from '../pod/pod-spec-defaults.ts';
import { containerCells } from '../pod/pod-template.ts';
import { podNames } from './workload.ts';

export const cronJob: Kind = {
  group: 'batch',
  kind: 'CronJob',
  namesPart: podNames,
  names: 'cronJob',
  generation: true,
  defaults: {
    spec: always({
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: always({ metadata: {}, spec: always({ template: always(podTemplateDefaults) }) }),
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
