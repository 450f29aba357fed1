// Annotations of a pod that stay as they were when it was made.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { podAnnotationFaults } from './annotations.ts';

const profiles = 'container.apparmor.security.beta.kubernetes.io/';
const mirror = 'kubernetes.io/config.mirror';

export function annotationChangeFaults(pod: Field, old: Field): FieldFault[] {
  const [next, before] = [pod.at('metadata', 'annotations'), old.at('metadata', 'annotations')];
  const [added, kept] = [next.entries, new Map(next.entries)];
  const known = new Set(Object.keys(before.object));
  return [
    ...before.entries
      .filter(([key, { text }]) => kept.get(key)?.text !== text)
      .flatMap(([key]) =>
        fixedFaults(new Field(null, `${next.path}[${key}]`), key, [
          'may not remove or update AppArmor annotations',
          'may not remove or update mirror pod annotation',
        ]),
      ),
    ...added
      .filter(([key]) => !known.has(key))
      .flatMap(([key, value]) =>
        fixedFaults(value, key, ['may not add AppArmor annotations', 'may not add mirror pod annotation']),
      ),
    ...podAnnotationFaults(next, pod.at('spec')),
  ];
}

function fixedFaults(
  annotation: Field,
  key: string,
  [ofProfile, ofMirror]: readonly [string, string],
): FieldFault[] {
  if (key.startsWith(profiles)) return [annotation.forbidden(ofProfile)];
  return key === mirror ? [annotation.forbidden(ofMirror)] : [];
}
