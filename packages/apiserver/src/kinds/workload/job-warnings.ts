// What is advised of Jobs and of what makes them, which are taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/job/warnings.go

import { type JsonObject, jsonEquals, textAt, valueAt } from '../../json/json.ts';
import { Field } from '../../validation/field.ts';
import { templateWarnings } from '../pod/warnings.ts';

type Warnings = (object: JsonObject, old: JsonObject | undefined) => string[];

const manyCompletions = 100_000;
const manyAtOnce = 10_000;

/** Of the spec of a Job at `path`. */
export function jobWarnings(path: string): Warnings {
  const ofTemplate = templateWarnings(`${path}.template`);
  return (object, old) => {
    const isSame = old !== undefined && jsonEquals(valueAt(object, 'spec'), valueAt(old, 'spec'));
    return isSame
      ? []
      : [...sizeWarnings(new Field(object).at(...path.split('.'))), ...ofTemplate(object, old)];
  };
}

function sizeWarnings(spec: Field): string[] {
  const isLarge =
    spec.at('completionMode').text === 'Indexed' &&
    spec.at('completions').number > manyCompletions &&
    spec.at('parallelism').number > manyAtOnce;
  if (!isLarge) return [];
  return [
    `${spec.path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
  ];
}

const ofMadeJobs = jobWarnings('spec.jobTemplate.spec');

export const cronJobWarnings: Warnings = (object, old) => [
  ...ofMadeJobs(object, old),
  ...(old && textAt(object, 'spec', 'schedule').includes('TZ')
    ? [
        'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
      ]
    : []),
];
