// What Go's types refuse before any rule is asked: metadata everywhere, and the maps of the two kinds that hold
// nothing else. Other kinds are not checked that deep.

import type { Resource } from '@kube-rx/core';
import { isJsonObject, type JsonObject, valueAt } from '../json/json.ts';
import { metadataComplaint } from '../strategy/metadata.ts';

/** The decoder's words for the first field of a wrong type; undefined where there is none. */
export function shapeComplaint(
  { group, kind }: Pick<Resource, 'group' | 'kind'>,
  object: JsonObject,
): string | undefined {
  const metadata = metadataComplaint(object, kind);
  if (metadata !== undefined || group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return metadata;
  for (const field of ['data', 'binaryData', 'stringData']) {
    const value = valueAt(object, field);
    const bytes = field === 'binaryData' || (field === 'data' && kind === 'Secret');
    if (value === undefined || value === null) continue;
    if (!isJsonObject(value))
      return `json: cannot unmarshal ${goName(value)} into Go struct field ${kind}.${field} of type map[string]${bytes ? '[]uint8' : 'string'}`;
    for (const inner of Object.values(value)) {
      if (typeof inner !== 'string')
        return `json: cannot unmarshal ${goName(inner)} into Go struct field ${kind}.${field} of type ${bytes ? '[]uint8' : 'string'}`;
      const wrong = bytes ? inner.search(/[^A-Za-z0-9+/=\n]/) : -1;
      if (wrong !== -1) return `illegal base64 data at input byte ${wrong}`;
    }
  }
  return undefined;
}

function goName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
