// The parameters that writes share.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/validation/validation.go

import {
  type FieldFault,
  forbiddenValue,
  invalid,
  invalidValues,
  required,
  tooLong,
  unsupportedValue,
} from '../status-error.ts';
import type { WriteOptions } from '../strategy/write-options.ts';
import type { FieldValidation } from '../types/complaints.ts';
import { managerComplaints, maxManagerLength } from '../validation/field-manager.ts';
import type { Call } from './call.ts';

export interface WriteQuery extends WriteOptions {
  /** Who writes: the parameter, or the program that the User-Agent names. */
  readonly fieldManager: string;
  /** Take fields from other managers; for apply. */
  readonly force: boolean;
  /** As they are in the request. */
  readonly sent: {
    readonly fieldManager: string;
    readonly fieldValidation: string;
  };
}

/** `ApplyOptions`: a patch that applies. */
export type OptionsKind =
  | 'ApplyOptions'
  | 'CreateOptions'
  | 'UpdateOptions'
  | 'PatchOptions'
  | 'DeleteOptions';

const validations: readonly FieldValidation[] = ['Ignore', 'Strict', 'Warn'];

export function parseWriteQuery(
  { query, request: { headers } }: Pick<Call, 'query' | 'request'>,
  kind: OptionsKind,
): WriteQuery {
  const apply = kind === 'ApplyOptions';
  const faults: FieldFault[] = [];
  const manager = query.text('fieldManager');
  if (kind === 'PatchOptions' && query.flag('force') !== undefined)
    faults.push(forbiddenValue('force', 'may not be specified for non-apply patch'));
  if (apply && manager === '') faults.push(required('fieldManager', 'is required for apply patch'));
  if (Buffer.byteLength(manager) > maxManagerLength) faults.push(tooLong('fieldManager', maxManagerLength));
  faults.push(...invalidValues('fieldManager', manager, managerComplaints(manager)));
  faults.push(...dryRunFaults(query.all('dryRun')));
  const validation = query.text('fieldValidation');
  const fieldValidation = validations.find((one) => one === validation);
  if (validation !== '' && !fieldValidation)
    faults.push(unsupportedValue('fieldValidation', validation, ['', ...validations]));
  refuse(faults, kind);
  return {
    dryRun: query.text('dryRun') === 'All',
    fieldValidation: fieldValidation ?? 'Warn',
    warnings: [],
    ownership: { kind: 'update', manager: manager || programOf(headers) },
    fieldManager: manager || programOf(headers),
    force: query.flag('force') ?? false,
    sent: { fieldManager: manager, fieldValidation: validation },
  };
}

/** Complaints about `dryRun`, which may only be `All`. */
export function dryRunFaults(values: readonly string[]): FieldFault[] {
  return values.every((value) => value === 'All') ? [] : [unsupportedValue('dryRun', values, ['All'])];
}

export function refuse(faults: readonly FieldFault[], kind: OptionsKind): void {
  const named = kind === 'ApplyOptions' ? 'PatchOptions' : kind;
  if (faults.length > 0) throw invalid({ group: 'meta.k8s.io', kind: named }, '', faults);
}

function programOf(headers: Readonly<Record<string, string>>): string {
  const program = (headers['user-agent'] ?? '').split('/')[0] ?? '';
  const printable = program.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '').slice(0, maxManagerLength);
  return printable || 'unknown';
}
