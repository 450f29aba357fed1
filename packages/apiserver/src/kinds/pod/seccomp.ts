// Which calls of the kernel a container may make.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { descendingPathFaults } from '../../validation/paths.ts';
import { goFields } from './go-security-context.ts';

const types = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function seccompFaults(profile: Field): FieldFault[] {
  if (!profile.isSet) return [];
  const [type, path] = [profile.at('type'), profile.at('localhostProfile')];
  return [
    ...requiredChoiceFaults(type, types, 'type is required when seccompProfile is set'),
    ...(type.text === 'Localhost' ? localFaults(path) : path.isSet ? [strayFault(path, profile)] : []),
  ];
}

function localFaults(path: Field): FieldFault[] {
  if (!path.isSet) return [path.required('must be set when seccomp type is Localhost')];
  return descendingPathFaults(path);
}

function strayFault(path: Field, profile: Field): FieldFault {
  const quoted = goFields(profile.object, ['type', 'localhostProfile']);
  return path.invalid('can only be set when seccomp type is Localhost', quoted);
}

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerKeys = 'container.seccomp.security.alpha.kubernetes.io/';
const local = 'localhost/';
const defaultProfiles = ['runtime/default', 'docker/default'];

/** Of the annotations that came before the fields. */
export function seccompAnnotationFaults(annotations: Field): FieldFault[] {
  const all = annotations.entries;
  return [
    ...all.filter(([key]) => key === podKey),
    ...all.filter(([key]) => key.startsWith(containerKeys)),
  ].flatMap(([key, { text }]) => annotationFaults(new Field(text, `${annotations.path}.${key}`)));
}

function annotationFaults(profile: Field): FieldFault[] {
  const { text } = profile;
  if (text === 'unconfined' || defaultProfiles.includes(text)) return [];
  if (text.startsWith(local)) {
    const path = text.slice(local.length);
    return descendingPathFaults(new Field(path, profile.path));
  }
  return [profile.invalid('must be a valid seccomp profile')];
}

/** Where both are there, they must agree. */
export function seccompMismatchFaults(
  annotations: Field,
  spec: Field,
  containers: readonly Field[],
): FieldFault[] {
  const given = new Map(annotations.entries);
  return [
    ...mismatchFaults(spec.at('securityContext', 'seccompProfile'), given.get(podKey)?.text),
    ...containers.flatMap((container) =>
      mismatchFaults(
        container.at('securityContext', 'seccompProfile'),
        given.get(containerKeys + container.at('name').text)?.text,
      ),
    ),
  ];
}

function mismatchFaults(profile: Field, annotation: string | undefined): FieldFault[] {
  if (!profile.isSet || annotation === undefined) return [];
  const [type, path] = [profile.at('type'), profile.at('localhostProfile')];
  const other = type.forbidden('seccomp type in annotation and field must match');
  if (type.text === 'Unconfined') return annotation === 'unconfined' ? [] : [other];
  if (type.text === 'RuntimeDefault') return defaultProfiles.includes(annotation) ? [] : [other];
  if (type.text !== 'Localhost') return [];
  if (!annotation.startsWith(local)) return [other];
  if (path.isSet && annotation.slice(local.length) === path.text) return [];
  return [path.forbidden('seccomp profile in annotation and field must match')];
}
