// Where the configurations of webhooks and policies are kept.

import type { Registry } from '../registry/registry.ts';
import type { ResourceStore } from '../storage/resource-store.ts';

const plurals = [
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
] as const;

export type RegistrationPlural = (typeof plurals)[number];

type Stores = ReadonlyMap<RegistrationPlural, ResourceStore | undefined>;

const stores: WeakMap<Registry, Stores> = new WeakMap();

/** Undefined: the server has no such kind. */
export function registrationStore(registry: Registry, plural: RegistrationPlural): ResourceStore | undefined {
  return storesOf(registry).get(plural);
}

// Every write asks for them; which kinds are built in never changes.
function storesOf(registry: Registry): Stores {
  const known = stores.get(registry);
  if (known) return known;
  const found: Stores = new Map(
    plurals.map((plural) => [plural, registry.find('admissionregistration.k8s.io', 'v1', plural)?.store]),
  );
  // Not before the kinds are there.
  if (registry.resources.length > 0) stores.set(registry, found);
  return found;
}
