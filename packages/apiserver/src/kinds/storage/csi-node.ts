// The drivers of storage on a node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/storage/validation/validation.go

import { type JsonObject, objectsAt, textAt, without } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { goFields, goStruct } from '../../validation/go-struct.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { length } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { driverNameFaults } from '../volume-source/shares.ts';

function nodeFaults(node: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const drivers = new Field(node).at('spec', 'drivers');
  const names = new Set<string>();
  return [
    ...drivers.items.flatMap((driver) => {
      const name = driver.at('name');
      const isRepeated = names.has(name.text);
      names.add(name.text);
      return [
        ...driverNameFaults(name),
        ...idFaults(driver.at('nodeID')),
        ...nonNegativeFaults(driver.at('allocatable', 'count')),
        ...(isRepeated ? [name.duplicate(name.text)] : []),
        ...topologyKeyFaults(driver),
      ];
    }),
    ...(old ? changeFaults(drivers, old) : []),
  ];
}

function idFaults(id: Field): FieldFault[] {
  if (id.text === '') return [id.required()];
  return Buffer.byteLength(id.text) > 256 ? [id.invalid('must be 256 characters or less')] : [];
}

function topologyKeyFaults(driver: Field): FieldFault[] {
  const seen = new Set<string>();
  return driver.at('topologyKeys').items.flatMap(({ text }) => {
    const isRepeated = seen.has(text);
    seen.add(text);
    return [
      ...(text === '' ? [driver.required()] : []),
      ...(isRepeated ? [driver.duplicate(text)] : []),
      ...qualifiedNameComplaints(text).map((complaint) => driver.invalid(complaint, text)),
    ];
  });
}

const goDriver = goFields('Name NodeID TopologyKeys* Allocatable*');

/** A driver may say anew what can be allocated, and nothing else. */
function changeFaults(drivers: Field, old: JsonObject): FieldFault[] {
  const had = new Map(objectsAt(old, 'spec', 'drivers').map((driver) => [textAt(driver, 'name'), driver]));
  return drivers.items.flatMap(({ object }) => {
    const before = had.get(textAt(object, 'name'));
    if (!before) return [];
    const driver = new Field(without(object, 'allocatable'), drivers.path);
    return immutableFaults(driver, without(before, 'allocatable'), goStruct(goDriver, driver.value));
  });
}

export const csiNode: Kind = {
  group: 'storage.k8s.io',
  kind: 'CSINode',
  requiresVersion: true,
  returnsDeleted: true,
  validate: nodeFaults,
  cells: { Drivers: length('spec.drivers') },
};
