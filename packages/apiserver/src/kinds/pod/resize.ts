// The resources of the containers of a pod that runs, at a path of their own.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import {
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  textAt,
  valueAt,
  withKey,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import type { KindSubresource } from '../kind.ts';
import { qosClassOf } from './admission.ts';
import { mirrorAnnotation, withOldMetadata } from './pod-part.ts';
import { everyPodFaults } from './pod-rules.ts';

const lists = ['containers', 'initContainers'] as const;

export const resize: KindSubresource = {
  keep(next, old) {
    // Other containers are refused as they are.
    if (lists.some((key) => objectsAt(next, 'spec', key).length !== objectsAt(old, 'spec', key).length))
      return next;
    let spec = withKey(objectAt(old, 'spec'), 'resources', valueAt(next, 'spec', 'resources'));
    for (const key of lists)
      if (valueAt(spec, key) !== undefined) spec = { ...spec, [key]: resized(next, old, key) };
    return { ...old, metadata: withOldMetadata(next, old), spec };
  },
  validate: resizeFaults,
};

function resized(next: JsonObject, old: JsonObject, key: string): JsonObject[] {
  const [given, before] = [objectsAt(next, 'spec', key), objectsAt(old, 'spec', key)];
  if (given.some((one, at) => textAt(one, 'name') !== textAt(before[at], 'name'))) return given;
  return before.map((one, at) => {
    const resources = withKey(one, 'resources', valueAt(given[at], 'resources'));
    return withKey(resources, 'resizePolicy', valueAt(given[at], 'resizePolicy'));
  });
}

function resizeFaults(object: JsonObject, before: JsonObject): FieldFault[] {
  const [pod, old] = [new Field(object), new Field(before)];
  const whole = new Field(null, '[]');
  if (old.at('metadata', 'annotations', mirrorAnnotation).isSet)
    return [whole.forbidden('static pods cannot be resized')];
  if (old.at('spec', 'os', 'name').text === 'windows')
    return [whole.forbidden('windows pods cannot be resized')];
  const [spec, oldSpec] = [pod.at('spec'), old.at('spec')];
  const faults = [
    ...everyPodFaults(pod, old),
    ...supportFaults(spec, old, pod),
    ...podLevelFaults(spec, oldSpec),
  ];
  const ofOrder = orderFaults(spec, oldSpec);
  if (ofOrder.length > 0) return [...faults, ...ofOrder];
  faults.push(
    ...['initContainers', 'containers'].flatMap((key) => removalFaults(spec.at(key), oldSpec.at(key))),
    ...containerFaults(spec, oldSpec),
    ...initContainerFaults(spec.at('initContainers'), oldSpec.at('initContainers')),
  );
  if (faults.length > 0) return faults;
  return isResizeOf(spec.object, oldSpec.object)
    ? []
    : [spec.forbidden('only cpu and memory resources are mutable')];
}

function supportFaults(spec: Field, old: Field, pod: Field): FieldFault[] {
  const quality = pod.at('status', 'qosClass').text;
  const running = old.at('status', 'containerStatuses').items.find((one) => one.at('state', 'running').isSet);
  return [
    ...(old.at('status', 'qosClass').text === qosClassOf(spec.object)
      ? []
      : [spec.invalid('Pod QOS Class may not change as a result of resizing', quality)]),
    // A node that does not resize reports no resources.
    ...(running && !running.at('resources').isSet
      ? [spec.forbidden('Pod running on node without support for resize')]
      : []),
  ];
}

function podLevelFaults(spec: Field, old: Field): FieldFault[] {
  const [resources, before] = [spec.at('resources'), old.at('resources')];
  if (!before.isSet && !resources.isSet) return [];
  if (!resources.isSet) return [resources.forbidden('pod-level resources cannot be removed')];
  const isSame = jsonEquals(fixedResources(resources.object), fixedResources(before.object));
  return [
    ...(['requests', 'limits'] as const).flatMap((key) =>
      isWithout(resources.at(key), before.at(key))
        ? [resources.at(key).forbidden(`pod-level resource ${key} cannot be removed`)]
        : [],
    ),
    ...(isSame ? [] : [spec.forbidden('only cpu and memory resources are mutable at pod-level')]),
  ];
}

function orderFaults(spec: Field, old: Field): FieldFault[] {
  return lists.flatMap((key) => {
    const [next, before] = [spec.at(key).items, old.at(key).items];
    if (next.length !== before.length)
      return [spec.at(key).forbidden(`${key} may not be added or removed on resize`)];
    return next.flatMap((one, at) => {
      const name = one.at('name');
      if (name.text === before[at]?.at('name').text) return [];
      return [name.forbidden(`${key} may not be renamed or reordered on resize`)];
    });
  });
}

function removalFaults(containers: Field, old: Field): FieldFault[] {
  const before = old.items;
  return containers.items.flatMap((container, at) =>
    (['requests', 'limits'] as const).flatMap((key) => {
      const list = container.at('resources', key);
      const was = before[at]?.at('resources', key);
      return was && isWithout(list, was) ? [list.forbidden(`resource ${key} cannot be removed`)] : [];
    }),
  );
}

function isWithout(list: Field, old: Field): boolean {
  return Object.keys(old.object).some((name) => !list.at(name).isSet);
}

function containerFaults(spec: Field, old: Field): FieldFault[] {
  const before = objectsAt(old.value, 'containers');
  return objectsAt(spec.value, 'containers').flatMap((container, at) =>
    isSameBut(container, before[at]) ? [] : [spec.forbidden('only cpu and memory resources are mutable')],
  );
}

function initContainerFaults(containers: Field, old: Field): FieldFault[] {
  const before = old.items;
  return containers.items.flatMap((container, at) => {
    const was = before[at]?.object;
    const faults: FieldFault[] = [];
    if (!isSameBut(container.object, was))
      faults.push(
        container.forbidden('only cpu and memory resources for init or sidecar containers are mutable'),
      );
    const restarts = container
      .at('resizePolicy')
      .items.filter((policy) => policy.at('restartPolicy').text === 'RestartContainer');
    if (container.at('restartPolicy').text === 'Always' || jsonEquals(container.object, was)) return faults;
    const why = 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized';
    return [...faults, ...restarts.map(() => container.forbidden(why))];
  });
}

// Whether nothing has changed but what may; claims, which are no amounts, stand in the way.
function isSameBut(container: JsonObject, old: JsonObject | undefined): boolean {
  if (!old || objectsAt(old, 'resources', 'claims').length > 0) return false;
  const fixed = (one: JsonObject): JsonObject => ({
    ...one,
    resources: fixedResources(withKey(objectAt(one, 'resources'), 'claims', undefined)),
  });
  return jsonEquals(fixed(container), fixed(old));
}

// The resources without those that can be resized.
function fixedResources(resources: JsonObject): JsonObject {
  const of = (key: string): JsonObject =>
    ['cpu', 'memory'].reduce((list, name) => withKey(list, name, undefined), objectAt(resources, key));
  return { ...resources, limits: of('limits'), requests: of('requests') };
}

function isResizeOf(spec: JsonObject, old: JsonObject): boolean {
  const fixed = (one: JsonObject): JsonObject =>
    ['containers', 'initContainers', 'resources'].reduce((rest, key) => withKey(rest, key, undefined), one);
  return jsonEquals(fixed(spec), fixed(old));
}
