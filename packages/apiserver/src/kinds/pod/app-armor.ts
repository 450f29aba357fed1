// The profile of AppArmor that confines a container.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

const longestPath = 4095;
const noPath = 'must be set when AppArmor type is Localhost';

export function appArmorFaults(profile: Field): FieldFault[] {
  if (!profile.isSet) return [];
  const [type, path] = [profile.at('type'), profile.at('localhostProfile')];
  switch (type.text) {
    case 'Localhost':
      return localFaults(path);
    case 'RuntimeDefault':
    case 'Unconfined':
      return path.isSet ? [path.invalid('can only be set when AppArmor type is Localhost')] : [];
    case '':
      return [type.required('type is required when appArmorProfile is set')];
    default:
      return [type.unsupported(['Localhost', 'RuntimeDefault', 'Unconfined'])];
  }
}

function localFaults(path: Field): FieldFault[] {
  if (!path.isSet) return [path.required(noPath)];
  const faults: FieldFault[] = [];
  if (path.text.trim() !== path.text) faults.push(path.invalid('must not be padded with whitespace'));
  else if (path.text === '') faults.push(path.required(noPath));
  if (Buffer.byteLength(path.text) > longestPath) faults.push(path.tooLong(longestPath));
  return faults;
}

/** Of annotations: the name of a container follows. */
export const appArmorKeys = 'container.apparmor.security.beta.kubernetes.io/';
const local = 'localhost/';
const profiles = ['', 'runtime/default', 'unconfined'];

/** The profile that an annotation stands for; undefined where it stands for none. */
export function annotationProfile(annotation: string): JsonObject | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation.startsWith(local) || annotation === local) return undefined;
  return { type: 'Localhost', localhostProfile: annotation.slice(local.length) };
}

/** Of the annotations that came before the fields. */
export function appArmorAnnotationFaults(annotations: Field, containers: readonly Field[]): FieldFault[] {
  const names = new Set(containers.map((container) => container.at('name').text));
  return annotations.entries
    .filter(([key]) => key.startsWith(appArmorKeys))
    .flatMap(([key, annotation]) => {
      const { text } = annotation;
      const name = key.slice(appArmorKeys.length);
      const known = profiles.includes(text) || text.startsWith(local);
      return [
        ...(names.has(name) ? [] : [annotation.invalid('container not found', name)]),
        ...(known ? [] : [annotation.invalid(`invalid AppArmor profile name: ${JSON.stringify(text)}`)]),
      ];
    });
}

/** Where both are there, they must agree. */
export function appArmorMismatchFaults(
  annotations: Field,
  spec: Field,
  containers: readonly Field[],
): FieldFault[] {
  if (spec.at('os', 'name').text === 'windows') return [];
  const given = new Map(annotations.entries);
  const ofPod = spec.at('securityContext', 'appArmorProfile');
  return containers.flatMap((container) => {
    const own = container.at('securityContext', 'appArmorProfile');
    const annotation = given.get(appArmorKeys + container.at('name').text)?.text;
    return annotation === undefined ? [] : mismatchFaults(own, own.isSet ? own : ofPod, annotation);
  });
}

// Told of the container even where the profile is that of the pod.
function mismatchFaults(told: Field, profile: Field, annotation: string): FieldFault[] {
  const other = [told.at('type').forbidden('apparmor type in annotation and field must match')];
  const path = profile.at('localhostProfile');
  switch (profile.at('type').text) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : other;
    case 'RuntimeDefault':
      return annotation === 'runtime/default' ? [] : other;
    case 'Localhost':
      if (!annotation.startsWith(local)) return other;
      if (path.isSet && annotation.slice(local.length) === path.text) return [];
      return [told.at('localhostProfile').forbidden('apparmor profile in annotation and field must match')];
    default:
      return [];
  }
}
