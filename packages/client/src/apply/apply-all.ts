// Applies many objects: plan, apply stage by stage, prune, wait. What is decided is decided in the files beside.

import type { Client } from '../client.ts';
import { discovery } from '../discovery/discovery.ts';
import type { ApplyAllOptions } from './apply-options.ts';
import type { ApplyInput } from './apply-plan.ts';
import { ApplyError, type ObjectResult } from './apply-result.ts';

/**
 * Server-side apply of any number of objects of any kind, those included whose definition is among them. Objects may be
 * manifests of `readManifests` or made by the program.
 *
 * 1. All that can be known to be wrong is told at once, and nothing is written: types that the server does not have,
 *    objects that come twice, namespaces that contradict each other.
 * 2. Namespaces and definitions are applied first, webhooks and aggregated APIs last; a definition is waited for until
 *    the server serves its kind. What fails does not stop the others, unless the server does not answer at all.
 * 3. With `prune`, and only where nothing failed, members of the set that are no longer applied are deleted.
 * 4. With `wait`, until all are ready: Deployments, DaemonSets and StatefulSets rolled out, Jobs complete, Pods Ready,
 *    definitions established, and of other kinds whatever has a condition Ready.
 *
 * Caveats: there is no transaction. After an `ApplyError` or an abort, what was applied stays; apply again.
 *
 * @throws ManifestError, ApplySetError before anything is written.
 * @throws ApplyError with the results of all where one failed; its message names them.
 * @example
 * const results = await applyAll(client, readManifests('deploy/'), { fieldManager: 'shop', wait: true, prune: 'shop' });
 * for (const { ref, outcome } of results) console.log(ref.resource.kind, ref.name, outcome);
 */
export async function applyAll(
  client: Client,
  manifests: Iterable<ApplyInput> | Promise<Iterable<ApplyInput>>,
  options: ApplyAllOptions = {},
): Promise<ObjectResult[]> {
  const [{ planApply }, { ApplyRun }] = await Promise.all([
    import('./apply-plan.ts'),
    import('./apply-run.ts'),
  ]);
  const known = discovery(client);
  const inputs = [...(await manifests)];
  const served = await known.served({ signal: options.signal });
  const { namespace, prune } = options;
  const { defaultNamespace, codec } = client;
  const plan = planApply(inputs, served, { namespace, defaultNamespace, codec });
  const run = new ApplyRun(client, known, options);
  await (prune === undefined ? run.apply(plan) : run.applySet(plan, { prune, served }));
  if (options.wait && !options.dryRun && !run.hasFailed()) await run.awaitReady();
  if (run.hasFailed()) throw new ApplyError(run.results);
  return run.results;
}
