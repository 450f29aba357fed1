// Brings Deployments up. There are no Pods: what becomes of them is told by the status alone.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/deployment/sync.go

import { Api } from '@kube-rx/client';
import { defineResource, type KubeObject, type StatusCondition, setCondition } from '@kube-rx/core';
import { type Acting, actor, type StartActor } from './actor.ts';

interface Deployment extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: DeploymentStatus;
}

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly conditions?: readonly StatusCondition[];
}

const Deployment = defineResource<Deployment, 'status'>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  scope: 'Namespaced',
  subresources: ['status'],
});

/**
 * Takes up the spec of every Deployment, and later makes its replicas available.
 *
 * @example await simulate({ seed: 42, actors: [deployments()] });
 */
export function deployments(): StartActor {
  return actor({
    name: 'deployment-controller',
    resources: [Deployment],
    delayMs: { min: 50, max: 3000 },
    act: async (acting) => {
      for (const deployment of acting.list(Deployment)) await bringUp(acting, deployment);
    },
  });
}

async function bringUp({ client, clock }: Acting, deployment: Deployment): Promise<void> {
  const { name, namespace = '', generation = 1, deletionTimestamp } = deployment.metadata;
  const next = nextStatus(deployment, generation, clock.now());
  if (deletionTimestamp !== undefined || next === deployment.status) return;
  // By its version, as the real one writes it: two writers meet here.
  await Api.namespaced(client, Deployment, namespace).status.replace(name, { ...deployment, status: next });
}

function nextStatus({ spec, status = {} }: Deployment, generation: number, now: number): DeploymentStatus {
  const { replicas = 1 } = spec ?? {};
  const { availableReplicas = 0, conditions = [] } = status;
  const taken = status.observedGeneration === generation;
  if (taken && availableReplicas === replicas) return status;
  const available = taken ? replicas : Math.min(availableReplicas, replicas);
  const isAvailable = available === replicas;
  const condition = {
    type: 'Available',
    status: isAvailable ? 'True' : 'False',
    reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
  };
  return {
    observedGeneration: generation,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: available,
    availableReplicas: available,
    conditions: setCondition(conditions, condition, now),
  };
}
