// Where the volumes of a pod are within a container.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { backstepFaults, descendingPathFaults } from '../../validation/paths.ts';
import { requiredTextFaults } from '../../validation/required.ts';
import type { Volumes } from './volumes.ts';

export function volumeMountFaults(container: Field, volumes: Volumes): FieldFault[] {
  const devices = placesOf(container.at('volumeDevices'), 'devicePath');
  const mounts = container.at('volumeMounts');
  const taken = new Set<string>();
  return mounts.items.flatMap((mount) => {
    const [name, path] = [mount.at('name'), mount.at('mountPath')];
    const faults = requiredTextFaults(mount, 'name');
    if (!volumes.has(name.text)) faults.push(name.notFound(name.text));
    faults.push(...requiredTextFaults(mount, 'mountPath'));
    if (taken.has(path.text)) faults.push(path.invalid('must be unique', path.text));
    taken.add(path.text);
    faults.push(...alreadyThere({ name, path, others: devices, told: 'volumeDevices' }));
    // Which of the mounts it is, is not told.
    const told = mounts.holding(mount.value);
    return [
      ...faults,
      ...subPathFaults(mount, told),
      ...propagationFaults(told, container),
      ...readOnlyFaults(told),
    ];
  });
}

interface Places {
  readonly names: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
}

// Of two with one name, the last one counts.
function placesOf(list: Field, key: string): Places {
  const byName = new Map(list.items.map((item) => [item.at('name').text, item.at(key).text]));
  return { names: new Set(byName.keys()), paths: new Set(byName.values()) };
}

interface Place {
  readonly name: Field;
  readonly path: Field;
  readonly others: Places;
  readonly told: string;
}

function alreadyThere({ name, path, others, told }: Place): FieldFault[] {
  const faults: FieldFault[] = [];
  if (others.names.has(name.text)) faults.push(name.invalid(`must not already exist in ${told}`, name.text));
  if (others.paths.has(path.text))
    faults.push(path.invalid(`must not already exist as a path in ${told}`, path.text));
  return faults;
}

function subPathFaults(mount: Field, told: Field): FieldFault[] {
  const [plain, expression] = [told.at('subPath'), told.at('subPathExpr')];
  const both = plain.text !== '' && expression.text !== '';
  return [
    ...descendingPathFaults(plain),
    ...(both ? [mount.at('subPathExpr').invalid('subPathExpr and subPath are mutually exclusive')] : []),
    ...descendingPathFaults(expression),
  ];
}

function propagationFaults(mount: Field, container: Field): FieldFault[] {
  const propagation = mount.at('mountPropagation');
  if (!propagation.isSet) return [];
  const isPrivileged = container.at('securityContext', 'privileged').value === true;
  return [
    ...choiceFaults(propagation, ['Bidirectional', 'HostToContainer', 'None']),
    ...(propagation.text === 'Bidirectional' && !isPrivileged
      ? [propagation.forbidden('Bidirectional mount propagation is available only to privileged containers')]
      : []),
  ];
}

const recursive = ['Disabled', 'Enabled', 'IfPossible'];

function readOnlyFaults(mount: Field): FieldFault[] {
  const [mode, propagation] = [mount.at('recursiveReadOnly'), mount.at('mountPropagation')];
  if (!mode.isSet || mode.text === 'Disabled') return [];
  if (!recursive.includes(mode.text)) return [mode.unsupported(recursive)];
  const faults: FieldFault[] = [];
  if (mount.at('readOnly').value !== true)
    faults.push(mode.forbidden('may only be specified when readOnly is true'));
  if (propagation.isSet && propagation.text !== 'None')
    faults.push(mode.forbidden('may only be specified when mountPropagation is None or not specified'));
  return faults;
}

export function volumeDeviceFaults(container: Field, volumes: Volumes): FieldFault[] {
  const others = placesOf(container.at('volumeMounts'), 'mountPath');
  const names = new Set<string>();
  const paths = new Set<string>();
  return container.at('volumeDevices').items.flatMap((device) => {
    const [name, path] = [device.at('name'), device.at('devicePath')];
    const faults = requiredTextFaults(device, 'name');
    if (names.has(name.text)) faults.push(name.invalid('must be unique', name.text));
    if (name.text !== '') names.add(name.text);
    faults.push(...blockFaults(name, volumes), ...requiredTextFaults(device, 'devicePath'));
    if (paths.has(path.text)) faults.push(path.invalid('must be unique', path.text));
    if (backstepFaults(path).length > 0) faults.push(path.invalid("can not contain backsteps ('..')"));
    else paths.add(path.text);
    return [...faults, ...alreadyThere({ name, path, others, told: 'volumeMounts' })];
  });
}

function blockFaults(name: Field, volumes: Volumes): FieldFault[] {
  const volume = volumes.get(name.text);
  if (!volume) return [name.notFound(name.text)];
  if (volume.at('persistentVolumeClaim').isSet || volume.at('ephemeral').isSet) return [];
  return [
    name.invalid('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'),
  ];
}
