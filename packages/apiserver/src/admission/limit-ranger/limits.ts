// What is wrong with the amounts of a pod or a claim, in the words of the real server.

import { type Amount, Quantity } from '@kube-rx/core';
import { type JsonObject, objectAt, objectsAt } from '../../json/json.ts';
import { amountsIn, noAmounts, type ResourceAmounts } from '../../validation/resource-amounts.ts';
import { containerAmounts, podAmounts } from '../pod-amounts.ts';
import type { LimitItem } from './limit-item.ts';

interface Asked {
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

export function podComplaints(pod: JsonObject, items: readonly LimitItem[]): string[] {
  const spec = objectAt(pod, 'spec');
  return items.flatMap((item) => {
    switch (item.type) {
      case 'Container':
        return [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')].flatMap((one) =>
          complaintsOf(item, {
            requests: containerAmounts(one, 'requests'),
            limits: containerAmounts(one, 'limits'),
          }),
        );
      case 'Pod':
        return complaintsOf(item, {
          requests: podAmounts(pod, 'requests', { ofPod }),
          limits: podAmounts(pod, 'limits', { ofPod }),
        });
      default:
        return [];
    }
  });
}

function ofPod(name: string): boolean {
  return name === 'cpu' || name === 'memory';
}

/** The limits of a claim are nobody's business. */
export function claimComplaints(claim: JsonObject, items: readonly LimitItem[]): string[] {
  const requests = amountsIn(objectAt(claim, 'spec', 'resources', 'requests'));
  return items.flatMap((item) => {
    if (item.type !== 'PersistentVolumeClaim') return [];
    return [
      ...each(item.min, (name, bound) =>
        minComplaint(item, { name, bound }, { requests, limits: noAmounts }),
      ),
      ...each(item.max, (name, bound) => {
        const words = `maximum ${name} usage per ${item.type} is ${Quantity.format(bound)}`;
        const request = requests.get(name);
        if (!request) return `${words}.  No request is specified`;
        return isMore(request, bound) ? `${words}, but request is ${Quantity.format(request)}` : undefined;
      }),
    ];
  });
}

function complaintsOf(item: LimitItem, asked: Asked): string[] {
  return [
    ...each(item.min, (name, bound) => minComplaint(item, { name, bound }, asked)),
    ...each(item.max, (name, bound) => maxComplaint(item, { name, bound }, asked)),
    ...each(item.maxLimitRequestRatio, (name, bound) => ratioComplaint(item, { name, bound }, asked)),
  ];
}

function each(
  bounds: ResourceAmounts,
  complaintOf: (name: string, bound: Amount) => string | undefined,
): string[] {
  return [...bounds].flatMap(([name, bound]) => complaintOf(name, bound) ?? []);
}

interface Bounded {
  readonly name: string;
  readonly bound: Amount;
}

function minComplaint({ type }: LimitItem, { name, bound }: Bounded, asked: Asked): string | undefined {
  const words = `minimum ${name} usage per ${type} is ${Quantity.format(bound)}`;
  const [request, limit] = [asked.requests.get(name), asked.limits.get(name)];
  if (!request) return `${words}.  No request is specified`;
  if (isMore(bound, request)) return `${words}, but request is ${Quantity.format(request)}`;
  if (limit && isMore(bound, limit)) return `${words}, but limit is ${Quantity.format(limit)}`;
  return undefined;
}

function maxComplaint({ type }: LimitItem, { name, bound }: Bounded, asked: Asked): string | undefined {
  const words = `maximum ${name} usage per ${type} is ${Quantity.format(bound)}`;
  const [request, limit] = [asked.requests.get(name), asked.limits.get(name)];
  if (!limit) return `${words}.  No limit is specified`;
  if (isMore(limit, bound)) return `${words}, but limit is ${Quantity.format(limit)}`;
  if (request && isMore(request, bound)) return `${words}, but request is ${Quantity.format(request)}`;
  return undefined;
}

function ratioComplaint({ type }: LimitItem, { name, bound }: Bounded, asked: Asked): string | undefined {
  const words = `${name} max limit to request ratio per ${type} is ${Quantity.format(bound)}`;
  const [request, limit] = [asked.requests.get(name), asked.limits.get(name)];
  if (!request || request.nanos === 0n) return `${words}, but no request is specified or request is 0`;
  if (!limit || limit.nanos === 0n) return `${words}, but no limit is specified or limit is 0`;
  const ratio = millis(limit) / millis(request);
  if (ratio * 1000 <= millis(bound)) return undefined;
  return `${words}, but provided ratio is ${ratio.toFixed(6)}`;
}

// Thousandths are the finest that is told apart.
function isMore(a: Amount, b: Amount): boolean {
  return millisOf(a) > millisOf(b);
}

function millis(amount: Amount): number {
  return Number(millisOf(amount));
}

function millisOf({ nanos }: Amount): bigint {
  return (nanos + 999_999n) / 1_000_000n;
}
