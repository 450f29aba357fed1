// What is known of the sizes of parts of an expression, of what they hold, and where in the root they come from.

import type { Checked } from '../check/checker.ts';
import type { SchemaType } from '../schema-type.ts';
import type { Expression } from '../syntax/expression.ts';
import { type CelType, stringType } from '../type.ts';
import { characters } from '../value.ts';
import { type Estimate, exactly } from './size-estimate.ts';

export type Path = readonly string[];

/** What a list or a map holds. */
export interface Held {
  readonly isList: boolean;
  readonly keys: Estimate;
  readonly values: Estimate;
}

export interface Local {
  readonly path: Path;
  readonly size: Estimate | undefined;
  readonly held: Held | undefined;
}

const one = exactly(1);

export class KnownSizes {
  readonly paths: Map<Expression, Path> = new Map();
  readonly sizes: Map<Expression, Estimate> = new Map();
  readonly held: Map<Expression, Held> = new Map();
  readonly #checked: Checked;
  readonly #root: SchemaType | undefined;
  readonly #locals = new Map<string, Local[]>();

  constructor(checked: Checked, root: SchemaType | undefined) {
    this.#checked = checked;
    this.#root = root;
  }

  push(name: string, local: Local): void {
    const all = this.#locals.get(name);
    if (all) all.push(local);
    else this.#locals.set(name, [local]);
  }

  pop(name: string): void {
    this.#locals.get(name)?.pop();
  }

  local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  path(part: Expression): Path {
    const local = part.kind === 'identifier' ? this.local(part.name) : undefined;
    return local?.path ?? this.paths.get(part) ?? [];
  }

  sizeAt(path: Path): Estimate | undefined {
    if (!this.#root || path.length === 0) return undefined;
    let at: SchemaType | undefined = this.#root;
    for (const name of path.slice(1)) {
      // Keys of maps are texts of any length.
      if (name === '@keys') at = at?.element && anyText;
      else at = name === '@items' || name === '@values' ? at?.element : at?.fields?.get(name);
    }
    return at && { least: 0n, most: BigInt(at.most) };
  }

  size(part: Expression): Estimate | undefined {
    const known = this.sizes.get(part) ?? sizeOfLiteral(part);
    if (known) return known;
    const bySchema = this.sizeAt(this.path(part));
    if (bySchema) {
      this.sizes.set(part, bySchema);
      return bySchema;
    }
    if (isScalar(this.#checked.typeOf(part))) return one;
    return part.kind === 'identifier' ? this.local(part.name)?.size : undefined;
  }

  heldBy(part: Expression): Held | undefined {
    const known = this.held.get(part);
    if (known) return known;
    return part.kind === 'identifier' ? this.local(part.name)?.held : undefined;
  }

  copy(to: Expression, from: Expression): void {
    const [size, held] = [this.size(from), this.heldBy(from)];
    if (size) this.sizes.set(to, size);
    if (held) this.held.set(to, held);
  }

  asLocal(part: Expression): Local {
    return { path: this.path(part), size: this.size(part), held: this.heldBy(part) };
  }
}

const anyText: SchemaType = { type: stringType, minSize: 2, most: 0 };

function sizeOfLiteral(part: Expression): Estimate | undefined {
  if (part.kind === 'list') return exactly(part.items.length);
  if (part.kind === 'map') return exactly(part.entries.length);
  if (part.kind !== 'literal') return undefined;
  const { value } = part;
  if (typeof value === 'string') return exactly(characters(value));
  return exactly(value instanceof Uint8Array ? value.length : 1);
}

function isScalar(type: CelType): boolean {
  switch (type.kind) {
    case 'bool':
    case 'double':
    case 'duration':
    case 'int':
    case 'timestamp':
    case 'uint':
      return true;
    default:
      return type.kind === 'opaque' && type.name === 'optional_type' && isScalar(type.first);
  }
}
