// Which fields somebody owns: a set of paths, and its FieldsV1 form. The paths are a tree, as each would be as long as
// all the keys above it.
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.3/fieldpath/serialize.go

import { isJsonObject, type Json, type JsonObject, jsonText, objectOf, valueAt } from '../json/json.ts';

/** One step of a path, as FieldsV1 writes it: `f:spec`, `k:{"name":"a"}`, `v:"x"`. */
export type Element = string;

export function fieldElement(name: string): Element {
  return `f:${name}`;
}

export function keyElement(key: JsonObject): Element {
  return `k:${jsonText(key)}`;
}

export function valueElement(value: Json): Element {
  return `v:${jsonText(value)}`;
}

/** The fields at and below one place. Shared by sets that have it in common, so never changed once it is made. */
export class FieldSet {
  static readonly none: FieldSet = new FieldSet(false, new Map());
  static readonly leaf: FieldSet = new FieldSet(true, new Map());
  /** Whether the place itself is one of the fields. */
  readonly member: boolean;
  readonly below: ReadonlyMap<Element, FieldSet>;

  private constructor(member: boolean, below: ReadonlyMap<Element, FieldSet>) {
    this.member = member;
    this.below = below;
  }

  static of(member: boolean, below: Iterable<readonly [Element, FieldSet]>): FieldSet {
    const full = new Map<Element, FieldSet>();
    for (const [element, inner] of below) if (!inner.isEmpty) full.set(element, inner);
    if (full.size > 0) return new FieldSet(member, full);
    return member ? FieldSet.leaf : FieldSet.none;
  }

  /** `below`: of sets none of which is empty. */
  static whole(member: boolean, below: ReadonlyMap<Element, FieldSet>): FieldSet {
    return member && below.size === 0 ? FieldSet.leaf : new FieldSet(member, below);
  }

  get isEmpty(): boolean {
    return !this.member && this.below.size === 0;
  }

  get size(): number {
    let size = this.member ? 1 : 0;
    for (const inner of this.below.values()) size += inner.size;
    return size;
  }

  union(other: FieldSet): FieldSet {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    const below = new Map(this.below);
    for (const [element, inner] of other.below)
      below.set(element, (this.below.get(element) ?? FieldSet.none).union(inner));
    return FieldSet.of(this.member || other.member, below);
  }

  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    const below = Array.from(this.below, ([element, inner]): [Element, FieldSet] => {
      const gone = other.below.get(element);
      return [element, gone ? inner.difference(gone) : inner];
    });
    return FieldSet.of(this.member && !other.member, below);
  }

  intersection(other: FieldSet): FieldSet {
    const [small, large] = this.below.size < other.below.size ? [this, other] : [other, this];
    const below = Array.from(small.below, ([element, inner]): [Element, FieldSet] => [
      element,
      inner.intersection(large.below.get(element) ?? FieldSet.none),
    ]);
    return FieldSet.of(this.member && other.member, below);
  }

  equals(other: FieldSet): boolean {
    if (this === other) return true;
    if (this.member !== other.member || this.below.size !== other.below.size) return false;
    for (const [element, inner] of this.below)
      if (!inner.equals(other.below.get(element) ?? FieldSet.none)) return false;
    return true;
  }

  /** Without everything at and below that path. */
  outside([element, ...path]: readonly Element[]): FieldSet {
    const inner = element === undefined ? undefined : this.below.get(element);
    if (element === undefined || !inner) return this;
    const others = Array.from(this.below).filter(([other]) => other !== element);
    return FieldSet.of(this.member, path.length === 0 ? others : [...others, [element, inner.outside(path)]]);
  }
}

export function formatFields({ below }: FieldSet): JsonObject {
  const elements = [...below.keys()].sort();
  return objectOf(
    elements.map((element): [string, JsonObject] => {
      const inner = below.get(element) ?? FieldSet.none;
      const fields = formatFields(inner);
      // `.` says that the place itself is a member, where it also has members below.
      return [element, inner.member && inner.below.size > 0 ? { '.': {}, ...fields } : fields];
    }),
  );
}

/** Whether `fields`, as formatted, has all of the set, or none of it. */
export function hasFields(fields: JsonObject, set: FieldSet, how: 'all' | 'none'): boolean {
  for (const [element, inner] of set.below) {
    const found = valueAt(fields, element);
    if (!isJsonObject(found)) {
      if (how === 'all') return false;
      continue;
    }
    if (inner.member && isMember(found) !== (how === 'all')) return false;
    if (!hasFields(found, inner, how)) return false;
  }
  return true;
}

function isMember(formatted: JsonObject): boolean {
  return Object.hasOwn(formatted, '.') || Object.keys(formatted).length === 0;
}

export function parseFields(fields: JsonObject): FieldSet {
  return FieldSet.of(false, entriesOf(fields));
}

function entriesOf(fields: JsonObject): [Element, FieldSet][] {
  return Object.entries(fields)
    .filter(([element]) => element !== '.')
    .map(([element, inner]) => [
      element,
      isJsonObject(inner) ? FieldSet.of(isMember(inner), entriesOf(inner)) : FieldSet.leaf,
    ]);
}
