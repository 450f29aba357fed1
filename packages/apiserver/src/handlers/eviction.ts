// Eviction: a delete that disruption budgets may refuse, and that uses them up.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/storage/eviction.go

import { LabelQuery } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { writeNow } from '../admission/write-now.ts';
import {
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { badRequest, StatusError, unclassified } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { requireActiveNamespace, requireNamespace } from '../strategy/create.ts';
import { deleteObject } from '../strategy/delete.ts';
import { updateObject } from '../strategy/update.ts';
import { ownWrite } from '../strategy/write-options.ts';
import { timestamp } from '../timestamp.ts';
import { admitCreation } from './admitted-action.ts';
import { type Answer, doneAnswer } from './answer.ts';
import { type Call, target } from './call.ts';
import { conditionsIn } from './delete.ts';
import { decodeKind } from './kind-body.ts';
import { parseWriteQuery } from './write-query.ts';

const evictionKind = { group: 'policy', version: 'v1', kind: 'Eviction' };

export function* evict(call: Call): Admission<Answer> {
  const { request, server, served, name } = call;
  const options = parseWriteQuery(call, 'CreateOptions');
  const eviction = decodeKind(request, evictionKind, options);
  requireNamespace(eviction, call.namespace);
  if (textAt(eviction, 'metadata', 'name') !== name)
    throw badRequest('name in URL does not match name in Eviction object');
  yield* admitCreation(call, options, { subresource: 'eviction', kind: evictionKind, asked: eviction });
  // An eviction is a creation, which a namespace that ends refuses.
  requireActiveNamespace(server, served, { namespace: call.namespace, name });
  const stored = target(call);
  const deletion = objectAt(eviction, 'deleteOptions');
  const dryRun = options.dryRun || stringsAt(deletion, 'dryRun').includes('All');
  const conditions = conditionsIn(deletion);
  if (!isFree(stored.object)) spendBudget(call, stored, dryRun);
  yield* deleteObject(server, served, { ...conditions, dryRun, stored });
  return doneAnswer(201);
}

// Pods that are over, going or not yet running count for no budget.
function isFree(pod: JsonObject): boolean {
  const phase = stringAt(pod, 'status', 'phase');
  const going = stringAt(pod, 'metadata', 'deletionTimestamp') !== undefined;
  return going || phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending';
}

function spendBudget(call: Call, pod: StoredObject, dryRun: boolean): void {
  const { server } = call;
  const served = server.registry.find('policy', 'v1', 'poddisruptionbudgets');
  if (!served) return;
  const [budget, other] = budgetsOf(call, served, pod);
  if (!budget) return;
  if (other)
    throw unclassified(
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const old = budget.object;
  requireRoom(budget.name, old);
  if (dryRun) return;
  const status = objectAt(old, 'status');
  const now = timestamp(server);
  const left = (numberAt(status, 'disruptionsAllowed') ?? 0) - 1;
  const spent = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: numberAt(status, 'observedGeneration') ?? 0,
    lastTransitionTime: now,
    reason: 'InsufficientPods',
    message: '',
  };
  const object = {
    ...old,
    status: {
      ...status,
      disruptionsAllowed: left,
      disruptedPods: { ...objectAt(status, 'disruptedPods'), [pod.name]: now },
      ...(left === 0 && { conditions: [spent] }),
    },
  };
  writeNow(updateObject(server, served, { ...ownWrite(), stored: budget, old, object, part: 'status' }));
}

function requireRoom(name: string, budget: JsonObject): void {
  const status = (key: string): number => numberAt(budget, 'status', key) ?? 0;
  if (status('observedGeneration') < (numberAt(budget, 'metadata', 'generation') ?? 0))
    throw refusal(`The disruption budget ${name} is still being processed by the server.`, 10);
  if (status('disruptionsAllowed') > 0) return;
  const [healthy, needed] = [status('currentHealthy'), status('desiredHealthy')];
  throw refusal(
    healthy <= needed
      ? `The disruption budget ${name} needs ${needed} healthy pods and has ${healthy} currently`
      : `The disruption budget ${name} does not allow evicting pods currently`,
  );
}

function refusal(message: string, retryAfterSeconds?: number): StatusError {
  return new StatusError(429, 'TooManyRequests', {
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [{ reason: 'DisruptionBudget', message }],
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  });
}

function budgetsOf({ namespace }: Call, served: ServedResource, pod: StoredObject): StoredObject[] {
  const selecting = served.store.objectsIn(namespace).filter(({ object }) => {
    const selector = valueAt(object, 'spec', 'selector');
    return isJsonObject(selector) && LabelQuery.fromObject(selector).matches(pod.labels);
  });
  return selecting.toArray();
}
