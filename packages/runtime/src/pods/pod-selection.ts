// From what a person names to the Pods that belong to it, by the rules of kubectl: a Pod itself, and otherwise the
// selector of the object. A CronJob has none; its Pods are those of its Jobs.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/polymorphichelpers/helpers.go#L95-L196

import { Api, type Client, type RequestOptions } from '@kube-rx/client';
import {
  InvalidRequestError,
  type KubeObject,
  LabelQuery,
  type LabelSelectorInput,
  ObjectRef,
} from '@kube-rx/core';
import type { WatcherOptions } from '../watcher/options.ts';

/** Pods by their labels. */
export interface PodSelector {
  /** Default: the client's. */
  readonly namespace?: string;
  readonly labelSelector: LabelSelectorInput;
}

/**
 * Whose Pods: an object (Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController, Job, CronJob,
 * Service, or any with a `spec.selector`), or labels.
 */
export type PodTarget = ObjectRef | PodSelector;

export interface PodSelection {
  readonly namespace: string;
  /** How to list and watch them. */
  readonly query: Pick<WatcherOptions, 'labelSelector' | 'fieldSelector'>;
  /** The object that was named, as it was read; absent for a Pod and for labels. */
  readonly object?: KubeObject;
  /** Only Pods of Jobs of this CronJob; the query selects more. */
  readonly cronJob?: KubeObject;
  /** The one Pod that was named. */
  readonly podName?: string;
}

/** @throws ApiError where the object does not exist, InvalidRequestError where it has no Pods of its own. */
export async function selectPods(
  client: Client,
  target: PodTarget,
  options: RequestOptions = {},
): Promise<PodSelection> {
  const { namespace = client.defaultNamespace } = target;
  if ('labelSelector' in target) return { namespace, query: { labelSelector: target.labelSelector } };
  const { resource, name } = target;
  if (resource.group === '' && resource.plural === 'pods')
    return { namespace, query: { fieldSelector: { 'metadata.name': name } }, podName: name };
  if (resource.scope === 'Cluster')
    throw new InvalidRequestError(`${ObjectRef.format(target)}: it is cluster-scoped, so it has no Pods`);
  const object = await Api.namespaced<KubeObject, 'Namespaced', string>(
    client,
    { ...resource, scope: 'Namespaced' },
    namespace,
  ).get(name, options);
  if (resource.group === 'batch' && resource.kind === 'CronJob') {
    // Every Pod of a Job has it.
    const labelSelector = 'batch.kubernetes.io/job-name';
    return { namespace, query: { labelSelector }, object, cronJob: object };
  }
  const labelSelector = selectorOf(object);
  if (!labelSelector)
    throw new InvalidRequestError(
      `${ObjectRef.format(target)} has no selector, so it has no Pods; name a Pod, a workload or a Service with one`,
    );
  return { namespace, query: { labelSelector }, object };
}

/** By `spec.selector`: of workloads it has parts, of a Service and a ReplicationController it is just labels. */
export function selectorOf(object: KubeObject): LabelQuery | undefined {
  const spec = 'spec' in object ? object.spec : undefined;
  const selector = isObject(spec) ? spec['selector'] : undefined;
  if (!isObject(selector) || Object.keys(selector).length === 0) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const hasParts = isObject(matchLabels) || Array.isArray(matchExpressions);
  const query = hasParts
    ? LabelQuery.fromObject(selector)
    : LabelQuery.fromObject({ matchLabels: labelsOf(selector) });
  return query.requirements.length === 0 ? undefined : query;
}

function labelsOf(selector: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(selector).map(([key, value]) => [key, String(value)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
