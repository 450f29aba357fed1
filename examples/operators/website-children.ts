// What a website shall consist of, and what is said of it: pure functions, which need no server to be tested.

import { isAvailable, setCondition } from 'kube-rx';
import type { Deployment, Service } from 'kube-rx/k8s';
import type { Website, WebsiteStatus } from './website-kind.ts';

const port = 8080;

export function deployment({ metadata: { name, namespace = '' }, spec }: Website): Deployment {
  const { image = 'nginx:1.29', replicas = 1 } = spec;
  const labels = labelsOf(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image, ports: [{ containerPort: port }] }] },
      },
    },
  };
}

export function service({ metadata: { name, namespace = '' } }: Website): Service {
  const labels = labelsOf(name);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { selector: labels, ports: [{ port: 80, targetPort: port }] },
  };
}

/** What stands in the way of a website. */
export interface Obstacle {
  /** In CamelCase. */
  readonly reason: string;
  readonly message: string;
}

export interface Observed {
  readonly deployment: Deployment | undefined;
  readonly obstacle?: Obstacle | undefined;
}

/** `now` is in milliseconds since the Unix epoch. What has not changed keeps the time of its condition. */
export function status(site: Website, { deployment, obstacle }: Observed, now: number): WebsiteStatus {
  const ready = obstacle === undefined && isAvailable(deployment);
  const { reason, message } = obstacle ?? {
    reason: ready ? 'Available' : 'Deploying',
    message: ready ? `${site.spec.host} is served` : 'the Deployment is not available yet',
  };
  const { generation } = site.metadata;
  const condition = {
    type: 'Ready',
    status: ready ? ('True' as const) : ('False' as const),
    reason,
    message,
    ...(generation !== undefined && { observedGeneration: generation }),
  };
  return {
    readyReplicas: deployment?.status?.readyReplicas ?? 0,
    conditions: setCondition(site.status?.conditions ?? [], condition, now),
  };
}

function labelsOf(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': 'website-operator' };
}
