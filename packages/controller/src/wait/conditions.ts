// The usual conditions. An object that is not there has none of them, but for `isAbsent` and `isDeleted`.

import { InvalidRequestError, isConditionTrue, type KubeObject } from '@kube-rx/core';
import { conditionsIn, isObserved, valueIn } from './object-status.ts';
import { named, type WaitCondition } from './wait-condition.ts';

/** Any type of an object of this kind: other kinds do not compile. */
type OfKind<N extends string> = KubeObject & { readonly kind?: N };

/**
 * As many replicas of a Deployment serve as its strategy demands, which was said of what it is now; and it is not being
 * deleted. While it rolls out, the replicas of before count as well.
 *
 * @example await waitFor(Api.namespaced(client, Deployment, 'shop'), 'web', isAvailable, { timeout: 60_000 });
 */
export function isAvailable(object: OfKind<'Deployment'> | undefined): boolean {
  return isLiving(object) && isObserved(object) && isTrue(object, 'Available');
}

/**
 * A Pod is ready to serve, and is not being deleted.
 *
 * @example await waitFor(Api.namespaced(client, Pod, 'shop'), 'web-0', isReady);
 */
export function isReady(object: OfKind<'Pod'> | undefined): boolean {
  return isLiving(object) && isTrue(object, 'Ready');
}

/**
 * The containers of a Pod run, ready or not, and it is not being deleted.
 *
 * @example await waitFor(Api.namespaced(client, Pod, 'shop'), 'web-0', isPodRunning);
 */
export function isPodRunning(object: OfKind<'Pod'> | undefined): boolean {
  return isLiving(object) && phaseOf(object) === 'Running';
}

/**
 * A Job has succeeded. One that has failed never will: wait for `anyOf(isComplete, isFailed)`.
 *
 * @example await waitFor(Api.namespaced(client, Job, 'shop'), 'migrate', isComplete);
 */
export function isComplete(object: OfKind<'Job'> | undefined): boolean {
  return object !== undefined && isTrue(object, 'Complete');
}

/**
 * A Job has failed for good.
 *
 * @example if (isFailed(await waitFor(jobs, 'migrate', anyOf(isComplete, isFailed)))) throw new Error('no migration');
 */
export function isFailed(object: OfKind<'Job'> | undefined): boolean {
  return object !== undefined && isTrue(object, 'Failed');
}

/**
 * The kind that a CustomResourceDefinition defines is served.
 *
 * @example await waitFor(Api.all(client, CustomResourceDefinition), 'websites.shop.example', isEstablished);
 */
export function isEstablished(object: OfKind<'CustomResourceDefinition'> | undefined): boolean {
  return isLiving(object) && isTrue(object, 'Established');
}

/**
 * A PersistentVolumeClaim has its volume.
 *
 * @example await waitFor(Api.namespaced(client, PersistentVolumeClaim, 'shop'), 'data', isBound);
 */
export function isBound(object: OfKind<'PersistentVolumeClaim'> | undefined): boolean {
  return isLiving(object) && phaseOf(object) === 'Bound';
}

/**
 * A Service or an Ingress has an address or a host name of a load balancer.
 *
 * @example await waitFor(Api.namespaced(client, Service, 'shop'), 'web', hasLoadBalancerAddress);
 */
export function hasLoadBalancerAddress(object: OfKind<'Service'> | OfKind<'Ingress'> | undefined): boolean {
  const points = object && valueIn(object, 'status', 'loadBalancer', 'ingress');
  return Array.isArray(points) && points.some(isAddress);
}

/**
 * An object of any kind has a condition of this type and status, which was set for what the object is now: where the
 * condition does not tell its generation, that of the whole status counts, as in `kubectl wait`.
 *
 * @example await waitFor(Api.all(client, Node), 'node-7', hasCondition('Ready'));
 */
export function hasCondition(type: string, status: 'True' | 'False' | 'Unknown' = 'True'): WaitCondition {
  return named(`hasCondition(${type}, ${status})`, (object) => {
    const condition = object && conditionsIn(object).find((each) => each.type === type);
    if (!object || condition?.status !== status) return false;
    const { observedGeneration } = condition;
    return typeof observedGeneration === 'number'
      ? observedGeneration >= (object.metadata.generation ?? 0)
      : isObserved(object);
  });
}

/**
 * The object is there.
 *
 * @example await waitFor(Api.namespaced(client, Secret, 'shop'), 'web-tls', isPresent);
 */
export function isPresent(object: KubeObject | undefined): boolean {
  return object !== undefined;
}

/**
 * No object has the name. Where one may be created anew under it meanwhile, use `isDeleted`.
 *
 * @example await waitFor(Api.all(client, Namespace), 'shop', isAbsent);
 */
export function isAbsent(object: KubeObject | undefined): boolean {
  return object === undefined;
}

/**
 * The object with this uid is gone, whether or not a namesake stands in its place.
 *
 * @throws InvalidRequestError without a uid, as of an object that was not read from a server: any would be another one.
 * @example
 * const { metadata } = await pods.get('web-0');
 * await pods.delete('web-0');
 * await waitFor(pods, 'web-0', isDeleted(metadata.uid));
 */
export function isDeleted(uid: string | undefined): WaitCondition {
  if (!uid)
    throw new InvalidRequestError('isDeleted: without a uid, nobody can tell which object is to be gone');
  return named(`isDeleted(${uid})`, (object) => object === undefined || object.metadata.uid !== uid);
}

function isLiving<K extends KubeObject>(object: K | undefined): object is K {
  // Not every server leaves out what is null.
  return object !== undefined && typeof object.metadata.deletionTimestamp !== 'string';
}

function isTrue(object: KubeObject, type: string): boolean {
  return isConditionTrue({ status: { conditions: conditionsIn(object) } }, type);
}

function phaseOf(object: KubeObject): unknown {
  return valueIn(object, 'status', 'phase');
}

function isAddress(point: unknown): boolean {
  if (typeof point !== 'object' || point === null) return false;
  return ('ip' in point && Boolean(point.ip)) || ('hostname' in point && Boolean(point.hostname));
}
