// What decides about admission itself: asked about themselves, webhooks and policies could never be mended.

import type { ServedResource } from '../registry/served-resource.ts';

const policies = [
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
];
const all = new Set([...policies, 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations']);
const ofPolicies = new Set(policies);

export function isExempt({ resource }: ServedResource): boolean {
  return resource.group === 'admissionregistration.k8s.io' && all.has(resource.plural);
}

/** Policies are asked about webhooks, and never about what is asked of the server alone. */
export function isExemptFromPolicies({ resource }: ServedResource): boolean {
  const { group, plural } = resource;
  if (group === 'admissionregistration.k8s.io') return ofPolicies.has(plural);
  return group === 'authentication.k8s.io' || group === 'authorization.k8s.io';
}
