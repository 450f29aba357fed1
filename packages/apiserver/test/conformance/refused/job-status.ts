import { refusals } from '../refusals.ts';
import { job } from '../workloads.ts';

const time = '2026-01-02T03:04:05Z';
const earlier = '2026-01-02T03:04:04Z';
const status = (fields: object, ...types: readonly string[]): object => ({
  status: {
    ...fields,
    ...(types.length > 0 && { conditions: types.map((type) => ({ type, status: 'True' })) }),
  },
});

const done = ['SuccessCriteriaMet', 'Complete'];
const lost = ['FailureTarget', 'Failed'];

// An Indexed Job that counts the failures of each index.
export const group = refusals({
  resource: 'batch/v1 jobs',
  valid: job('a', {
    completionMode: 'Indexed',
    completions: 10,
    parallelism: 2,
    backoffLimitPerIndex: 1,
    successPolicy: { rules: [{ succeededCount: 3 }] },
  }),
  refusedStatus: {
    'negative counts': status({ active: -1, succeeded: -1, failed: -1, ready: -1, terminating: -1 }),
    'pods counted twice': status({
      uncountedTerminatedPods: { succeeded: ['a', 'b'], failed: ['b', 'c', 'c'] },
    }),
    'a pod without uid': status({ uncountedTerminatedPods: { succeeded: [''], failed: [''] } }),
    'complete and failed': status({ startTime: time, completionTime: time }, ...done, ...lost),
    'complete without a time': status({ startTime: time }, ...done),
    'complete without a start': status({ completionTime: time }, ...done),
    'complete before its start': status({ startTime: time, completionTime: earlier }, ...done),
    'complete without the criteria': status({ startTime: time, completionTime: time }, 'Complete'),
    'complete and about to fail': status(
      { startTime: time, completionTime: time },
      'Complete',
      'FailureTarget',
    ),
    'a time of completion before it is complete': status({ startTime: time, completionTime: time }),
    'failed all at once': status({ startTime: time }, 'Failed'),
    'failed without a start': status({}, ...lost),
    'failed with a time of completion': status({ startTime: time, completionTime: time }, ...lost),
    'failed with pods that run': status({ startTime: time, active: 1 }, ...lost),
    'failed with pods that end': status({ startTime: time, terminating: 1 }, ...lost),
    'failed with pods that are not counted': status(
      { startTime: time, uncountedTerminatedPods: { failed: ['a'] } },
      ...lost,
    ),
    'successful and failed': status({ startTime: time }, 'SuccessCriteriaMet', 'Failed'),
    'successful and about to fail': status({ startTime: time }, 'SuccessCriteriaMet', 'FailureTarget'),
    'more ready than active': status({ active: 1, ready: 2 }),
    'an index that is too large': status({ completedIndexes: '0,10' }),
    'indexes out of order': status({ completedIndexes: '3,1', failedIndexes: '5-4' }),
    'indexes that are none': status({ completedIndexes: 'a', failedIndexes: '1-2-3' }),
    'indexes that are both': status({ completedIndexes: '0-3', failedIndexes: '2-5' }),
    'one index that is both': status({ completedIndexes: '0,2,4', failedIndexes: '1,3-4,6' }),
  },
  takenStatus: {
    'a start': status({ startTime: time, active: 2, ready: 1 }),
    complete: status({ startTime: time, completionTime: time, succeeded: 10 }, ...done),
    failed: status({ startTime: time, failed: 3 }, ...lost),
    'indexes of both': status({ completedIndexes: '0-3,7', failedIndexes: '4-5' }),
    'about to fail': status({ startTime: time }, 'FailureTarget'),
    'failed, but the condition is false': {
      status: { conditions: [{ type: 'Failed', status: 'False' }] },
    },
  },
});
