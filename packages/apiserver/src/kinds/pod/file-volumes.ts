// Volumes of files that the kubelet writes: from secrets, config maps, the pod itself, and tokens.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { fileModeFaults, localPathFaults } from '../../validation/paths.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import { fieldRefFaults, resourceRefFaults } from './field-refs.ts';

/** `name`: the key under which the secret or config map is named. */
export function keyedVolumeFaults(source: Field, name: 'name' | 'secretName'): FieldFault[] {
  return [
    ...requiredTextFaults(source, name),
    ...fileModeFaults(source.at('defaultMode')),
    ...source.at('items').items.flatMap(keyFaults),
  ];
}

function keyFaults(item: Field): FieldFault[] {
  return [
    ...requiredTextFaults(item, 'key', 'path'),
    ...localPathFaults(item.at('path')),
    ...fileModeFaults(item.at('mode')),
  ];
}

export function downwardVolumeFaults(source: Field): FieldFault[] {
  return [
    ...fileModeFaults(source.at('defaultMode')),
    ...source.at('items').items.flatMap((file) => downwardFileFaults(file, source)),
  ];
}

const readable = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

// Which of the files it is, is not told.
function downwardFileFaults(file: Field, told: Field): FieldFault[] {
  const at = (key: string): Field => told.at(key).holding(file.at(key).value);
  const [field, resource] = [at('fieldRef'), at('resourceFieldRef')];
  const faults = [...requiredTextFaults(told.holding(file.value), 'path'), ...localPathFaults(at('path'))];
  if (field.isSet) faults.push(...fieldRefFaults(field, readable));
  if (field.isSet && resource.isSet)
    faults.push(
      told.invalid('fieldRef and resourceFieldRef can not be specified simultaneously', 'resource'),
    );
  if (!field.isSet)
    faults.push(
      ...(resource.isSet
        ? resourceRefFaults(resource, 'file')
        : [told.required('one of fieldRef and resourceFieldRef is required')]),
    );
  return [...faults, ...fileModeFaults(at('mode'))];
}

/** Several of them in one directory. */
export function projectedVolumeFaults(volume: Field): FieldFault[] {
  const paths = new Paths(volume);
  return [
    ...fileModeFaults(volume.at('defaultMode')),
    ...volume.at('sources').items.flatMap((source) => projectionFaults(source, paths)),
  ];
}

// What two sources would write.
class Paths {
  readonly volume: Field;
  readonly #taken = new Set<string>();

  constructor(volume: Field) {
    this.volume = volume;
  }

  /** `shown`: what is quoted where the path is taken. */
  take(path: string, shown = path): FieldFault[] {
    if (path === '') return [];
    const isTaken = this.#taken.has(path);
    this.#taken.add(path);
    return isTaken ? [this.volume.invalid('conflicting duplicate paths', shown)] : [];
  }
}

function projectionFaults(source: Field, paths: Paths): FieldFault[] {
  const given = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken']
    .map((key) => source.at(key))
    .filter(({ isSet }) => isSet);
  const [keyed, downward, token] = [
    [source.at('secret'), source.at('configMap')].filter(({ isSet }) => isSet),
    source.at('downwardAPI'),
    source.at('serviceAccountToken'),
  ];
  return [
    ...keyed.flatMap((one) => keyedFaults(one, paths)),
    ...downward
      .at('items')
      .items.flatMap((file) => [...downwardFileFaults(file, downward), ...paths.take(file.at('path').text)]),
    ...(token.isSet ? tokenFaults(token, paths.volume) : []),
    ...(given.length > 1 ? [source.forbidden('may not specify more than 1 volume type per source')] : []),
  ];
}

function keyedFaults(source: Field, paths: Paths): FieldFault[] {
  const name = source.at('name').text;
  return [
    ...requiredTextFaults(source, 'name'),
    ...source
      .at('items')
      .items.flatMap((item) => [...keyFaults(item), ...paths.take(item.at('path').text, name)]),
  ];
}

// The path of a token may be one that another source writes.
function tokenFaults(token: Field, volume: Field): FieldFault[] {
  const [seconds, path] = [token.at('expirationSeconds'), volume.at('path').holding(token.at('path').value)];
  const faults: FieldFault[] = [];
  if (seconds.number < 600)
    faults.push(seconds.invalid('may not specify a duration less than 10 minutes', seconds.number));
  if (seconds.number > 2 ** 32)
    faults.push(seconds.invalid('may not specify a duration larger than 2^32 seconds'));
  return [...faults, ...(path.text === '' ? [path.required()] : localPathFaults(path))];
}
