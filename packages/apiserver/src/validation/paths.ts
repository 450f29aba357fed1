// Paths of files, and their modes.

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';

/** None of its parts may lead up. */
export function backstepFaults(path: Field): FieldFault[] {
  return path.text.split('/').includes('..') ? [path.invalid("must not contain '..'")] : [];
}

/** It leads down from where it starts. */
export function descendingPathFaults(path: Field): FieldFault[] {
  return [
    ...(path.text.startsWith('/') ? [path.invalid('must be a relative path')] : []),
    ...backstepFaults(path),
  ];
}

/** It leads down, by a name that the kubelet does not keep to itself. */
export function localPathFaults(path: Field): FieldFault[] {
  const reserved = path.text.startsWith('..') && !path.text.startsWith('../');
  return [...descendingPathFaults(path), ...(reserved ? [path.invalid("must not start with '..'")] : [])];
}

/** Nothing where there is none. */
export function fileModeFaults(mode: Field): FieldFault[] {
  if (mode.number >= 0 && mode.number <= 0o777) return [];
  return [mode.invalid('must be a number between 0 and 0777 (octal), both inclusive')];
}
