// Complaints about the fields of a body: an error or warnings, as the client asks.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation

import { badRequest } from '../status-error.ts';
import type { GroupVersionKind } from './type-names.ts';

/** A value that its type cannot hold; the message is Go's. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/** What to do about unknown and repeated fields. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What to do about complaints, and where warnings go. */
export interface Strictness {
  readonly fieldValidation: FieldValidation;
  readonly warnings: string[];
}

/** The strict decoder's complaints, and the same as warnings. */
export interface Complaints {
  readonly strict: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws StatusError 400 where the client wants to hear of complaints as an error. */
export function tellOf(
  { strict, warnings }: Complaints,
  kind: GroupVersionKind,
  { fieldValidation, warnings: told }: Strictness,
): void {
  if (strict.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict')
    throw badRequest(`${cannotBeHandled(kind)}: strict decoding error: ${strict.join(', ')}`);
  told.push(...warnings);
}

/** `wanted`: the kind that was asked for, if it is another. */
export function cannotBeHandled(
  { kind, version }: Pick<GroupVersionKind, 'kind' | 'version'>,
  wanted: string = kind,
): string {
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${wanted}`;
}

export function notRegistered(kind: string, apiVersion: string): string {
  return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
}
