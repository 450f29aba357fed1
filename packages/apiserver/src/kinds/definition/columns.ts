// The columns in which objects are shown.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

const types = ['boolean', 'date', 'integer', 'number', 'string'];
const formats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

export function columnFaults(columns: Field): FieldFault[] {
  return columns.items.flatMap((column) => {
    const [name, type, format] = [column.at('name'), column.at('type'), column.at('format')];
    const faults: FieldFault[] = [];
    const mustBeType = `must be one of ${types.join(',')}`;
    if (name.text === '') faults.push(name.required());
    if (type.text === '') faults.push(type.required(mustBeType));
    else if (!types.includes(type.text)) faults.push(type.invalid(mustBeType));
    if (format.text !== '' && !formats.includes(format.text))
      faults.push(format.invalid(`must be one of ${formats.join(',')}`));
    return [...faults, ...pathFaults(column)];
  });
}

// The real server names the field in capitals.
function pathFaults(column: Field): FieldFault[] {
  const [path, named] = [column.at('jsonPath').text, column.at('JSONPath')];
  if (path === '') return [named.required()];
  return path.startsWith('.') ? [] : [named.invalid('must be a simple json path starting with .', path)];
}
