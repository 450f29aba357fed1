// Drivers of storage, and what they can do.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import {
  type JsonObject,
  jsonEquals,
  numberAt,
  objectAt,
  objectsAt,
  stringsAt,
  textAt,
  valueAt,
  without,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { at, type Cells, isTrue } from '../cell.ts';
import { always } from '../defaults.ts';
import type { Kind, KindUpdate } from '../kind.ts';

function driverFaults(driver: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(driver).at('spec');
  return [...specFaults(spec), ...(old ? changeFaults(spec, objectAt(old, 'spec')) : [])];
}

function specFaults(spec: Field): FieldFault[] {
  const [period, inSecrets] = [
    spec.at('nodeAllocatableUpdatePeriodSeconds'),
    spec.at('serviceAccountTokenInSecrets'),
  ];
  return [
    ...choiceFaults(spec.at('fsGroupPolicy'), ['File', 'None', 'ReadWriteOnceWithFSType']),
    ...tokenFaults(spec.at('tokenRequests')),
    ...spec
      .at('volumeLifecycleModes')
      .items.flatMap(({ text }) =>
        choiceFaults(new Field(text, spec.at('volumeLifecycleModes').path), ['Persistent', 'Ephemeral']),
      ),
    ...(period.isSet && period.number < 10
      ? [period.invalid('must be greater than or equal to 10 seconds')]
      : []),
    ...(inSecrets.isSet && spec.at('tokenRequests').size === 0
      ? [inSecrets.invalid('serviceAccountTokenInSecrets is set but no tokenRequests are specified')]
      : []),
  ];
}

const leastSeconds = 10 * 60;
const mostSeconds = 2 ** 32;

function tokenFaults(requests: Field): FieldFault[] {
  const seen = new Set<string>();
  return requests.items.flatMap((request) => {
    const [audience, seconds] = [request.at('audience'), request.at('expirationSeconds')];
    if (seen.has(audience.text)) return [audience.duplicate(audience.text)];
    seen.add(audience.text);
    if (!seconds.isSet) return [];
    if (seconds.number < leastSeconds)
      return seconds.invalidNumber(['may not specify a duration less than 10 minutes']);
    if (seconds.number <= mostSeconds) return [];
    return seconds.invalidNumber(['may not specify a duration larger than 2^32 seconds']);
  });
}

function changeFaults(spec: Field, old: JsonObject): FieldFault[] {
  // The real server calls it by another name.
  const attach = new Field(spec.at('attachRequired').value, spec.at('attachedRequired').path);
  return [
    ...immutableFaults(attach, valueAt(old, 'attachRequired')),
    ...immutableFaults(spec.at('volumeLifecycleModes'), valueAt(old, 'volumeLifecycleModes')),
  ];
}

const leaky =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

function driverWarnings(driver: JsonObject, old: JsonObject | undefined): string[] {
  const requests = valueAt(driver, 'spec', 'tokenRequests');
  const isNew = requests !== undefined && !jsonEquals(requests, valueAt(old, 'spec', 'tokenRequests'));
  return isNew && valueAt(driver, 'spec', 'serviceAccountTokenInSecrets') === undefined ? [leaky] : [];
}

// A new driver has no generation.
function withGeneration({ object, old }: KindUpdate): JsonObject {
  if (jsonEquals(valueAt(object, 'spec'), valueAt(old, 'spec'))) return object;
  const generation = (numberAt(old, 'metadata', 'generation') ?? 0) + 1;
  return { ...object, metadata: { ...objectAt(object, 'metadata'), generation } };
}

const driverCells: Cells = {
  AttachRequired: at('spec.attachRequired', true),
  PodInfoOnMount: isTrue('spec.podInfoOnMount'),
  StorageCapacity: isTrue('spec.storageCapacity'),
  TokenRequests: (driver) =>
    valueAt(driver, 'spec', 'tokenRequests') === undefined
      ? '<unset>'
      : objectsAt(driver, 'spec', 'tokenRequests')
          .map((request) => textAt(request, 'audience'))
          .join(','),
  RequiresRepublish: isTrue('spec.requiresRepublish'),
  Modes: (driver) => stringsAt(driver, 'spec', 'volumeLifecycleModes').join(',') || '<none>',
};

export const csiDriver: Kind = {
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  requiresVersion: true,
  returnsDeleted: true,
  defaults: {
    spec: always({
      attachRequired: true,
      podInfoOnMount: false,
      volumeLifecycleModes: ['Persistent'],
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      requiresRepublish: false,
      seLinuxMount: false,
    }),
  },
  // A feature that is off.
  prepare: ({ object }) => ({
    ...object,
    spec: without(objectAt(object, 'spec'), 'preventPodSchedulingIfMissing'),
  }),
  validate: driverFaults,
  warnings: driverWarnings,
  prepareForUpdate: withGeneration,
  cells: driverCells,
};
