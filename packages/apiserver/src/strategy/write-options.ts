// How a write is to be made, whatever the verb.

import { resourceName } from '@kube-rx/core';
import type { Ownership } from '../apply/ownership.ts';
import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { rulesWarnings } from '../schema/rules-warning.ts';
import type { FieldValidation } from '../types/complaints.ts';

export interface WriteOptions {
  /** Do everything but store. */
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** Takes what the client should be told though the write succeeds. */
  readonly warnings: string[];
  readonly ownership: Ownership;
}

/** For writes that the server makes by itself. */
export function ownWrite(): WriteOptions {
  return { dryRun: false, fieldValidation: 'Ignore', warnings: [], ownership: { kind: 'none' } };
}

/** Tells the author of a definition which of its rules are not kept. */
export function warnOfRules(
  { resource }: ServedResource,
  object: JsonObject,
  { warnings }: WriteOptions,
): void {
  if (resourceName(resource) === 'customresourcedefinitions.apiextensions.k8s.io')
    warnings.push(...rulesWarnings(object));
}
