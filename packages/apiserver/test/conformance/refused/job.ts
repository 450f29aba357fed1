import { refusals } from '../refusals.ts';
import { container, job, podSpec } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const indexed = (fields: object): object =>
  spec({ completionMode: 'Indexed', completions: 5, parallelism: 5, ...fields });
const podOf = (fields: object): object => spec({ template: { spec: fields } });
const labels = (fields: object): object => spec({ template: { metadata: { labels: fields } } });

const onFailure = (...rules: readonly object[]): object => spec({ podFailurePolicy: { rules } });
const codes = (fields: object): object => ({
  action: 'FailJob',
  onExitCodes: { operator: 'In', values: [1, 2], ...fields },
});
const conditions = (...patterns: readonly object[]): object => ({
  action: 'Ignore',
  onPodConditions: patterns,
});
const onSuccess = (...rules: readonly object[]): object => indexed({ successPolicy: { rules } });
const many = <T>(count: number, item: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => item(at));

export const group = refusals({
  resource: 'batch/v1 jobs',
  valid: job('a'),
  refused: {
    'pods that run until they are deleted': podOf({ restartPolicy: 'Always' }),
    'no restart policy': podOf({ restartPolicy: null }),
    'negative numbers': spec({
      parallelism: -1,
      completions: -1,
      activeDeadlineSeconds: -1,
      backoffLimit: -1,
      ttlSecondsAfterFinished: -1,
    }),
    'a selector': spec({ selector: { matchLabels: { app: 'a' } } }),
    'a selector of another uid': spec({
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'other' } },
    }),
    'no selector, though it says that it has one': spec({ manualSelector: true }),
    'a selector of its own that does not fit': spec({
      manualSelector: true,
      selector: { matchLabels: { app: 'a' } },
    }),
    'a selector of its own that is no label': spec({
      manualSelector: true,
      selector: { matchLabels: { app: 'a b' } },
    }),
    'the uid of another': labels({ 'controller-uid': 'x' }),
    'the name of another': labels({ 'job-name': 'x', 'batch.kubernetes.io/job-name': 'y' }),
    'a label that is none': labels({ 'a b': 'c d' }),
    'a completion mode that is none': spec({ completionMode: 'Other' }),
    'no completions of an Indexed Job': spec({ completionMode: 'Indexed', parallelism: 3 }),
    'an Indexed Job that is too wide': indexed({ parallelism: 100_001, completions: 100_001 }),
    'a limit for each index of a Job without': spec({ backoffLimitPerIndex: 1 }),
    'a negative limit for each index': indexed({ backoffLimitPerIndex: -1 }),
    'failed indexes of a Job without': spec({ maxFailedIndexes: 1 }),
    'failed indexes without a limit for each': indexed({ maxFailedIndexes: 1 }),
    'more failed indexes than completions': indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 6 }),
    'too many failed indexes': indexed({
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 100_001,
      completions: 200_000,
    }),
    'many completions and no bound of failed ones': indexed({
      backoffLimitPerIndex: 1,
      completions: 100_001,
      parallelism: 10_001,
    }),
    'an Indexed Job whose pods have no name': { metadata: { name: 'a'.repeat(62) }, ...indexed({}) },
    'an Indexed Job with a dot': { metadata: { name: 'a.b' }, ...indexed({}) },
    'a manager that is no path': spec({ managedBy: 'me' }),
    'an empty manager': spec({ managedBy: '' }),
    'a manager whose host is none': spec({ managedBy: 'A_b/c' }),
    'a manager whose path is none': spec({ managedBy: 'example.com/a b' }),
    'a manager without a host': spec({ managedBy: '/a' }),
    'a manager that is too long': spec({ managedBy: `example.com/${'a'.repeat(60)}` }),
    'a replacement that is none': spec({ podReplacementPolicy: 'Other' }),
    'a replacement that does not go with failures': spec({
      podReplacementPolicy: 'TerminatingOrFailed',
      podFailurePolicy: { rules: [codes({})] },
    }),
    'a failure policy of pods that restart': spec({
      podFailurePolicy: { rules: [codes({})] },
      template: { spec: { restartPolicy: 'OnFailure' } },
    }),
    'a rule of nothing': onFailure({ action: 'FailJob' }),
    'a rule of both': onFailure({ ...codes({}), ...conditions({ type: 'A', status: 'True' }) }),
    'a rule without an action': onFailure({ ...codes({}), action: '' }),
    'an action that is none': onFailure({ ...codes({}), action: 'Other' }),
    'an action for each index': onFailure({ ...codes({}), action: 'FailIndex' }),
    'an operator that is none': onFailure(codes({ operator: 'Is' })),
    'no operator': onFailure(codes({ operator: '' })),
    'no exit codes': onFailure(codes({ values: [] })),
    'exit code 0': onFailure(codes({ values: [0, 1] })),
    'exit codes out of order': onFailure(codes({ values: [2, 1] })),
    'an exit code twice': onFailure(codes({ values: [1, 1, 2] })),
    'too many exit codes': onFailure(codes({ values: many(256, (at) => at + 1) })),
    'the exit code of a container that is not there': onFailure(codes({ containerName: 'other' })),
    'a condition whose status is none': onFailure(conditions({ type: 'A', status: 'true' })),
    'a condition whose type is none': onFailure(conditions({ type: 'a b', status: 'True' })),
    'too many conditions': onFailure(conditions(...many(21, () => ({ type: 'A', status: 'True' })))),
    'too many rules': onFailure(...many(21, () => codes({}))),
    'a success policy of a Job without indexes': spec({
      successPolicy: { rules: [{ succeededCount: 1, succeededIndexes: '0' }] },
    }),
    'a success policy without rules': onSuccess(),
    'a rule of success that says nothing': onSuccess({}),
    'too many to succeed': onSuccess({ succeededCount: 6 }),
    'a negative count': onSuccess({ succeededCount: -1 }),
    'more than the indexes': onSuccess({ succeededCount: 3, succeededIndexes: '0,1' }),
    'an index that is too large': onSuccess({ succeededIndexes: '0,5' }),
    'an interval that is too large': onSuccess({ succeededIndexes: '0-5' }),
    'indexes out of order': onSuccess({ succeededIndexes: '1,0' }),
    'an interval out of order': onSuccess({ succeededIndexes: '3-1' }),
    'an index that is none': onSuccess({ succeededIndexes: 'a' }),
    'an interval that ends with nothing': onSuccess({ succeededIndexes: '1-' }),
    'an interval of three': onSuccess({ succeededIndexes: '1-2-3' }),
    'too many rules of success': onSuccess(...many(21, () => ({ succeededCount: 1 }))),
    'several faults': spec({
      parallelism: -1,
      completionMode: 'x',
      managedBy: 'me',
      podReplacementPolicy: 'y',
    }),
  },
  taken: {
    'pods that restart': podOf({ restartPolicy: 'OnFailure' }),
    'an Indexed Job': indexed({}),
    'a limit for each index': indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 2 }),
    'a selector of its own': spec({
      manualSelector: true,
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } } },
    }),
    'more labels': labels({ app: 'a' }),
    'a manager': spec({ managedBy: 'example.com/me' }),
    'rules of failure': onFailure(codes({ containerName: 'c' }), conditions({ type: 'A', status: 'True' })),
    'rules of success': onSuccess({ succeededIndexes: '0,2-4', succeededCount: 2 }),
    'an empty text of indexes': onSuccess({ succeededIndexes: '' }),
    'no replicas': spec({ parallelism: 0 }),
    'a condition without status': onFailure(conditions({ type: 'A', status: '' })),
    'a suspended one': spec({ suspend: true }),
  },
  refusedChanges: {
    'other completions': spec({ completions: 2 }),
    'no completions': spec({ completions: null }),
    'another template': podOf({ containers: [container('other')] }),
    'other places to run': podOf({ nodeSelector: { a: 'b' } }),
    'another mode': spec({ completionMode: 'Indexed' }),
    'a failure policy': onFailure(codes({}), conditions({ type: 'A', status: 'True' })),
    'a manager': spec({ managedBy: 'example.com/me' }),
    'another selector': spec({ selector: { matchLabels: { app: 'b' } } }),
    'no selector': spec({ selector: null }),
    'negative parallelism': spec({ parallelism: -1 }),
    'a limit for each index': spec({ backoffLimitPerIndex: 1 }),
    'a success policy': spec({ successPolicy: { rules: [{ succeededCount: 1 }] } }),
  },
  takenChanges: {
    'more at once': spec({ parallelism: 3 }),
    'a deadline': spec({ activeDeadlineSeconds: 10 }),
    'more retries': spec({ backoffLimit: 10 }),
    'a rest': spec({ suspend: true }),
    'another replacement': spec({ podReplacementPolicy: 'Failed' }),
    'the same pod': spec({ template: { spec: podSpec({ restartPolicy: 'Never' }) } }),
  },
});
