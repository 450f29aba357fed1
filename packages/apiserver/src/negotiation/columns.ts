// The columns of a table. Those of built-in kinds are recorded from a real server; of these, the ones are shown that
// the kind has a cell for.

import { resourceName } from '@kube-rx/core';
import { goJson } from '../json/go-text.ts';
import {
  isNumber,
  type Json,
  type JsonObject,
  numberAt,
  sortedKeys,
  stringAt,
  textAt,
} from '../json/json.ts';
import { formatAge } from '../kinds/age.ts';
import { type Cell, type Cells, commonCells } from '../kinds/cell.ts';
import { type ColumnDefinition, recordedColumns } from '../kinds/recorded-columns.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { follow, stepsOf, type Work } from './column-path.ts';

export interface Column {
  readonly definition: ColumnDefinition;
  readonly cell: Cell;
}

export function columnsOf({ resource, kind, custom, printerColumns }: ServedResource): readonly Column[] {
  if (custom) return customColumns(printerColumns);
  const definitions = recordedColumns[resourceName(resource)] ?? plain;
  return definitions.flatMap((definition) => withCell(definition, kind.cells));
}

// As those kinds are printed that the real server has no columns for.
const plain = recordedColumns['limitranges'] ?? [];

// As every kind has them: its name and its age.
const named = recordedColumns['serviceaccounts'] ?? [];

function withCell(definition: ColumnDefinition, cells: Cells = {}): Column[] {
  const cell = cells[definition.name] ?? commonCells[definition.name];
  return cell ? [{ definition, cell }] : [];
}

function customColumns(printerColumns: readonly JsonObject[]): Column[] {
  const [name = [], age = []] = named.map((definition) => withCell(definition));
  // Here, unlike in the tables of built-in kinds, an age is of the type of what it is made of.
  const ages = age.map((column) => ({ ...column, definition: { ...column.definition, type: 'date' } }));
  const work = { left: mostWork };
  const columns = printerColumns.map((definition) => customColumn(definition, work));
  return [...name, ...(printerColumns.length === 0 ? ages : columns)];
}

// A definition has room for thousands of columns, each of which may show all of a large object.
const mostWork = 64 * 1024 * 1024;

function customColumn(definition: JsonObject, work: Work): Column {
  const type = stringAt(definition, 'type') ?? 'string';
  const path = textAt(definition, 'jsonPath');
  const steps = stepsOf(path);
  const plainly = `Custom resource definition column (in JSONPath format): ${path}`;
  return {
    definition: {
      name: textAt(definition, 'name'),
      type,
      format: textAt(definition, 'format'),
      description: stringAt(definition, 'description') ?? plainly,
      priority: numberAt(definition, 'priority') ?? 0,
    },
    cell(object, now) {
      if (work.left <= 0) return null;
      work.left -= steps.length;
      const [value] = steps.reduce((found: readonly Json[], step) => follow(found, step, work), [object]);
      if (value === undefined) return null;
      if (type !== 'string') return typedCell(type, value, now);
      const shown = shownText(value);
      work.left -= shown.length;
      return shown;
    },
  };
}

function shownText(value: Json): string {
  if (value === null) return '<no value>';
  return typeof value === 'object' ? goJson(sortedKeys(value)) : String(value);
}

// Null where the value is of another type.
function typedCell(type: string, value: Json, now: number): Json {
  switch (type) {
    case 'integer':
      return isNumber(value) ? wholeNumber(value) : null;
    case 'number':
      return isNumber(value) ? Number(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return type === 'date' && typeof value === 'string' ? dateCell(value, now) : null;
  }
}

function wholeNumber(value: number | bigint): number | bigint {
  if (typeof value === 'bigint') return value;
  // What no int64 holds becomes its least value.
  return Math.abs(value) < 2 ** 63 ? Math.trunc(value) : -(2n ** 63n);
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function dateCell(text: string, now: number): string {
  if (text === '' || text === 'null') return '<unknown>';
  const isMoment = moment.test(text) && !Number.isNaN(Date.parse(text.replace(',', '.')));
  return isMoment ? formatAge(text.replace(',', '.'), now) : '<invalid>';
}
