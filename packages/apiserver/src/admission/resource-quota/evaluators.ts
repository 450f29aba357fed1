// Which kind is counted how.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/quota/v1/evaluator/core

import { type Resource, resourceName } from '@kube-rx/core';
import { oncePer } from '../../once-per.ts';
import type { Registry } from '../../registry/registry.ts';
import { claimEvaluator } from './claim-evaluator.ts';
import { countsDevices, deviceEvaluator } from './device-evaluator.ts';
import { type Evaluator, noMarks, pieces } from './evaluator.ts';
import { podEvaluator } from './pod-evaluator.ts';
import { serviceEvaluator } from './service-evaluator.ts';

type Kinds = Pick<Registry, 'find'>;
type Named = Pick<Resource, 'group' | 'plural'>;

/** By the name of the resource: those with names of their own in quotas. */
const named: ReadonlyMap<string, Evaluator> = new Map([
  ['pods', podEvaluator],
  ['services', serviceEvaluator],
  ['persistentvolumeclaims', claimEvaluator],
  ...['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'].map(
    (plural): [string, Evaluator] => [plural, countEvaluator(`count/${plural}`, plural)],
  ),
]);

const deviceClaims = 'resourceclaims.resource.k8s.io';

const devicesIn = oncePer((registry: Kinds) =>
  deviceEvaluator(() => registry.find('resource.k8s.io', 'v1', 'deviceclasses')?.store),
);

const ignored: ReadonlySet<string> = new Set(['events', 'events.events.k8s.io', 'bindings']);

/** Undefined for a kind that quotas leave alone. */
export function evaluatorOf(registry: Kinds, resource: Named): Evaluator | undefined {
  const name = resourceName(resource);
  if (ignored.has(name)) return undefined;
  if (name === deviceClaims) return devicesIn(registry);
  return named.get(name) ?? countEvaluator(`count/${name}`);
}

/** The names of the resources, as `pods`, of which a quota counts one by this name. */
export function countedKinds(name: string): string[] {
  if (name.startsWith('count/')) return [name.slice('count/'.length)];
  const kinds = [...named].filter(([, { counts }]) => counts(name)).map(([kind]) => kind);
  return countsDevices(name) ? [...kinds, deviceClaims] : kinds;
}

function countEvaluator(...names: readonly string[]): Evaluator {
  const measure = { usage: pieces(1, ...names), marks: noMarks };
  return {
    counts: (name) => names.includes(name),
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    measure: () => measure,
    every: measure,
  };
}
