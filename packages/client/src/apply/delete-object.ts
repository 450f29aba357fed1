// Deletes one object of a plan.

import { ApiError, isNotFound, KubeError } from '@kube-rx/core';
import type { Client } from '../client.ts';
import { apiOf } from './apply-object.ts';
import type { PlannedObject } from './apply-plan.ts';
import { failedResult, type ObjectResult } from './apply-result.ts';
import type { DeleteAllOptions } from './delete-options.ts';

export async function deleteObject(
  client: Client,
  planned: PlannedObject,
  { dryRun, propagationPolicy = 'Background', signal }: DeleteAllOptions,
): Promise<ObjectResult> {
  const { resource, ref, where, definition } = planned;
  // Of a kind that is not served there is nothing.
  if (definition !== undefined) return { ref, where, outcome: 'absent' };
  try {
    await apiOf(client, resource, ref.namespace).delete(ref.name, {
      propagationPolicy,
      ...(dryRun && { dryRun }),
      signal,
    });
    return { ref, where, outcome: 'deleted' };
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    if (error instanceof ApiError && isNotFound(error)) return { ref, where, outcome: 'absent' };
    return failedResult(planned, error);
  }
}
