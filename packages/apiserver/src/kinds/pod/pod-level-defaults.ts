// What a pod asks for as a whole where it says so in part: the rest follows from its containers and from its limits.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { podAmounts } from '../../admission/pod-amounts.ts';
import { type JsonObject, objectAt, withKey } from '../../json/json.ts';
import { amountsObject, chosenAmounts } from '../../validation/resource-amounts.ts';
import { isHugePages } from '../../validation/resource-names.ts';

/** `spec` has the defaults of its containers. */
export function withPodLevelDefaults(spec: JsonObject): JsonObject {
  const resources = objectAt(spec, 'resources');
  const [asked, bounded] = [objectAt(resources, 'requests'), objectAt(resources, 'limits')];
  if (Object.keys(asked).length === 0 && Object.keys(bounded).length === 0) return spec;
  // Pages that are asked for are bounded by what is asked for.
  const pages = ofContainers(spec, 'limits', (name) => isHugePages(name) && !Object.hasOwn(asked, name));
  const limits = { ...pages, ...bounded };
  if (Object.keys(limits).length === 0) return spec;
  const missing = Object.entries(limits).filter(([name]) => isPlain(name) || isHugePages(name));
  const requests = {
    ...Object.fromEntries(missing),
    ...ofContainers(spec, 'requests', isPlain),
    ...asked,
  };
  const completed = { ...resources, limits };
  return {
    ...spec,
    resources: Object.keys(requests).length > 0 ? withKey(completed, 'requests', requests) : completed,
  };
}

function isPlain(name: string): boolean {
  return name === 'cpu' || name === 'memory';
}

function ofContainers(
  spec: JsonObject,
  bound: 'requests' | 'limits',
  isWanted: (name: string) => boolean,
): JsonObject {
  return amountsObject(chosenAmounts(podAmounts({ spec }, bound, { ofPod: () => false }), isWanted));
}
