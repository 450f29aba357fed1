// Keeps what quotas say of themselves true, as the controller manager of a cluster does: a new quota is counted, and
// what goes or takes less makes room again.

import { resourceName } from '@kube-rx/core';
import { countQuota } from '../admission/resource-quota/count.ts';
import type { Evaluator } from '../admission/resource-quota/evaluator.ts';
import { evaluatorOf } from '../admission/resource-quota/evaluators.ts';
import { countSoon } from '../admission/resource-quota/pending-counts.ts';
import { isInScopes, storedQuota } from '../admission/resource-quota/stored-quota.ts';
import { forgetTally, tallyOf } from '../admission/resource-quota/tally.ts';
import { countedWrites, writeUsed } from '../admission/resource-quota/used.ts';
import { jsonEquals, textAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext, Write } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { addedAmounts } from '../validation/resource-amounts.ts';
import type { Controller } from './controller.ts';

export const quotaController: Controller = {
  afterWrite(server, write) {
    const quotas = server.registry.find('', 'v1', 'resourcequotas');
    if (!quotas) return;
    if (quotas.store.size === 0) {
      forgetTally(server);
      return;
    }
    if (resourceName(write.served.resource) === 'customresourcedefinitions.apiextensions.k8s.io')
      countKind(server, quotas, write.stored);
    else if (write.stored.namespace !== '') follow(server, quotas, write);
  },
};

function follow(server: ServerContext, quotas: ServedResource, write: Write): void {
  const { served, stored, created } = write;
  const { namespace } = stored;
  const evaluator = evaluatorOf(server.registry, served.resource);
  const kind = resourceName(served.resource);
  const concerned = evaluator ? quotasOf(quotas, namespace, kind) : [];
  if (evaluator && concerned.length > 0) {
    const hasMoved = tallyOf(server).hasMoved(served, namespace);
    if (created) count(server, quotas, { stored, evaluator, concerned });
    else if (hasMoved) countSoon(server, namespace, kind);
  }
  if (served.store === quotas.store) followQuota(server, quotas, write);
}

function followQuota(server: ServerContext, quotas: ServedResource, write: Write): void {
  const { stored, deleted, previous } = write;
  if (!deleted && !asksAnew(stored, previous)) return;
  const newest = quotas.store.get(stored.key);
  if (newest) countQuota(server, quotas, newest);
  tallyOf(server).prune(quotas, stored.namespace);
}

/** The quotas of a namespace that count such objects. */
function quotasOf({ store }: ServedResource, namespace: string, kind: string): StoredObject[] {
  return [...store.objectsIn(namespace)].filter((quota) => storedQuota(store, quota).names.has(kind));
}

interface Count {
  readonly stored: StoredObject;
  readonly evaluator: Evaluator;
  readonly concerned: readonly StoredObject[];
}

// What the server makes by itself is counted, and refused by nobody.
function count(server: ServerContext, quotas: ServedResource, { stored, evaluator, concerned }: Count): void {
  if (countedWrites.delete(stored)) return;
  const measure = evaluator.measure(stored.object);
  for (const one of concerned) {
    const quota = storedQuota(quotas.store, one);
    if (!isInScopes(quota.scopes, evaluator, measure)) continue;
    const usage = new Map([...measure.usage].filter(([name]) => quota.used.has(name)));
    const used = addedAmounts(quota.used, usage);
    writeUsed(server, quotas, { stored: one, status: { used }, manager: 'kube-controller-manager' });
  }
}

function asksAnew(stored: StoredObject, previous: StoredObject | undefined): boolean {
  return !previous || !jsonEquals(valueAt(stored.object, 'spec'), valueAt(previous.object, 'spec'));
}

/** A kind is served from now on, or no more. */
function countKind(server: ServerContext, quotas: ServedResource, { object }: StoredObject): void {
  const name = `count/${textAt(object, 'spec', 'names', 'plural')}.${textAt(object, 'spec', 'group')}`;
  for (const stored of [...quotas.store.objectsIn('')])
    if (storedQuota(quotas.store, stored).hard.has(name)) countQuota(server, quotas, stored);
}
