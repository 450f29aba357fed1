// What the containers of a pod share: requests and limits of the pod itself.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { Quantity } from '@kube-rx/core';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { nanosOf } from '../../validation/quantities.ts';
import { isHugePages, resourceNameFaults } from '../../validation/resource-names.ts';
import { resourceFaults } from './container-resources.ts';
import { isSidecar } from './restart-rules.ts';

export function podResourceFaults(spec: Field, claims: ReadonlySet<string>): FieldFault[] {
  const resources = spec.at('resources');
  if (!resources.isSet) return [];
  if (spec.at('os', 'name').text === 'windows')
    return [resources.forbidden('may not be set for a windows pod')];
  const ownClaims = resources.at('claims');
  return [
    ...(ownClaims.isSet ? [ownClaims.forbidden('claims may not be set for Resources at pod-level')] : []),
    ...resourceFaults(resources, claims, nameFaults),
    ...sumFaults(spec, 'requests'),
    ...sumFaults(spec, 'limits'),
    ...limitFaults(spec),
  ];
}

function nameFaults(field: Field, name: string): FieldFault[] {
  const found = resourceNameFaults(field, name);
  if (found.length > 0 || name === 'cpu' || name === 'memory' || isHugePages(name)) return found;
  return [field.unsupported(['cpu', 'hugepages-', 'memory'], name)];
}

// More than the containers want together; of limits only where the pages must be there.
function sumFaults(spec: Field, kind: 'requests' | 'limits'): FieldFault[] {
  const wanted = containerSums(spec, kind);
  return spec.at('resources', kind).entries.flatMap(([name, amount]) => {
    const sum = wanted.get(name);
    if (sum === undefined || (kind === 'limits' && !isHugePages(name))) return [];
    if (Quantity.compare(sum, amount.text) <= 0) return [];
    return [
      amount.invalid(`must be greater than or equal to aggregate container ${kind} of ${sum}`, amount.text),
    ];
  });
}

/** What the containers of a pod use together at most, by the name of the resource. */
function containerSums(spec: Field, kind: 'requests' | 'limits'): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  const sidecars = new Map<string, string>();
  const starting = new Map<string, string>();
  for (const container of spec.at('containers').items) add(sums, container, kind);
  for (const container of spec.at('initContainers').items) {
    if (isSidecar(container)) {
      add(sums, container, kind);
      add(sidecars, container, kind);
      raise(starting, sidecars);
    } else {
      const running = new Map(sidecars);
      add(running, container, kind);
      raise(starting, running);
    }
  }
  raise(sums, starting);
  return sums;
}

function add(sums: Map<string, string>, container: Field, kind: string): void {
  for (const [name, { text }] of container.at('resources', kind).entries)
    sums.set(name, Quantity.sum([sums.get(name) ?? '0', text]));
}

function raise(most: Map<string, string>, to: ReadonlyMap<string, string>): void {
  for (const [name, text] of to) {
    const before = most.get(name);
    if (before === undefined || Quantity.compare(text, before) > 0) most.set(name, text);
  }
}

function limitFaults(spec: Field): FieldFault[] {
  const resources = spec.at('resources');
  const limits = new Map(resources.at('limits').entries);
  return spec.at('containers').items.flatMap((container, at) =>
    container.at('resources', 'limits').entries.flatMap(([name, limit]) => {
      const most = limits.get(name);
      if (!most || nanosOf(limit) <= nanosOf(most)) return [];
      // The real server tells a path that is not there.
      const told = new Field(limit.value, `${resources.path}.containers[${at}][${name}].limits`);
      return [told.invalid(`must be less than or equal to pod limits of ${most.text}`)];
    }),
  );
}
