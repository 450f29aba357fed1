// Containers that are added to a pod while it runs, at a path of their own.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go

import { type JsonObject, jsonEquals, jsonText, objectAt, valueAt, withKey } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import type { KindSubresource } from '../kind.ts';
import { annotationChangeFaults } from './annotation-changes.ts';
import { shownDifference } from './pod-change.ts';
import { mirrorAnnotation, withOldMetadata } from './pod-part.ts';
import { everyPodFaults } from './pod-rules.ts';

export const ephemeralContainers: KindSubresource = {
  keep: (next, old) => {
    const spec = withKey(objectAt(old, 'spec'), key, valueAt(next, 'spec', key));
    return { ...old, metadata: withOldMetadata(next, old), spec };
  },
  validate: (object, before) => {
    const [pod, old] = [new Field(object), new Field(before)];
    if (old.at('metadata', 'annotations', mirrorAnnotation).isSet)
      return [new Field(null, '[]').forbidden('static pods do not support ephemeral containers')];
    return [
      ...everyPodFaults(pod, old),
      ...annotationChangeFaults(pod, old),
      ...changeFaults(pod.at('spec', key), old.at('spec', key)),
    ];
  },
};

const key = 'ephemeralContainers';

// They may come, and neither go nor change.
function changeFaults(containers: Field, old: Field): FieldFault[] {
  const named = new Map(containers.items.map((one) => [one.at('name').text, one.object]));
  return old.items.flatMap((before) => {
    const name = before.at('name').text;
    const next: JsonObject | undefined = named.get(name);
    const which = `existing ephemeral containers ${jsonText(name)} may not be`;
    if (!next) return [containers.forbidden(`${which} removed\n`)];
    if (jsonEquals(next, before.object)) return [];
    return [containers.forbidden(`${which} changed\n${shownDifference(before.object, next)}`)];
  });
}
