// The indexes that the status of an Indexed Job counts as completed and as failed.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { commonIndex, indexesIn } from './index-list.ts';

/** `changed`: which of the two an update touches; the others are not looked at. */
export function completedIndexFaults(
  { spec, status }: { readonly spec: Field; readonly status: Field },
  changed: { readonly completed: boolean; readonly failed: boolean },
): FieldFault[] {
  const [completed, failed] = [status.at('completedIndexes'), status.at('failedIndexes')];
  const [completions, isPerIndex] = [spec.at('completions'), spec.at('backoffLimitPerIndex').isSet];
  const faults: FieldFault[] = [];
  if (changed.completed && completions.isSet) faults.push(...formatFaults(completed, completions.number));
  if (changed.failed && completions.isSet && isPerIndex && failed.isSet)
    faults.push(...formatFaults(failed, completions.number));
  if (changed.completed && completed.text !== '' && spec.at('completionMode').text !== 'Indexed')
    faults.push(completed.invalid('cannot set non-empty completedIndexes when non-indexed completion mode'));
  if (changed.failed && !isPerIndex && failed.isSet)
    faults.push(failed.invalid('cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  if ((changed.failed || changed.completed) && completions.isSet && failed.isSet) {
    const common = commonIndex(completed.text, failed.text, completions.number);
    if (common !== undefined)
      faults.push(failed.invalid(`failedIndexes and completedIndexes overlap at index: ${common}`));
  }
  return faults;
}

function formatFaults(indexes: Field, completions: number): FieldFault[] {
  const { complaint } = indexesIn(indexes.text, completions);
  const key = indexes.path.slice(indexes.path.lastIndexOf('.') + 1);
  return complaint === undefined ? [] : [indexes.invalid(`error parsing ${key}: ${complaint}`)];
}
