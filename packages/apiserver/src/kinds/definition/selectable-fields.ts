// The fields of a kind by which objects can be selected.

import { findField } from '../../schema/rules/field-path.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

const most = 8;
const selectable = ['string', 'boolean', 'integer'];

export function selectableFaults(fields: Field, schema: Field): FieldFault[] {
  const seen = new Set<string>();
  const faults = fields.items.flatMap((field): FieldFault[] => {
    const path = field.at('jsonPath');
    if (path.text === '') return [path.required()];
    const found = findField(schema, path.text, { brackets: false });
    if ('wrong' in found) return [path.invalid(`is an invalid path: ${found.wrong}`)];
    const own: FieldFault[] = [];
    if (found.names[0] === 'metadata') own.push(path.invalid('must not point to fields in metadata'));
    if (!selectable.includes(found.schema?.at('type').text ?? ''))
      own.push(
        path.invalid(
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ),
      );
    const name = found.names.join('.');
    if (seen.has(name)) own.push(path.duplicate());
    seen.add(name);
    return own;
  });
  return seen.size > most ? [...faults, fields.tooMany(most, seen.size)] : faults;
}
