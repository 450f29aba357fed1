import { type JsonObject, objectAt, stringEntries, valueAt } from '../json/json.ts';
import { type FieldFault, invalidValue, tooLong } from '../status-error.ts';
import { decodedBytes, entryCount, immutableFaults, keyFaults, maxDataBytes } from './config-data.ts';
import type { Kind } from './kind.ts';

function validate(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')];
  const faults = immutableFaults(object, old);
  for (const key of Object.keys(data)) {
    faults.push(...keyFaults('data', key));
    if (valueAt(binary, key) !== undefined)
      faults.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  for (const key of Object.keys(binary)) faults.push(...keyFaults('binaryData', key));
  const bytes = stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (bytes + decodedBytes(binary) > maxDataBytes) faults.push(tooLong('[]', maxDataBytes));
  return faults;
}

export const configMap: Kind = {
  group: '',
  kind: 'ConfigMap',
  validate,
  cells: { Data: entryCount('data', 'binaryData') },
};
