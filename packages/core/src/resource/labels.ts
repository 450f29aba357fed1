// Reading and changing labels and annotations of objects that are not ours to write: every change is a copy.

import type { KubeObject } from './object.ts';

/** Values to set; undefined removes the key. */
export type LabelChanges = Readonly<Record<string, string | undefined>>;

export function getLabel(object: KubeObject, key: string): string | undefined {
  return own(object.metadata.labels, key);
}

export function getAnnotation(object: KubeObject, key: string): string | undefined {
  return own(object.metadata.annotations, key);
}

/** A copy of the object with these labels set or removed. */
export function withLabels<K extends KubeObject>(object: K, changes: LabelChanges): K {
  return { ...object, metadata: { ...object.metadata, labels: merged(object.metadata.labels, changes) } };
}

/** A copy of the object with these annotations set or removed. */
export function withAnnotations<K extends KubeObject>(object: K, changes: LabelChanges): K {
  const annotations = merged(object.metadata.annotations, changes);
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** A key called `constructor` is a label only where somebody set it. */
function own(values: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
}

function merged(
  values: Readonly<Record<string, string>> | undefined,
  changes: LabelChanges,
): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...values, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
