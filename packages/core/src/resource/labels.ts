// Labels and annotations. Objects are shared, so every change makes a copy.

import type { KubeObject } from './object.ts';

/** Values to set; undefined removes the key. */
export type LabelChanges = Readonly<Record<string, string | undefined>>;

/** @example getLabel(pod, 'app'); // 'web' */
export function getLabel(object: KubeObject, key: string): string | undefined {
  return own(object.metadata.labels, key);
}

/** @example getAnnotation(pod, 'example.com/owner'); // 'team-a' */
export function getAnnotation(object: KubeObject, key: string): string | undefined {
  return own(object.metadata.annotations, key);
}

/** @example withLabels(pod, { app: 'web', old: undefined }); // sets one, removes the other */
export function withLabels<K extends KubeObject>(object: K, changes: LabelChanges): K {
  return { ...object, metadata: { ...object.metadata, labels: merged(object.metadata.labels, changes) } };
}

/** @example withAnnotations(pod, { 'example.com/owner': 'team-b' }); */
export function withAnnotations<K extends KubeObject>(object: K, changes: LabelChanges): K {
  const annotations = merged(object.metadata.annotations, changes);
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** `constructor` is a label only if somebody set it. */
function own(values: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  // A server may send null.
  return values && Object.hasOwn(values, key) ? values[key] : undefined;
}

function merged(
  values: Readonly<Record<string, string>> | undefined,
  changes: LabelChanges,
): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...values, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
