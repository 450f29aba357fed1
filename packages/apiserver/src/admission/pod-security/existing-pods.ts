// What a namespace is told of its pods when it asks more of them.
// https://github.com/kubernetes/pod-security-admission/blob/v0.36.3/admission/admission.go

import { type JsonObject, objectsAt, textAt, valueAt } from '../../json/json.ts';
import type { ServerContext } from '../../server-context.ts';
import { violationsOf } from './evaluation.ts';
import { checkedPod } from './pod.ts';
import { type LevelVersion, levelText } from './policy.ts';

const most = 3000;

export function existingPodWarnings(
  { registry }: ServerContext,
  namespace: string,
  enforce: LevelVersion,
): string[] {
  const stored = registry.find('', 'v1', 'pods')?.store.objectsIn(namespace) ?? [];
  const pods = inTurn([...stored].map(({ object }) => object));
  const names = new Map<string, string[]>();
  for (const pod of pods.slice(0, most)) {
    const violations = violationsOf(checkedPod(pod), enforce);
    if (violations.length === 0) continue;
    const reasons = violations.map(({ reason }) => reason).join(', ');
    const found = names.get(reasons) ?? [];
    found.push(textAt(pod, 'metadata', 'name'));
    names.set(reasons, found);
  }
  const level = JSON.stringify(levelText(enforce));
  return [
    ...(pods.length > most
      ? [
          `new PodSecurity enforce level only checked against the first ${most} of ${pods.length} existing pods`,
        ]
      : []),
    ...(names.size > 0
      ? [
          `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${level}`,
        ]
      : []),
    ...[...names].map(([reasons, having]) => `${podsText(having)}: ${reasons}`).sort(),
  ];
}

// One pod of each controller before the others of them.
function inTurn(pods: readonly JsonObject[]): readonly JsonObject[] {
  const seen = new Set<string>();
  const later: JsonObject[] = [];
  const first = pods.filter((pod) => {
    const owners = objectsAt(pod, 'metadata', 'ownerReferences');
    const owner = owners.find((one) => valueAt(one, 'controller') === true);
    const uid = textAt(owner, 'uid');
    if (!owner || !seen.has(uid)) {
      if (owner) seen.add(uid);
      return true;
    }
    later.push(pod);
    return false;
  });
  return [...first, ...later];
}

function podsText(names: readonly string[]): string {
  const [first = '', ...others] = names.toSorted();
  if (others.length === 0) return first;
  return `${first} (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
}
