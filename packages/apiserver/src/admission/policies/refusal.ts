// What a client is told where a policy refuses, or cannot be asked.

import { textAt } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import { forbidden, StatusError } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { Criteria } from '../criteria.ts';
import { matchedResource } from '../matching.ts';

/** A policy or a binding that cannot be put into effect as it is written. */
export class ConfigurationError extends Error {}

/** The same as `matchedResource`. @throws ConfigurationError where it cannot be told. */
export function matchedOrFault(
  criteria: Criteria,
  attributes: AdmissionAttributes,
  steps: Steps,
): ServedResource | undefined {
  try {
    return matchedResource(criteria, attributes, steps);
  } catch (error) {
    // That of too much work is not the policy's alone.
    if (error instanceof StatusError && error.status.reason === 'NotFound')
      throw new ConfigurationError(error.message);
    throw error;
  }
}

/** A 403, about what is written. */
export function admissionForbidden(
  { served, name, object }: AdmissionAttributes,
  why: string,
  causes: readonly string[],
): StatusError {
  const told = name || textAt(object, 'metadata', 'name') || textAt(object, 'metadata', 'generateName');
  return forbidden(served.resource, told || 'Unknown', {
    why,
    causes: causes.map((message) => ({ message })),
  });
}

const codes: ReadonlyMap<string, number> = new Map([
  ['Forbidden', 403],
  ['Unauthorized', 401],
  ['RequestEntityTooLarge', 413],
]);

/** The same with another reason, and its code. */
export function withReason({ status }: StatusError, reason: string): StatusError {
  const { message, details } = status;
  return new StatusError(codes.get(reason) ?? 422, reason, {
    message: message ?? '',
    ...(details && { details }),
  });
}
