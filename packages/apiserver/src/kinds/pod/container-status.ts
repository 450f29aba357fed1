// What a status may say of the containers of a pod: one that ended does not run again unless it may restart.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { arrayAt, type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';

const lists = {
  containerStatuses: 'containers',
  initContainerStatuses: 'initContainers',
  ephemeralContainerStatuses: 'ephemeralContainers',
} as const;

type Statuses = readonly (readonly [statuses: Field, key: keyof typeof lists, containers: JsonObject[]])[];

function statusesOf(status: Field, spec: Field): Statuses {
  return (['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const).map(
    (key) => [status.at(key), key, objectsAt(spec.value, lists[key])],
  );
}

export function restartFaults(status: Field, old: Field, spec: Field): FieldFault[] {
  const every = ['initContainers', 'containers'].flatMap((key) => objectsAt(spec.value, key));
  const restartsAll = every.some((container) =>
    objectsAt(container, 'restartPolicyRules').some((rule) => rule['action'] === 'RestartAllContainers'),
  );
  return statusesOf(status, spec).flatMap(([statuses, key, containers]) => {
    const isEphemeral = key === 'ephemeralContainerStatuses';
    if (restartsAll && !isEphemeral) return [];
    const named = new Map(containers.map((container) => [textAt(container, 'name'), container]));
    const next = new Map(statuses.items.toReversed().map((one) => [one.at('name').text, one]));
    return old.at(key).items.flatMap((before, at) => {
      const ended = before.at('state', 'terminated');
      const now = next.get(before.at('name').text);
      if (!ended.isSet || !now || now.at('state', 'terminated').isSet) return [];
      const container = isEphemeral ? undefined : named.get(before.at('name').text);
      if (container && mayRestart(container, spec, ended.at('exitCode').number)) return [];
      const { path } = statuses;
      return [
        {
          ...statuses.forbidden('may not be transitioned to non-terminated state'),
          field: `${path}[${at}].state`,
        },
      ];
    });
  });
}

function mayRestart(container: JsonObject, spec: Field, exitCode: number): boolean {
  const own = textAt(container, 'restartPolicy');
  if (own !== '' && objectsAt(container, 'restartPolicyRules').some((rule) => matches(rule, exitCode)))
    return true;
  const policy = own === '' ? spec.at('restartPolicy').text : own;
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

function matches(rule: JsonObject, exitCode: number): boolean {
  const isListed = arrayAt(rule, 'exitCodes', 'values').includes(exitCode);
  return valueAt(rule, 'exitCodes', 'operator') === 'In' ? isListed : !isListed;
}

export function containerStatusFaults(status: Field, spec: Field): FieldFault[] {
  const all = statusesOf(status, spec);
  const isWindows = spec.at('os', 'name').text === 'windows';
  return [
    ...all.flatMap(([statuses]) => statuses.items.flatMap((one) => userFaults(one.at('user'), isWindows))),
    ...all.flatMap(([statuses, key, containers]) => {
      if (key === 'ephemeralContainerStatuses') return statuses.items.flatMap(noAllocationFaults);
      const asked = new Map(containers.toReversed().map((one) => [textAt(one, 'name'), askedResources(one)]));
      return statuses.items.flatMap((one) => {
        const known = asked.get(one.at('name').text);
        return one
          .at('allocatedResourcesStatus')
          .items.flatMap((allocated) => allocationFaults(allocated, known));
      });
    }),
  ];
}

const maxId = 2 ** 31 - 1;

function userFaults(user: Field, isWindows: boolean): FieldFault[] {
  const linux = user.at('linux');
  if (!linux.isSet) return [];
  if (isWindows) return [linux.forbidden('cannot be set for a windows pod')];
  return [linux.at('uid'), linux.at('gid'), ...linux.at('supplementalGroups').items].flatMap((id) =>
    rangeFaults(id, 0, maxId),
  );
}

function noAllocationFaults(status: Field): FieldFault[] {
  const allocated = status.at('allocatedResourcesStatus');
  return allocated.size === 0 ? [] : [allocated.forbidden('must not be specified in container status')];
}

function allocationFaults(allocated: Field, known: ReadonlySet<string> | undefined): FieldFault[] {
  const seen = new Set<string>();
  return [
    ...(known ? allocatedNameFaults(allocated.at('name'), known) : []),
    ...allocated.at('resources').items.flatMap((resource) => {
      const id = resource.at('resourceID');
      const isRepeated = seen.has(id.text);
      seen.add(id.text);
      return [
        ...choiceFaults(resource.at('health'), ['Healthy', 'Unhealthy', 'Unknown']),
        ...messageFaults(resource.at('message')),
        ...(isRepeated ? [id.duplicate(id.text)] : []),
      ];
    }),
  ];
}

/** What a container asks for, by the names that its status has for it. */
function askedResources(container: JsonObject): ReadonlySet<string> {
  const claims = objectsAt(container, 'resources', 'claims').map((claim) => {
    const request = textAt(claim, 'request');
    return `claim:${textAt(claim, 'name')}${request && `/${request}`}`;
  });
  return new Set([...Object.keys(objectAt(container, 'resources', 'requests')), ...claims]);
}

function allocatedNameFaults(name: Field, known: ReadonlySet<string>): FieldFault[] {
  if (known.has(name.text)) return [];
  if (!name.text.startsWith('claim:'))
    return [name.invalid("must match one of the container's resource requests", name.text)];
  const why =
    "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";
  return [name.invalid(why)];
}

const maxMessageBytes = 1024;

function messageFaults(message: Field): FieldFault[] {
  if (!message.isSet) return [];
  if (message.text === '') return [message.required('must be non-empty if specified')];
  return Buffer.byteLength(message.text) > maxMessageBytes ? [message.tooLong(maxMessageBytes)] : [];
}
