// Builders for the objects, pages and frames that tests talk about.

import {
  type DynamicObject,
  defineResource,
  type EncodedList,
  type EncodedObject,
  ObjectEvent,
} from '@kube-rx/core';
import { DecodedObject } from '@kube-rx/core/encoding';

export const ConfigMaps = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

export interface ObjectOptions {
  readonly uid?: string;
  readonly labels?: Record<string, string>;
  readonly data?: Record<string, string>;
}

export function configMap(
  name: string,
  resourceVersion: string | number,
  options: ObjectOptions = {},
): DynamicObject {
  const { uid = `uid-${name}`, labels, data } = options;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: 'shop',
      uid,
      resourceVersion: String(resourceVersion),
      ...(labels && { labels }),
    },
    ...(data && { data }),
  };
}

export function encoded(
  name: string,
  resourceVersion: string | number,
  options?: ObjectOptions,
): EncodedObject<DynamicObject> {
  return DecodedObject.from(configMap(name, resourceVersion, options));
}

export function page(
  resourceVersion: string | number,
  items: readonly EncodedObject<DynamicObject>[],
  token?: string,
): EncodedList<DynamicObject> {
  return { items, resourceVersion: String(resourceVersion), ...(token !== undefined && { continue: token }) };
}

export function objectEvent(
  type: 'ADDED' | 'MODIFIED' | 'DELETED',
  name: string,
  resourceVersion: string | number,
): ObjectEvent<DynamicObject> {
  return new ObjectEvent(type, encoded(name, resourceVersion));
}

const text = new TextEncoder();

/** The bytes of one frame as the server writes it. */
export function frame(type: string, object: unknown): Uint8Array {
  return text.encode(`${JSON.stringify({ type, object })}\n`);
}

/** The bytes of a list as the server writes it. */
export function listBody(
  resourceVersion: string | number,
  items: readonly DynamicObject[],
  token?: string,
): Uint8Array {
  return text.encode(
    JSON.stringify({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(resourceVersion), ...(token !== undefined && { continue: token }) },
      items,
    }),
  );
}
