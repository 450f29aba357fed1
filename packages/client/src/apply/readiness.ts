// When an object has become what it was applied for, by the rules of `kubectl rollout status` and `kubectl wait`.
// https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/polymorphichelpers/rollout_status.go

import { type DynamicObject, getCondition, printable, type StatusCondition } from '@kube-rx/core';

/** `failed`: it will never be ready as it is. */
export type Readiness =
  | { readonly type: 'ready' }
  | { readonly type: 'waiting'; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string };

/**
 * | kind                               | is ready when                                                             |
 * | Deployment, DaemonSet, StatefulSet | its rollout is complete                                                   |
 * | Job                                | it is complete                                                            |
 * | Pod                                | it is Ready, or has succeeded                                             |
 * | CustomResourceDefinition           | it is Established                                                         |
 * | Namespace                          | it is Active                                                              |
 * | any other                          | its condition Ready is true, where it has one and it is up to date        |
 *
 * An object that is being deleted is not ready.
 *
 * @example readinessOf({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'a' } }).type; // 'ready'
 */
export function readinessOf(object: DynamicObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return waiting('it is being deleted');
  const [group = ''] = object.apiVersion?.includes('/') ? object.apiVersion.split('/') : [];
  const rule = rules.get(group === '' ? `${object.kind}` : `${object.kind}.${group}`) ?? ofAnyKind;
  return rule(new Members(object), object);
}

type Rule = (members: Members, object: DynamicObject) => Readiness;

const ready: Readiness = { type: 'ready' };

function waiting(reason: string): Readiness {
  return { type: 'waiting', reason };
}

function failed(reason: string): Readiness {
  return { type: 'failed', reason };
}

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Deployment.apps', ofDeployment],
  ['DaemonSet.apps', ofDaemonSet],
  ['StatefulSet.apps', ofStatefulSet],
  ['Job.batch', ofJob],
  ['Pod', ofPod],
  ['CustomResourceDefinition.apiextensions.k8s.io', ofDefinition],
  ['Namespace', ofNamespace],
]);

function ofDeployment(members: Members): Readiness {
  if (!members.isObserved) return notObserved;
  if (members.condition('Progressing')?.reason === 'ProgressDeadlineExceeded')
    return failed(`it exceeded its progress deadline${sayingWhy(members.condition('Progressing'))}`);
  const [wanted, updated] = [members.number('spec.replicas', 1), members.number('status.updatedReplicas')];
  const [replicas, available] = [
    members.number('status.replicas'),
    members.number('status.availableReplicas'),
  ];
  if (updated < wanted) return waiting(`${updated} of ${wanted} new replicas have been updated`);
  if (replicas > updated) return waiting(`${replicas - updated} old replicas are to be terminated`);
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`);
  return ready;
}

function ofDaemonSet(members: Members): Readiness {
  if (!members.isObserved) return notObserved;
  const wanted = members.number('status.desiredNumberScheduled');
  const updated = members.number('status.updatedNumberScheduled');
  const available = members.number('status.numberAvailable');
  // With OnDelete, somebody deletes the old pods when it suits.
  if (updated < wanted && members.text('spec.updateStrategy.type') !== 'OnDelete')
    return waiting(`${updated} of ${wanted} new pods have been updated`);
  if (available < wanted) return waiting(`${available} of ${wanted} pods are available`);
  return ready;
}

function ofStatefulSet(members: Members): Readiness {
  if (!members.isObserved) return notObserved;
  const wanted = members.number('spec.replicas', 1);
  const [readyReplicas, updated] = [
    members.number('status.readyReplicas'),
    members.number('status.updatedReplicas'),
  ];
  if (readyReplicas < wanted) return waiting(`${readyReplicas} of ${wanted} pods are ready`);
  if (members.text('spec.updateStrategy.type') === 'OnDelete') return ready;
  const partition = members.number('spec.updateStrategy.rollingUpdate.partition', 0);
  if (updated < wanted - partition)
    return waiting(`${updated} of ${wanted - partition} new pods have been updated`);
  const [current, update] = [members.text('status.currentRevision'), members.text('status.updateRevision')];
  if (partition === 0 && current !== update) return waiting(`${updated} pods are at revision ${update}`);
  return ready;
}

function ofJob(members: Members): Readiness {
  const failure = members.condition('Failed');
  if (failure?.status === 'True') return failed(`it failed${sayingWhy(failure)}`);
  if (members.condition('Complete')?.status === 'True') return ready;
  return waiting(
    `${members.number('status.succeeded')} of ${members.number('spec.completions', 1)} runs are complete`,
  );
}

function ofPod(members: Members): Readiness {
  const phase = members.text('status.phase');
  if (phase === 'Succeeded') return ready;
  if (phase === 'Failed') return failed(`it failed${sayingWhy({ message: members.text('status.message') })}`);
  const condition = members.condition('Ready');
  if (condition?.status === 'True') return ready;
  return waiting(`it is ${phase || 'Pending'}${sayingWhy(condition)}`);
}

function ofDefinition(members: Members): Readiness {
  if (members.condition('Established')?.status === 'True') return ready;
  const names = members.condition('NamesAccepted');
  return waiting(`it is not established${names?.status === 'False' ? sayingWhy(names) : ''}`);
}

function ofNamespace(members: Members): Readiness {
  const phase = members.text('status.phase');
  return phase === 'Active' || phase === '' ? ready : waiting(`it is ${phase}`);
}

function ofAnyKind(members: Members, { metadata: { generation } }: DynamicObject): Readiness {
  const condition = members.condition('Ready');
  if (condition === undefined) return ready;
  const { observedGeneration } = condition;
  if (observedGeneration !== undefined && generation !== undefined && observedGeneration < generation)
    return notObserved;
  if (!members.isObservedIfTold) return notObserved;
  return condition.status === 'True' ? ready : waiting(`it is not Ready${sayingWhy(condition)}`);
}

const notObserved = waiting('its controller has not observed it yet');

function sayingWhy(condition: Pick<StatusCondition, 'message' | 'reason'> | undefined): string {
  const why = condition?.message || condition?.reason;
  return typeof why === 'string' && why !== '' ? `: ${printable(why.slice(0, 500))}` : '';
}

/** Reads an object that may have anything anywhere. */
class Members {
  readonly #object: DynamicObject;

  constructor(object: DynamicObject) {
    this.#object = object;
  }

  get isObserved(): boolean {
    return this.number('status.observedGeneration') >= (this.#object.metadata.generation ?? 1);
  }

  /** Of those that do not tell, nothing can be said. */
  get isObservedIfTold(): boolean {
    return typeof this.#at('status.observedGeneration') !== 'number' || this.isObserved;
  }

  number(path: string, missing = 0): number {
    const value = this.#at(path);
    return typeof value === 'number' ? value : missing;
  }

  text(path: string): string {
    const value = this.#at(path);
    return typeof value === 'string' ? printable(value.slice(0, 500)) : '';
  }

  condition(type: string): StatusCondition | undefined {
    const conditions = this.#at('status.conditions');
    if (!Array.isArray(conditions)) return undefined;
    const known = conditions.filter(
      (each: unknown): each is StatusCondition => typeof each === 'object' && each !== null,
    );
    return getCondition({ status: { conditions: known } }, type);
  }

  #at(path: string): unknown {
    let value: unknown = this.#object;
    for (const name of path.split('.')) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = Object.getOwnPropertyDescriptor(value, name)?.value;
    }
    return value;
  }
}
