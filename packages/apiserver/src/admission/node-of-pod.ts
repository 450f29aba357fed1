// The node of a pod whose spec is changed.

import { type JsonObject, jsonEquals, textAt, valueAt } from '../json/json.ts';
import type { AdmissionAttributes } from './attributes.ts';
import { refusalOf } from './refusal.ts';

/** The pod and its state before; undefined where its spec stays, and where it has no node. */
export function changedPod(
  { served, operation, subresource, object, old }: AdmissionAttributes,
  parts: readonly string[],
): { readonly pod: JsonObject; readonly old: JsonObject; readonly node: string } | undefined {
  const { group, plural } = served.resource;
  if (operation !== 'UPDATE' || group !== '' || plural !== 'pods' || !parts.includes(subresource))
    return undefined;
  const node = textAt(object, 'spec', 'nodeName');
  const isSame = jsonEquals(
    valueAt(object, 'metadata', 'generation'),
    valueAt(old, 'metadata', 'generation'),
  );
  return !object || !old || node === '' || isSame ? undefined : { pod: object, old, node };
}

/** @throws StatusError where there is no such node. */
export function nodeNamed(attributes: AdmissionAttributes, name: string): JsonObject {
  const stored = attributes.server.registry.find('', 'v1', 'nodes')?.store.get(name);
  if (!stored) throw refusalOf(attributes, `node ${JSON.stringify(name)} not found`);
  return stored.object;
}
