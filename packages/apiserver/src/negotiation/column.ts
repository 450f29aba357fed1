// One column of a table, and those that most kinds have.

import { type Json, type JsonObject, objectAt, stringAt, valueAtPath } from '../json/json.ts';
import { formatAge } from './age.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0: always shown; 1: with `-o wide`. */
  readonly priority: number;
  readonly cell: (object: JsonObject, now: number) => Json;
}

export type Cell = Column['cell'];

export function column(
  name: string,
  cell: Cell,
  options: Partial<Pick<Column, 'type' | 'format' | 'priority' | 'description'>> = {},
): Column {
  return { name, type: 'string', format: '', description: '', priority: 0, ...options, cell };
}

export const wide: { readonly priority: number } = { priority: 1 };
export const at =
  (...path: string[]): Cell =>
  (object) =>
    valueAtPath(object, path) ?? '<none>';
export const count =
  (...path: string[]): Cell =>
  (object) =>
    numberOf(valueAtPath(object, path));
const nameDescription =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
const ageDescription =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';
export const name: Column = column('Name', (object) => stringAt(objectAt(object, 'metadata'), 'name') ?? '', {
  format: 'name',
  description: nameDescription,
});
export const age: Column = column(
  'Age',
  (object, now) => formatAge(stringAt(objectAt(object, 'metadata'), 'creationTimestamp'), now),
  { description: ageDescription },
);
export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
