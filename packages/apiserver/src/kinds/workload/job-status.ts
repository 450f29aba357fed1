// What the status of a Job may say, and how it may change: others than the server's own controller write it too.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/batch/job/strategy.go

import { type Json, type JsonObject, jsonEquals, stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { hasCondition } from './job-conditions.ts';
import { completedIndexFaults } from './job-indexes.ts';
import { countFaults } from './replica-counts.ts';

/** A Job before or after: its spec is the same in both. */
interface State {
  readonly spec: Field;
  readonly status: Field;
  readonly isComplete: boolean;
  readonly isFailed: boolean;
  readonly isFinished: boolean;
  readonly isFailing: boolean;
  readonly isSucceeding: boolean;
}

function stateOf(job: JsonObject): State {
  const whole = new Field(job);
  const [spec, status] = [whole.at('spec'), whole.at('status')];
  const is = (type: string): boolean => hasCondition(status.value, type);
  const [isComplete, isFailed] = [is('Complete'), is('Failed')];
  return {
    spec,
    status,
    isComplete,
    isFailed,
    isFinished: isComplete || isFailed,
    isFailing: is('FailureTarget'),
    isSucceeding: is('SuccessCriteriaMet'),
  };
}

/** What two states differ in: a rule that is broken already stops only those changes that touch it. */
type Changed = (what: string) => boolean;

function changedFrom(old: State, next: State): Changed {
  return (what) => {
    switch (what) {
      case 'isComplete':
      case 'isFailed':
      case 'isFinished':
      case 'isFailing':
      case 'isSucceeding':
        return old[what] !== next[what];
      default:
        return !jsonEquals(told(old.status.at(what)), told(next.status.at(what)));
    }
  };
}

// In Go a time that is zero is not the same as none; decoded, it is null.
function isGiven({ value }: Field): boolean {
  return value !== undefined;
}

function told(field: Field): Json {
  return isGiven(field) ? [field.value ?? null] : [];
}

export function jobStatusFaults(job: JsonObject, before: JsonObject): FieldFault[] {
  const [old, next] = [stateOf(before), stateOf(job)];
  const changed = changedFrom(old, next);
  return [
    ...countFaults(next.status, ['active', 'succeeded', 'failed', 'ready', 'terminating']),
    ...uncountedFaults(next.status),
    ...endFaults(next, changed),
    ...finishedFaults(next, changed),
    ...completedIndexFaults(next, {
      completed: changed('completedIndexes'),
      failed: changed('failedIndexes'),
    }),
    ...activeFaults(next, changed),
    ...contraryFaults(next),
    ...transitionFaults(next, old, changed),
  ];
}

function uncountedFaults(status: Field): FieldFault[] {
  const seen = new Set<string>();
  return ['succeeded', 'failed'].flatMap((key) =>
    status.at('uncountedTerminatedPods', key).items.flatMap((uid) => {
      if (uid.text === '') return [uid.invalid('must not be empty')];
      if (seen.has(uid.text)) return [uid.duplicate()];
      seen.add(uid.text);
      return [];
    }),
  );
}

function endFaults({ status, ...is }: State, changed: Changed): FieldFault[] {
  const [conditions, start, end] = [
    status.at('conditions'),
    status.at('startTime'),
    status.at('completionTime'),
  ];
  const faults: FieldFault[] = [];
  const isEndTouched = changed('isComplete') || changed('completionTime');
  if (is.isComplete && is.isFailed && (changed('isComplete') || changed('isFailed')))
    faults.push(conditions.unfit('cannot set Complete=True and Failed=true conditions'));
  if (is.isComplete && is.isFailing && (changed('isComplete') || changed('isFailing')))
    faults.push(conditions.unfit('cannot set Complete=True and FailureTarget=true conditions'));
  if (isGiven(end) && !is.isComplete && isEndTouched)
    faults.push(end.invalid('cannot set completionTime when there is no Complete=True condition'));
  if (!isGiven(end) && is.isComplete && isEndTouched)
    faults.push(end.required('completionTime is required for Complete jobs'));
  if (isBefore(end, start) && (changed('startTime') || changed('completionTime')))
    faults.push(end.invalid('must be equal to or after `startTime`'));
  if (is.isFailed && !is.isFailing && (changed('isFailed') || changed('failedIndexes')))
    faults.push(
      conditions.unfit('cannot set Failed=True condition without the FailureTarget=true condition'),
    );
  if (is.isComplete && !is.isSucceeding && (changed('isComplete') || changed('isSucceeding')))
    faults.push(
      conditions.unfit('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
    );
  return faults;
}

function isBefore(one: Field, other: Field): boolean {
  return isGiven(one) && isGiven(other) && instantOf(one) < instantOf(other);
}

function instantOf({ isSet, text }: Field): number {
  return isSet ? Date.parse(text) : Number.NEGATIVE_INFINITY;
}

function finishedFaults({ spec, status, isFinished }: State, changed: Changed): FieldFault[] {
  if (!isFinished) return [];
  const [active, start, uncounted] = [
    status.at('active'),
    status.at('startTime'),
    status.at('uncountedTerminatedPods'),
  ];
  const hasNothingToDo = spec.at('suspend').value === true && spec.at('completions').value === 0;
  const touched = (key: string): boolean => changed('isFinished') || changed(key);
  const faults: FieldFault[] = [];
  if (active.number > 0 && touched('active'))
    faults.push(active.invalid('active>0 is invalid for finished job'));
  if (!isGiven(start) && touched('startTime') && !hasNothingToDo)
    faults.push(start.required('startTime is required for finished job'));
  if (uncounted.at('succeeded').size + uncounted.at('failed').size > 0 && touched('uncountedTerminatedPods'))
    faults.push(uncounted.invalid('must be empty for finished job', goUncounted(uncounted)));
  return faults;
}

// As Go prints its own type.
function goUncounted({ value }: Field): Json {
  const [succeeded, failed] = [stringsAt(value, 'succeeded'), stringsAt(value, 'failed')];
  return {
    Succeeded: succeeded.length === 0 ? null : succeeded,
    Failed: failed.length === 0 ? null : failed,
  };
}

function activeFaults({ status, isFinished }: State, changed: Changed): FieldFault[] {
  const [active, ready, terminating] = [status.at('active'), status.at('ready'), status.at('terminating')];
  const faults: FieldFault[] = [];
  if (terminating.number > 0 && isFinished && (changed('isFinished') || changed('terminating')))
    faults.push(terminating.invalid('terminating>0 is invalid for finished job'));
  if (ready.isSet && ready.number > active.number && (changed('ready') || changed('active')))
    faults.push(ready.invalid('cannot set more ready pods than active'));
  return faults;
}

function contraryFaults({ spec, status, ...is }: State): FieldFault[] {
  const conditions = status.at('conditions');
  const faults: FieldFault[] = [];
  if (is.isSucceeding && is.isFailed)
    faults.push(conditions.unfit('cannot set SuccessCriteriaMet=True and Failed=true conditions'));
  if (is.isSucceeding && is.isFailing)
    faults.push(conditions.unfit('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'));
  if (spec.at('successPolicy').isSet && !is.isSucceeding && is.isComplete)
    faults.push(
      conditions.unfit('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'),
    );
  return faults;
}

function transitionFaults(next: State, old: State, changed: Changed): FieldFault[] {
  const { spec, status } = next;
  const conditions = status.at('conditions');
  const faults: FieldFault[] = [];
  for (const [is, name] of terminal)
    if (old[is] && !next[is])
      faults.push(conditions.unfit(`cannot disable the terminal ${name}=True condition`));
  const lost = (key: string): boolean => status.at(key).number < old.status.at(key).number;
  const [failed, succeeded, end] = [status.at('failed'), status.at('succeeded'), status.at('completionTime')];
  if (lost('failed')) faults.push(failed.invalid('cannot decrease the failed counter', failed.number));
  if (lost('succeeded') && !mayShrink(spec))
    faults.push(succeeded.invalid('cannot decrease the succeeded counter', succeeded.number));
  if (isGiven(end) && isGiven(old.status.at('completionTime')) && changed('completionTime'))
    faults.push(end.invalid('field is immutable'));
  const start = status.at('startTime');
  if (isGiven(old.status.at('startTime')) && changed('startTime') && !isResumed(next, old))
    faults.push(start.invalid('field is immutable for unsuspended job once set'));
  if (old.isSucceeding && !next.isSucceeding)
    faults.push(conditions.unfit('cannot disable the SuccessCriteriaMet=True condition'));
  if (old.isComplete && !old.isSucceeding && next.isSucceeding)
    faults.push(
      conditions.unfit('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'),
    );
  return faults;
}

const terminal = [
  ['isFailed', 'Failed'],
  ['isComplete', 'Complete'],
  ['isFailing', 'FailureTarget'],
] as const;

// An Indexed Job that is as wide as it is long can be made smaller.
function mayShrink(spec: Field): boolean {
  const isWide = jsonEquals(spec.at('completions').value ?? null, spec.at('parallelism').value ?? null);
  return spec.at('completionMode').text === 'Indexed' && isWide;
}

function isResumed({ spec, status }: State, old: State): boolean {
  const isSuspended = hasCondition(old.status.value, 'Suspended');
  const resumes = hasCondition(status.value, 'Suspended', 'False');
  return spec.at('suspend').value === true || (isSuspended && resumes);
}
