// What holds for every container, whatever it is there for.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints } from '../../validation/names.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import { containerPortFaults } from './container-ports.ts';
import { containerResourceFaults } from './container-resources.ts';
import { envFaults, envFromFaults } from './env.ts';
import { resizePolicyFaults } from './resize-policy.ts';
import { securityContextFaults } from './security-context.ts';
import { volumeDeviceFaults, volumeMountFaults } from './volume-mounts.ts';
import type { Volumes } from './volumes.ts';

/** What a container may refer to, and what holds for the pod around it. */
export interface PodParts {
  readonly volumes: Volumes;
  /** The names of the claims of devices. */
  readonly claims: ReadonlySet<string>;
  readonly restartPolicy: string;
  /** Whether users are those of the node. */
  readonly hostUsers: boolean;
}

export function commonContainerFaults(container: Field, pod: PodParts): FieldFault[] {
  const name = container.at('name');
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(labelComplaints(name.text))),
    ...requiredTextFaults(container, 'image'),
    ...requiredChoiceFaults(container.at('terminationMessagePolicy'), ['File', 'FallbackToLogsOnError']),
    ...containerPortFaults(container.at('ports')),
    ...envFaults(container.at('env')),
    ...envFromFaults(container.at('envFrom')),
    ...volumeMountFaults(container, pod.volumes),
    ...volumeDeviceFaults(container, pod.volumes),
    ...requiredChoiceFaults(container.at('imagePullPolicy'), ['Always', 'IfNotPresent', 'Never']),
    ...containerResourceFaults(container.at('resources'), pod),
    ...resizePolicyFaults(container.at('resizePolicy'), pod.restartPolicy),
    ...securityContextFaults(container.at('securityContext'), pod.hostUsers),
  ];
}

/** Only of pods: templates may have them, for others to replace. */
export function imageSpaceFaults(container: Field): FieldFault[] {
  const image = container.at('image');
  const { text } = image;
  return text.trim() === text ? [] : [image.invalid('must not have leading or trailing whitespace')];
}
