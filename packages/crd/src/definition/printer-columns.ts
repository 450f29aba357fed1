// Columns of `kubectl get`.

import { quotedText } from '@kube-rx/core';
import type { JsonSchemaProps } from '../schema/json-schema-props.ts';
import type { ColumnType, PrinterColumn } from './custom-resource-definition.ts';
import { fieldAtPath } from './field-path.ts';

/** A path, or more than that. The type is by default that of the field. */
export type ColumnOptions = string | (Omit<PrinterColumn, 'name' | 'type'> & { readonly type?: ColumnType });

export interface Columns {
  readonly columns: readonly PrinterColumn[];
  readonly problems: readonly string[];
}

export function printerColumns(
  options: Readonly<Record<string, ColumnOptions>>,
  schema: JsonSchemaProps,
): Columns {
  const problems: string[] = [];
  const columns = Object.entries(options).map(([name, given]) => {
    const { type, ...more } = typeof given === 'string' ? { jsonPath: given, type: undefined } : given;
    const field = fieldAtPath(schema, more.jsonPath);
    if (name.trim() === '') problems.push('a column has no name');
    if (field.type === 'missing')
      problems.push(`column ${quotedText(name)} of ${quotedText(more.jsonPath)}: ${field.problem}`);
    return { name, type: type ?? (field.type === 'found' ? columnType(field.schema) : 'string'), ...more };
  });
  return { columns, problems };
}

function columnType({ type, format }: JsonSchemaProps): ColumnType {
  switch (type) {
    case 'boolean':
    case 'integer':
    case 'number':
      return type;
    default:
      return format === 'date-time' ? 'date' : 'string';
  }
}
