// Where in a schema the conversion is, what it has met, and how it gives up.

import { CrdSchemaError } from './crd-schema-error.ts';
import type { Draft } from './draft.ts';

/** Something that was said in other words, or left out. */
export interface Repair {
  readonly path: string;
  readonly what: string;
}

/** What one conversion shares. */
export interface Run {
  readonly document: unknown;
  readonly vendor: string;
  /** Keywords to add, by path. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly repairs: Repair[];
  /** A node as a draft, wherever it is met. */
  readonly convert: (raw: unknown, place: Place) => Draft;
  nodes: number;
}

export interface Place {
  readonly path: string;
  readonly run: Run;
  /** The nodes around this one and itself, outermost first: for recursion, depth and names of `$defs`. */
  readonly around: readonly unknown[];
  readonly isRoot: boolean;
}

export interface RootPlace {
  readonly document: unknown;
  readonly vendor: string;
  readonly at: string;
  readonly extensions: Run['extensions'];
  readonly convert: Run['convert'];
}

const mostNodes = 20_000;
export const mostDepth = 100;

export function rootPlace({ at, ...given }: RootPlace): Place {
  return {
    path: at,
    run: { ...given, repairs: [], nodes: 0 },
    around: [],
    isRoot: at === '',
  };
}

/** The place of a property. */
export function propertyPlace(place: Place, name: string): Place {
  return { ...place, path: propertyPath(place.path, name), isRoot: false };
}

/** The place of an array's items, or of a map's values. */
export function memberPlace(place: Place, kind: 'items' | 'values'): Place {
  const path = kind === 'items' ? `${place.path}[]` : join(place.path, '*');
  return { ...place, path, isRoot: false };
}

export function propertyPath(path: string, name: string): string {
  const isPlain = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name);
  return isPlain ? join(path, name) : `${path}[${JSON.stringify(name)}]`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The place with a node entered. Bounded, so that no schema exhausts stack or memory. */
export function enter(place: Place, node: unknown): Place {
  const { run, around } = place;
  if (typeof node === 'object' && around.includes(node))
    refuse(
      place,
      'a schema that contains itself',
      "write the levels out, or take any value here: 'x-kubernetes-preserve-unknown-fields': true",
    );
  run.nodes += 1;
  if (run.nodes > mostNodes)
    refuse(place, `a schema of more than ${mostNodes} nodes`, 'make it smaller, references are written out');
  if (around.length > mostDepth)
    refuse(place, `a schema of more than ${mostDepth} levels`, 'make it flatter');
  return { ...place, around: [...around, node] };
}

export function repair({ run, path }: Place, what: string): void {
  run.repairs.push({ path: path === '' ? '(root)' : path, what });
}

export function refuse({ path }: Place, found: string, advice: string): never {
  throw new CrdSchemaError({ path: path === '' ? '(root)' : path, found, advice });
}
