// Paths of volumes and within them.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

/** Of a path that does not climb. */
export function backstepFaults(path: Field): FieldFault[] {
  return path.text.split('/').includes('..') ? path.invalidText(["must not contain '..'"]) : [];
}

/** Of a relative path that does not climb. */
export function descendingPathFaults(path: Field): FieldFault[] {
  return [
    ...(path.text.startsWith('/') ? path.invalidText(['must be a relative path']) : []),
    ...backstepFaults(path),
  ];
}

/** The same, which does not begin as files do that the kubelet keeps for itself. */
export function localPathFaults(path: Field): FieldFault[] {
  const isReserved = path.text.startsWith('..') && !path.text.startsWith('../');
  return [
    ...descendingPathFaults(path),
    ...(isReserved ? path.invalidText(["must not start with '..'"]) : []),
  ];
}
