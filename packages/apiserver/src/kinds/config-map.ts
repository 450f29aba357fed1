// ConfigMaps.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, stringEntries } from '../json/json.ts';
import { type FieldFault, tooLong } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { decodedBytes, entryCount, frozenFaults, keyFaults, maxDataBytes } from './data-keys.ts';
import type { Kind } from './kind.ts';

function configMapFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const [data, binary] = [new Field(object).at('data'), new Field(object).at('binaryData')];
  const bytes = stringEntries(data.object).reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  return [
    ...frozenFaults(object, old, ['data', 'binaryData']),
    ...data.entries.flatMap(([key, entry]) => [
      ...keyFaults(entry, key),
      ...(binary.at(key).isSet ? [entry.invalid('duplicate of key present in binaryData', key)] : []),
    ]),
    ...binary.entries.flatMap(([key, entry]) => keyFaults(entry, key)),
    ...(bytes + decodedBytes(binary.object) > maxDataBytes ? [tooLong('[]', maxDataBytes)] : []),
  ];
}

export const configMap: Kind = {
  group: '',
  kind: 'ConfigMap',
  validate: configMapFaults,
  cells: { Data: entryCount('data', 'binaryData') },
};
