// The columns of a table. Those of built-in kinds are recorded from a real server; of these, the ones are shown that
// the kind has a cell for.

import { resourceName } from '@kube-rx/core';
import {
  arrayAt,
  isNumber,
  type Json,
  type JsonObject,
  jsonText,
  numberAt,
  stringAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { formatAge } from '../kinds/age.ts';
import { type Cell, type Cells, commonCells } from '../kinds/cell.ts';
import { type ColumnDefinition, recordedColumns } from '../kinds/recorded-columns.ts';
import type { ServedResource } from '../registry/served-resource.ts';

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
  const work = { left: mostWork };
  const columns = printerColumns.map((definition) => customColumn(definition, work));
  return [...name, ...(printerColumns.length === 0 ? age : columns)];
}

/** What the cells of one table may cost, in characters and items; those that come later are empty. */
interface Work {
  left: number;
}

// A definition has room for thousands of columns, each of which may show all of a large object.
const mostWork = 64 * 1024 * 1024;

// Paths are simple ones: `.spec.size`, `.status.conditions[0].type`, `.status.conditions[?(@.type=="Ready")].status`.
function customColumn(definition: JsonObject, work: Work): Column {
  const type = stringAt(definition, 'type') ?? 'string';
  const path = textAt(definition, 'jsonPath');
  const steps = path.match(/[^.[\]]+|\[[^[\]]*\]/g) ?? [];
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
      const value = steps.reduce<Json | undefined>((at, step) => follow(at, step, work), object);
      if (type === 'date') return formatAge(typeof value === 'string' ? value : undefined, now);
      if (value === undefined) return null;
      if (value === null) return '<no value>';
      if (!isNumber(value)) {
        const shown = typeof value === 'object' ? jsonText(value) : value;
        if (typeof shown === 'string') work.left -= shown.length;
        return shown;
      }
      return type === 'string' ? String(value) : type === 'number' ? Number(value) : value;
    },
  };
}

function follow(value: Json | undefined, step: string, work: Work): Json | undefined {
  if (!step.startsWith('[')) return valueAt(value, step);
  const items = arrayAt(value);
  const filter = /^\[\?\(@\.(\w+)\s*==\s*["'](.*)["']\)\]$/.exec(step);
  if (!filter) return items[Number(step.slice(1, -1))];
  const [, key = '', wanted] = filter;
  work.left -= items.length;
  return items.find((item) => valueAt(item, key) === wanted);
}
