// The class of a claim, and of one that names none.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/storage/storageclass/setdefault/admission.go

import { type JsonObject, stringAt, textAt, valueAt } from '../../json/json.ts';
import { oncePer } from '../../once-per.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { KindServer } from '../kind.ts';

const annotation = 'volume.beta.kubernetes.io/storage-class';

/** An annotation of older clusters counts before the field; empty where there is none. */
export function classOf(claim: JsonObject): string {
  return stringAt(claim, 'metadata', 'annotations', annotation) ?? textAt(claim, 'spec', 'storageClassName');
}

/** The class of a claim that names none; undefined where there is none, and for others. */
export function defaultClassFor(server: KindServer, claim: JsonObject): string | undefined {
  const isAnnotated = stringAt(claim, 'metadata', 'annotations', annotation) !== undefined;
  if (isAnnotated || valueAt(claim, 'spec', 'storageClassName') !== undefined) return undefined;
  const classes = server.registry.find('storage.k8s.io', 'v1', 'storageclasses');
  // Of several defaults, the newest.
  const [newest] = [...(classes?.store.objectsIn('') ?? [])]
    .filter(isDefault)
    .toSorted((a, b) => (createdAt(b) > createdAt(a) ? 1 : createdAt(b) < createdAt(a) ? -1 : 0));
  return newest?.name;
}

const annotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

// Known of each state once, because every claim asks it of all.
const isDefault = oncePer(({ object }: StoredObject): boolean =>
  annotations.some((key) => stringAt(object, 'metadata', 'annotations', key) === 'true'),
);

const createdAt = oncePer(({ object }: StoredObject): string =>
  textAt(object, 'metadata', 'creationTimestamp'),
);
