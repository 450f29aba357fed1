// Bounds of a number, in the arithmetic of the real server: where it compares whole numbers, bounds lose their fractions.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/values.go

import { isInt32, isInt64, numberAt, stringAt } from '../../json/json.ts';
import { isTrue, type Schema } from '../structural.ts';

interface Complaint {
  readonly what: string;
  /** What is quoted. Default: the value. */
  readonly shown?: number | bigint;
  /** About the schema or the type, not one field. */
  readonly isLoose?: true;
}

/** As what a schema has numbers held. */
export interface NumberForm {
  readonly type: 'integer' | 'number' | '';
  readonly format: string;
}

export function numberComplaints(schema: Schema, value: number | bigint, form: NumberForm): Complaint[] {
  const range = (of: number | bigint, what: string): Complaint[] => {
    const held = isHeld(of, form)
      ? []
      : [{ what: `${what} value must be ${heldAs(form)}`, isLoose: true } as const];
    return held;
  };
  const bound = (keyword: string, what: string, compare: (limit: number) => Complaint[]): Complaint[] => {
    const limit = numberAt(schema, keyword);
    if (limit === undefined) return [];
    const faults = range(limit, what);
    const isWhole = faults.length === 0 && isInt64(value);
    return [...faults, ...compare(isWhole ? whole(limit) : limit)];
  };
  return [
    ...range(value, 'Checked'),
    ...bound('multipleOf', 'MultipleOf', (of) => multipleComplaints(value, of)),
    ...bound('minimum', 'Minimum boundary', (least) => {
      const above = isTrue(schema, 'exclusiveMinimum');
      if (above ? value > least : value >= least) return [];
      return [{ what: `should be greater than ${above ? '' : 'or equal to '}${goNumber(least)}` }];
    }),
    ...bound('maximum', 'Maximum boundary', (most) => {
      const below = isTrue(schema, 'exclusiveMaximum');
      if (below ? value < most : value <= most) return [];
      return [{ what: `should be less than ${below ? '' : 'or equal to '}${goNumber(most)}` }];
    }),
  ];
}

/** The form in which a schema has numbers held; several types together have none. */
export function numberForm(schema: Schema, types: readonly string[]): NumberForm {
  const [type] = types;
  const format = stringAt(schema, 'format') ?? '';
  if (types.length === 1 && type === 'integer')
    return { type, format: ['int32', 'int64'].includes(format) ? format : '' };
  if (types.length === 1 && type === 'number')
    return { type, format: ['float', 'double'].includes(format) ? format : '' };
  return { type: '', format: '' };
}

function heldAs({ type, format }: NumberForm): string {
  return `of type ${type} ${format === '' ? '(default format)' : `with format ${format}`}`;
}

function isHeld(value: number | bigint, { type, format }: NumberForm): boolean {
  if (type === 'number') return format !== 'float' || Math.abs(Number(value)) <= largestFloat;
  if (type !== 'integer') return true;
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  return format === 'int32' ? isInt32(value) : isInt64(value) || Math.abs(value) < 2 ** 63;
}

const largestFloat = 3.4028235677973366e38;

// As Go turns a float into an int64.
function whole(limit: number): number {
  return Math.abs(limit) < 2 ** 63 ? Math.trunc(limit) : -(2 ** 63);
}

function multipleComplaints(value: number | bigint, of: number): Complaint[] {
  if (of <= 0) return [{ what: `factor MultipleOf declared for`, shown: of }];
  if (isMultiple(value, of)) return [];
  return [{ what: `should be a multiple of ${goNumber(of)}` }];
}

function isMultiple(value: number | bigint, of: number): boolean {
  if (isInt64(value) && Number.isInteger(of)) return BigInt(value) % BigInt(of) === 0n;
  return isWhole(of < 1 ? (1 / of) * Number(value) : Number(value) / of);
}

/** Whether a float counts as a whole number of JSON. */
export function isWhole(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  const near = Math.trunc(value);
  if (value === near) return true;
  if (near <= 0) return false;
  return (value - near) / (value + near) < 1e-9;
}

/** As Go prints a float64 with `%v`. */
function goNumber(value: number): string {
  if (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e21)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
