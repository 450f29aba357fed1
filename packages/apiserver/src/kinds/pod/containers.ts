// The containers of a pod: those it is there for, those that come before, and those that are added to look into it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { commonContainerFaults, imageSpaceFaults, type PodParts } from './container.ts';
import { hostPortFaults } from './container-ports.ts';
import { lifecycleFaults } from './lifecycle.ts';
import { livenessProbeFaults, readinessProbeFaults } from './probe.ts';
import { isSidecar, restartFaults } from './restart-rules.ts';

/** All of them, in the order in which the real server visits them. */
export function everyContainer(spec: Field): readonly Field[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) => spec.at(key).items);
}

export function containerFaults(spec: Field, pod: PodParts): FieldFault[] {
  return [...mainFaults(spec, pod), ...initFaults(spec, pod), ...ephemeralFaults(spec, pod)];
}

function mainFaults(spec: Field, pod: PodParts): FieldFault[] {
  const containers = spec.at('containers');
  if (containers.size === 0) return [containers.required()];
  const names = new Set<string>();
  const faults = containers.items.flatMap((container) => [
    ...commonContainerFaults(container, pod),
    ...takenNameFaults(container.at('name'), names),
    ...runFaults(container, spec),
    ...restartFaults(container),
  ]);
  return [...faults, ...hostPortFaults(containers.items)];
}

/** `names`: those of the containers before, to which this one is added. */
function takenNameFaults(name: Field, names: Set<string>): FieldFault[] {
  if (names.has(name.text)) return [name.duplicate(name.text)];
  names.add(name.text);
  return [];
}

// What only containers have that run for as long as the pod does.
function runFaults(container: Field, spec: Field): FieldFault[] {
  return [
    ...lifecycleFaults(container.at('lifecycle'), spec),
    ...livenessProbeFaults(container.at('livenessProbe')),
    ...readinessProbeFaults(container.at('readinessProbe')),
    ...livenessProbeFaults(container.at('startupProbe')),
  ];
}

function initFaults(spec: Field, pod: PodParts): FieldFault[] {
  const containers = spec.at('initContainers');
  const names = new Set(spec.at('containers').items.map((one) => one.at('name').text));
  // The real server tells ports of every one as if it were the first.
  const first = `${containers.path}[0]`;
  return containers.items.flatMap((container) => {
    const name = container.at('name');
    return [
      ...commonContainerFaults(container, pod),
      ...initRestartFaults(container),
      ...(name.text === '' && !names.has('') ? [] : takenNameFaults(name, names)),
      ...hostPortFaults([new Field(container.value, first)]),
      ...(isSidecar(container) ? runFaults(container, spec) : stepFaults(container)),
    ];
  });
}

function initRestartFaults(container: Field): FieldFault[] {
  const policy = container.at('restartPolicy');
  return policy.isSet ? restartFaults(container) : restartFaults(container).slice(0, 1);
}

const runKeys = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

// A container that ends before the others start.
function stepFaults(container: Field): FieldFault[] {
  const refused = runKeys.map((key) => container.at(key)).filter(({ isSet }) => isSet);
  const restarts = container
    .at('resizePolicy')
    .items.map((policy) => policy.at('restartPolicy'))
    .filter(({ text }) => text === 'RestartContainer');
  return [
    ...refused.map((one) => one.forbidden('may not be set for init containers without restartPolicy=Always')),
    ...restarts.map((one) =>
      one.invalid("must not be set to 'RestartContainer' for non-sidecar initContainers"),
    ),
  ];
}

const notEphemeral = 'cannot be set for an Ephemeral Container';

// In the order of the fields of the Go type.
const refusedKeys = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];

function ephemeralFaults(spec: Field, pod: PodParts): FieldFault[] {
  const others = [...spec.at('containers').items, ...spec.at('initContainers').items];
  const targets = new Set(others.map((one) => one.at('name').text));
  const names = new Set(targets);
  return spec.at('ephemeralContainers').items.flatMap((container) => {
    const target = container.at('targetContainerName');
    return [
      ...commonContainerFaults(container, pod),
      ...imageSpaceFaults(container),
      ...takenNameFaults(container.at('name'), names),
      ...(target.text !== '' && !targets.has(target.text) ? [target.notFound()] : []),
      ...refusedKeys
        .map((key) => container.at(key))
        .filter(isUsed)
        .map((one) => one.forbidden(notEphemeral)),
      ...container.at('volumeMounts').items.flatMap(subPathFaults),
    ];
  });
}

// `resources` is there even where it is empty.
function isUsed(field: Field): boolean {
  return field.path.endsWith('.resources') ? field.size > 0 : field.isSet;
}

// What they mount is cleaned up late, and a container that comes and goes should not hold it.
function subPathFaults(mount: Field): FieldFault[] {
  return ['subPath', 'subPathExpr']
    .map((key) => mount.at(key))
    .filter(({ text }) => text !== '')
    .map((path) => path.forbidden(notEphemeral));
}
