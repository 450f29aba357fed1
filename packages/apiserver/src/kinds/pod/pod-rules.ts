// The rules of pods: of all of them, of new ones, and of changes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { annotationChangeFaults } from './annotation-changes.ts';
import { podAnnotationFaults, profileMismatchFaults } from './annotations.ts';
import { imageSpaceFaults } from './container.ts';
import { podChangeFaults } from './pod-change.ts';
import { podSpecFaults } from './pod-spec.ts';

export function podFaults(pod: JsonObject, before: JsonObject | undefined): FieldFault[] {
  const [object, old] = [new Field(pod), new Field(before)];
  const common = everyPodFaults(object, old);
  const spec = object.at('spec');
  if (!before) return [...common, ...newPodFaults(object)];
  return [...common, ...annotationChangeFaults(object, old), ...podChangeFaults(spec, old.at('spec'))];
}

/** What must hold whatever a request changes. */
export function everyPodFaults(pod: Field, old: Field): FieldFault[] {
  const [metadata, spec] = [pod.at('metadata'), pod.at('spec')];
  return [
    ...podAnnotationFaults(metadata.at('annotations'), spec),
    ...podSpecFaults(spec, { metadata, old: old.isSet ? old.at('spec') : undefined }),
    ...tokenFaults(spec),
    ...['containers', 'initContainers'].flatMap((key) => spec.at(key).items.flatMap(imageSpaceFaults)),
  ];
}

// A token is that of an account.
function tokenFaults(spec: Field): FieldFault[] {
  if (spec.at('serviceAccountName').text !== '') return [];
  return spec.at('volumes').items.flatMap((volume) =>
    volume.at('projected', 'sources').items.flatMap((source) => {
      const token = source.at('serviceAccountToken');
      return token.isSet ? [token.forbidden('must not be specified when serviceAccountName is not set')] : [];
    }),
  );
}

function newPodFaults(pod: Field): FieldFault[] {
  const spec = pod.at('spec');
  const [ephemeral, node] = [spec.at('ephemeralContainers'), spec.at('nodeName')];
  const isGated = spec.at('schedulingGates').size > 0;
  return [
    ...(ephemeral.size > 0 ? [ephemeral.forbidden('cannot be set on create')] : []),
    ...(node.text !== '' && isGated
      ? [node.forbidden('cannot be set until all schedulingGates have been cleared')]
      : []),
    ...profileMismatchFaults(pod.at('metadata', 'annotations'), spec),
  ];
}
