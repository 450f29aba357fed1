// What `kubectl apply` has left in an annotation, where kubectl goes on with server-side apply: it agrees with itself.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/managedfields/internal/lastappliedmanager.go

import {
  isJsonObject,
  type JsonObject,
  jsonText,
  objectAt,
  parseJsonText,
  sortedKeys,
  textAt,
  withKey,
  without,
} from '../json/json.ts';
import { Field } from '../validation/field.ts';
import { annotationFaults } from '../validation/labels.ts';
import { FieldSet } from './field-set.ts';
import type { ValueRules } from './merge-rules.ts';
import { compare, fieldsOf } from './typed.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whoever applies by another name takes no part in this. */
export const kubectl = 'kubectl';

/** The fields that the plain apply has set, and that still have its values. */
export function lastAppliedFields(live: JsonObject, rules: ValueRules): FieldSet {
  const config = lastApplied(live);
  if (config?.['apiVersion'] !== live['apiVersion'] || !config) return FieldSet.none;
  const { changed, removed } = compare(config, live, rules);
  return fieldsOf(config, rules).difference(changed).difference(removed);
}

function lastApplied(object: JsonObject): JsonObject | undefined {
  try {
    const value = parseJsonText(textAt(object, 'metadata', 'annotations', annotation));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `object` with the annotation brought up to what was applied now, where it has one; without it where there is no room. */
export function withLastApplied(object: JsonObject, config: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const annotations = objectAt(metadata, 'annotations');
  if (textAt(annotations, annotation) === '') return object;
  const next = { ...annotations, [annotation]: `${jsonText(sortedKeys(bareConfig(config)))}\n` };
  const isTooLong = annotationFaults(new Field(next)).length > 0;
  const kept = isTooLong ? without(annotations, annotation) : next;
  return withKey(object, 'metadata', withKey(metadata, 'annotations', kept));
}

function bareConfig(config: JsonObject): JsonObject {
  const metadata = objectAt(config, 'metadata');
  if (!isJsonObject(metadata['annotations'])) return config;
  const annotations = without(metadata['annotations'], annotation);
  return { ...config, metadata: { ...metadata, annotations } };
}
