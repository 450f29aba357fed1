import { type JsonObject, objectAt, stringEntries, without } from '../json/json.ts';
import { tooLong } from '../status-error.ts';
import { at } from './cell.ts';
import { decodedBytes, entryCount, immutableFaults, keyFaults, maxDataBytes } from './config-data.ts';
import { withDefaults } from './defaults.ts';
import type { Kind } from './kind.ts';

// Text is written into the data at once.
function withEncodedText(object: JsonObject): JsonObject {
  const given = stringEntries(objectAt(object, 'stringData'));
  const rest = without(object, 'stringData');
  if (given.length === 0) return rest;
  const encoded = given.map(([key, value]): [string, string] => [key, Buffer.from(value).toString('base64')]);
  return { ...rest, data: { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) } };
}

export const secret: Kind = {
  group: '',
  kind: 'Secret',
  fields: { type: '' },
  defaults: (object) => withEncodedText(withDefaults(object, { type: 'Opaque' })),
  validate(object, old) {
    const data = objectAt(object, 'data');
    const faults = immutableFaults(object, old);
    for (const key of Object.keys(data)) faults.push(...keyFaults('data', key));
    if (decodedBytes(data) > maxDataBytes) faults.push(tooLong('data', maxDataBytes));
    return faults;
  },
  cells: { Type: at('type'), Data: entryCount('data') },
};
