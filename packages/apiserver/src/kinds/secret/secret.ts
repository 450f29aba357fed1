// Secrets.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/secret/strategy.go

import { type JsonObject, objectAt, stringEntries, textAt, without } from '../../json/json.ts';
import { at } from '../cell.ts';
import { entryCount } from '../data-keys.ts';
import { withDefaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { keyPairComplaint } from './key-pair.ts';
import { secretFaults } from './validation.ts';

// Text is written into the data at once.
function withEncodedText(object: JsonObject): JsonObject {
  const given = stringEntries(objectAt(object, 'stringData'));
  const rest = without(object, 'stringData');
  if (given.length === 0) return rest;
  const encoded = given.map(([key, value]): [string, string] => [key, Buffer.from(value).toString('base64')]);
  return { ...rest, data: { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) } };
}

function keyPairWarnings(secret: JsonObject): string[] {
  if (textAt(secret, 'type') !== 'kubernetes.io/tls') return [];
  const decoded = (key: string): string => Buffer.from(textAt(secret, 'data', key), 'base64').toString();
  const complaint = keyPairComplaint(decoded('tls.crt'), decoded('tls.key'));
  return complaint === undefined ? [] : [complaint];
}

export const secret: Kind = {
  group: '',
  kind: 'Secret',
  fields: { type: '' },
  defaults: (object) => withEncodedText(withDefaults(object, { type: 'Opaque' })),
  validate: secretFaults,
  warnings: keyPairWarnings,
  cells: { Type: at('type'), Data: entryCount('data') },
};
