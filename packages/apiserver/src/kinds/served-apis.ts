// What the server keeps of its own APIs: who serves them, and in which version their objects are stored.
// https://github.com/kubernetes/kube-aggregator/blob/v0.36.3/pkg/apis/apiregistration/validation/validation.go

import { isJsonObject, type JsonObject, objectsAt, textAt, valueAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { nameComplaints } from '../strategy/name-rules.ts';
import { timestamp } from '../timestamp.ts';
import { choiceFaults } from '../validation/choices.ts';
import { Field } from '../validation/field.ts';
import { subdomainComplaints, wordComplaints } from '../validation/names.ts';
import { at, conditionOf, firstOf } from './cell.ts';
import { within } from './defaults.ts';
import type { Kind, KindCreation } from './kind.ts';

function apiFaults(api: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const [spec, name] = [new Field(api).at('spec'), new Field(api).at('metadata', 'name')];
  const [group, version] = [spec.at('group'), spec.at('version')];
  return [
    // The name must go on being that of the version.
    ...(old ? name.invalidText(nameComplaints('groupVersion', name.text, api)) : []),
    ...(group.text === '' && version.text !== 'v1'
      ? [group.required('only v1 may have an empty group and it better be legacy kube')]
      : []),
    ...(group.text === '' ? [] : group.invalidText(subdomainComplaints(group.text))),
    ...version.invalidText(wordComplaints(version.text)),
    ...priorityFaults(spec.at('groupPriorityMinimum'), 20_000),
    ...priorityFaults(spec.at('versionPriority'), 1000),
    ...(spec.at('service').isSet ? serviceFaults(spec) : localFaults(spec)),
  ];
}

function priorityFaults(priority: Field, most: number): FieldFault[] {
  const { number } = priority;
  if (number > 0 && number <= most) return [];
  return priority.invalidNumber([`must be positive and less than ${most}`]);
}

function localFaults(spec: Field): FieldFault[] {
  const [bundle, insecure] = [spec.at('caBundle'), spec.at('insecureSkipTLSVerify')];
  const bytes = Buffer.from(bundle.text, 'base64').length;
  return [
    ...(bytes === 0 ? [] : [bundle.invalid('local APIServices may not have a caBundle', `${bytes} bytes`)]),
    ...(insecure.value === true
      ? [insecure.invalid('local APIServices may not have insecureSkipTLSVerify')]
      : []),
  ];
}

function serviceFaults(spec: Field): FieldFault[] {
  const [namespace, name, port] = ['namespace', 'name', 'port'].map((key) => spec.at('service', key));
  const [insecure, bundle] = [spec.at('insecureSkipTLSVerify'), spec.at('caBundle')];
  return [
    ...[namespace, name].flatMap((each) => (each?.text === '' ? [each.required()] : [])),
    ...(port ? portFaults(port) : []),
    ...(insecure.value === true && bundle.text !== ''
      ? [insecure.invalid('may not be true if caBundle is present')]
      : []),
  ];
}

function portFaults(port: Field): FieldFault[] {
  if (port.number >= 1 && port.number <= 65_535) return [];
  return port.invalidNumber(['port is not valid: must be between 1 and 65535, inclusive']);
}

function statusFaults(api: JsonObject): FieldFault[] {
  return new Field(api)
    .at('status', 'conditions')
    .items.flatMap((one) => choiceFaults(one.at('status'), ['True', 'False', 'Unknown']));
}

function service(api: JsonObject): string {
  const found = valueAt(api, 'spec', 'service');
  return found === undefined ? 'Local' : `${textAt(found, 'namespace')}/${textAt(found, 'name')}`;
}

function available(api: JsonObject): string {
  const found = conditionOf(valueAt(api, 'status'), 'Available');
  if (found === undefined) return 'Unknown';
  const [status, reason] = [textAt(found, 'status'), textAt(found, 'reason')];
  return status === 'True' || reason === '' ? status : `${status} (${reason})`;
}

function storageVersions(version: JsonObject): string {
  const all = objectsAt(version, 'status', 'storageVersions');
  return firstOf(all.map((one) => `${textAt(one, 'apiServerID')}=${textAt(one, 'encodingVersion')}`));
}

// What the server itself serves is there.
function withLocalAvailability({ server, object }: KindCreation): JsonObject {
  if (isJsonObject(valueAt(object, 'spec', 'service'))) return object;
  const condition = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: timestamp(server),
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  return { ...object, status: { conditions: [condition] } };
}

export const servedApiKinds: readonly Kind[] = [
  {
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    names: 'groupVersion',
    requiresVersion: true,
    defaults: { spec: within({ service: within({ port: 443 }) }) },
    validate: apiFaults,
    validateStatus: statusFaults,
    prepareForCreate: withLocalAvailability,
    cells: { Service: service, Available: available },
  },
  {
    group: 'internal.apiserver.k8s.io',
    kind: 'StorageVersion',
    cells: {
      CommonEncodingVersion: at('status.commonEncodingVersion', '<unset>'),
      StorageVersions: storageVersions,
    },
  },
];
