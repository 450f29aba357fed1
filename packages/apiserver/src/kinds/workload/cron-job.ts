import { arrayAt, stringAt, valueAt } from '../../json/json.ts';
import { formatAge } from '../age.ts';
import { at } from '../cell.ts';
import { always } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podTemplateDefaults } from '../pod/pod-spec.ts';

export const cronJob: Kind = {
  group: 'batch',
  kind: 'CronJob',
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
    Suspend: (object) => (valueAt(object, 'spec', 'suspend') === true ? 'True' : 'False'),
    Active: (object) => arrayAt(object, 'status', 'active').length,
    'Last Schedule': (object, now) => {
      const last = stringAt(object, 'status', 'lastScheduleTime');
      return last === undefined ? '<none>' : formatAge(last, now);
    },
  },
};
