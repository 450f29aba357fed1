// Volumes that lie on a node.

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { backstepFaults } from './path.ts';

const types = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

export function hostPathFaults(source: Field): FieldFault[] {
  const [path, type] = [source.at('path'), source.at('type')];
  if (path.text === '') return [path.required()];
  return [...backstepFaults(path), ...(type.isSet ? choiceFaults(type, types) : [])];
}

export function localFaults(source: Field): FieldFault[] {
  const path = source.at('path');
  return path.text === '' ? [path.required()] : backstepFaults(path);
}
