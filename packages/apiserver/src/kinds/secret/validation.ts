// Which Secrets are refused: what each type of them must hold.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { isJsonArray, isJsonObject, type JsonObject, parseJsonText, valueAt } from '../../json/json.ts';
import { jsonSyntaxFault } from '../../json/syntax-fault.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { decodedBytes, frozenFaults, keyFaults, maxDataBytes } from '../data-keys.ts';

export function secretFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const secret = new Field(object);
  const data = secret.at('data');
  return [
    ...(old ? immutableFaults(secret.at('type'), valueAt(old, 'type')) : []),
    ...frozenFaults(object, old, ['data']),
    ...data.entries.flatMap(([key, entry]) => keyFaults(entry, key)),
    ...(decodedBytes(data.object) > maxDataBytes ? [data.tooLong(maxDataBytes)] : []),
    ...typeFaults(secret),
  ];
}

const account = 'kubernetes.io/service-account.name';

function typeFaults(secret: Field): FieldFault[] {
  const entries = new Map(secret.at('data').entries);
  const missing = (...keys: readonly string[]): FieldFault[] =>
    keys.filter((key) => !entries.has(key)).map((key) => new Field(null, `data[${key}]`).required());
  switch (secret.at('type').text) {
    case 'kubernetes.io/service-account-token': {
      const name = secret.at('metadata', 'annotations').at(account);
      return name.text === '' ? [new Field(null, `metadata.annotations[${account}]`).required()] : [];
    }
    case 'kubernetes.io/dockercfg':
      return [...missing('.dockercfg'), ...contentFaults(entries.get('.dockercfg'))];
    case 'kubernetes.io/dockerconfigjson':
      return [...missing('.dockerconfigjson'), ...contentFaults(entries.get('.dockerconfigjson'))];
    case 'kubernetes.io/basic-auth':
      // Either of them will do.
      return entries.has('username') || entries.has('password') ? [] : missing('username', 'password');
    case 'kubernetes.io/ssh-auth':
      return entries.get('ssh-privatekey')?.text ? [] : [new Field(null, 'data[ssh-privatekey]').required()];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function contentFaults(entry: Field | undefined): FieldFault[] {
  if (!entry) return [];
  const complaint = contentComplaint(Buffer.from(entry.text, 'base64').toString());
  return complaint === undefined ? [] : [entry.invalid(complaint, '<secret contents redacted>')];
}

/** Of what must be an object. */
function contentComplaint(text: string): string | undefined {
  try {
    const value = parseJsonText(text);
    if (value === null || isJsonObject(value)) return undefined;
    const found = typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'number';
    return `json: cannot unmarshal ${isJsonArray(value) ? 'array' : found} into Go value of type map[string]interface {}`;
  } catch {
    return jsonSyntaxFault(text);
  }
}
