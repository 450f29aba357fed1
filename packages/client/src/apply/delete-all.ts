// Deletes what manifests name, in the reverse order of applying it.

import { forEachBounded } from '@kube-rx/core';
import type { Client } from '../client.ts';
import { discovery } from '../discovery/discovery.ts';
import type { ApplyInput } from './apply-plan.ts';
import { ApplyError, type ObjectResult } from './apply-result.ts';
import type { DeleteAllOptions } from './delete-options.ts';

/**
 * Begins the deletion of every object that the manifests name; finalizers and grace periods decide when it is over.
 * Webhooks go first, namespaces and definitions last. What is not there is `absent`.
 *
 * @throws ManifestError before anything is deleted, as `applyAll`.
 * @throws ApplyError with the results of all where one failed.
 * @example await deleteAll(client, readManifests('deploy/'));
 */
export async function deleteAll(
  client: Client,
  manifests: Iterable<ApplyInput> | Promise<Iterable<ApplyInput>>,
  options: DeleteAllOptions = {},
): Promise<ObjectResult[]> {
  const { namespace, parallel = 8, onResult, signal } = options;
  const { defaultNamespace, codec } = client;
  const [{ keyOf, planApply }, { deleteObject }] = await Promise.all([
    import('./apply-plan.ts'),
    import('./delete-object.ts'),
  ]);
  const inputs = [...(await manifests)];
  const served = await discovery(client).served({ signal });
  const plan = planApply(inputs, served, { namespace, defaultNamespace, codec }).toReversed();
  const results = new Map<string, ObjectResult>();
  for (const stage of plan)
    await forEachBounded(stage, parallel, async (one) => {
      const result = await deleteObject(client, one, options);
      results.set(keyOf(one), result);
      onResult?.(result);
    });
  const inOrder = plan.flat().flatMap((one) => results.get(keyOf(one)) ?? []);
  if (inOrder.some(({ outcome }) => outcome === 'failed')) throw new ApplyError(inOrder);
  return inOrder;
}
