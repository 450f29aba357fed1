// Writes as a recorder tells them.

import type { KubeObject } from '@kube-rx/core';
import { DecodedObject } from '@kube-rx/core/encoding';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';

const resource = { group: '', plural: 'configmaps' };

/** The answer to a create or a patch. */
export function written(object: KubeObject): OwnWrite {
  const encoded = DecodedObject.from(object);
  const { key, namespace, uid, resourceVersion } = encoded;
  return { ...resource, type: 'written', key, namespace, uid, resourceVersion, encoded };
}

/** The answer to a deletion that something holds. */
export function marked(object: KubeObject): OwnWrite {
  return { ...written(object), type: 'marked' } as OwnWrite;
}

/** The answer to a deletion: a Status. */
export function deleted({ metadata }: KubeObject, options: { readonly uid?: false } = {}): OwnWrite {
  const { name, namespace = '', uid } = metadata;
  const key = namespace === '' ? name : `${namespace}/${name}`;
  const known = options.uid === false || uid === undefined ? {} : { uid };
  return { ...resource, type: 'deleted', key, namespace, ...known };
}

/** The answer to the removal of the last finalizer. */
export function ended(object: KubeObject): OwnWrite {
  return { ...deleted(object), wasMarked: true } as OwnWrite;
}

/** The answer to a change of a part of the object, as of its scale. */
export function partial({ metadata }: KubeObject): OwnWrite {
  const { name, namespace = '', uid = '', resourceVersion = '' } = metadata;
  return { ...resource, type: 'written', key: `${namespace}/${name}`, namespace, uid, resourceVersion };
}

/** A write of which no answer came. */
export function lost({ metadata }: KubeObject): LostWrite {
  const { name, namespace = '' } = metadata;
  return { ...resource, type: 'lost', key: namespace === '' ? name : `${namespace}/${name}`, namespace };
}
