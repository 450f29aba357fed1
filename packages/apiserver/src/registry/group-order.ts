// In which order discovery tells of the groups: clients take the first that has what they look for.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controlplane/apiserver/aggregator.go

const priorities: Readonly<Record<string, number>> = {
  '': 18_000,
  'apiregistration.k8s.io': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'admissionregistration.k8s.io': 16_700,
  'apiextensions.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
  'internal.apiserver.k8s.io': 16_000,
  'storagemigration.k8s.io': 15_800,
};

const priorityOfCustom = 1_000;

/** By priority, and by name where that is the same. */
export function compareGroups(one: string, other: string): number {
  const difference = priorityOf(other) - priorityOf(one);
  if (difference !== 0) return difference;
  return one < other ? -1 : Number(one > other);
}

function priorityOf(group: string): number {
  return Object.hasOwn(priorities, group) ? (priorities[group] ?? 0) : priorityOfCustom;
}
