// Where the items of a merged list stand: in the order that a patch gives them, with the others between them as they
// stood before.
// https://github.com/kubernetes/design-proposals-archive/blob/main/cli/preserve-order-in-strategic-merge-patch.md

import {
  canonicalText,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  valueAt,
} from '../json/json.ts';
import { StatusError, unclassified } from '../status-error.ts';
import { goText, goTypeName } from '../types/converter-words.ts';

const directive = '$patch';

/** How the items of a list are told apart: by a key that each of them has, or as a whole where the key is `''`. */
export function identityOf(item: Json, key: string): string {
  return canonicalText(key === '' ? item : (valueAt(item, key) ?? null));
}

export interface Orders {
  /** What the patch names, in its order. */
  readonly wanted: JsonArray;
  /** The list as it was. */
  readonly live: JsonArray;
  readonly key: string;
}

/** @throws StatusError for an item without its key. */
export function inOrder(merged: JsonArray, { wanted, live, key }: Orders): JsonArray {
  if (key !== '') for (const item of [...merged, ...(merged.length > 0 ? wanted : [])]) requireKey(item, key);
  const [wantedPlaces, livePlaces] = [placesOf(wanted, key), placesOf(live, key)];
  const named: Placed[] = [];
  const others: Placed[] = [];
  // What is neither named nor known stands first, the last of it foremost.
  const strange: Json[] = [];
  for (const item of merged) {
    const identity = identityOf(item, key);
    const [place, before] = [wantedPlaces.get(identity), livePlaces.get(identity)];
    if (place !== undefined) named.push({ item, place, before });
    else if (before === undefined) strange.push(item);
    else others.push({ item, place: before, before });
  }
  return [...strange.reverse(), ...interleaved(others.sort(byPlace), named.sort(byPlace))];
}

interface Placed {
  readonly item: Json;
  readonly place: number;
  /** Where it stood in the list as it was. */
  readonly before: number | undefined;
}

function byPlace(a: Placed, b: Placed): number {
  return a.place - b.place;
}

function placesOf(list: JsonArray, key: string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, item] of list.entries()) {
    const identity = identityOf(item, key);
    if (!places.has(identity)) places.set(identity, at);
  }
  return places;
}

// Each of the others comes before the first named item that stood behind it.
function interleaved(others: readonly Placed[], named: readonly Placed[]): Json[] {
  const all: Json[] = [];
  let next = 0;
  for (const { item, before } of named) {
    for (let other = others[next]; other && isBefore(other.before, before); other = others[next]) {
      all.push(other.item);
      next += 1;
    }
    all.push(item);
  }
  return [...all, ...others.slice(next).map(({ item }) => item)];
}

function isBefore(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

/**
 * That the items of a patch stand in the order of its `$setElementOrder` list, which names each of them.
 * @throws StatusError if not.
 */
export function checkOrder(patch: JsonArray, order: JsonArray, key: string): void {
  if (order.length === 0 || patch.length === 0) return;
  const kept = key === '' ? patch : patch.filter((item) => directiveOf(item) !== 'delete');
  let at = 0;
  for (const one of order) {
    while (at < kept.length && directiveOf(kept[at] ?? null) !== undefined) at += 1;
    const item = kept[at];
    if (item === undefined) return;
    if (key !== '') for (const either of [item, one]) requireKey(either, key);
    if (identityOf(item, key) === identityOf(one, key)) at += 1;
  }
  if (at < kept.length)
    throw unclassified(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
}

/** The `$patch` of an item. */
export function directiveOf(item: Json): Json | undefined {
  return valueAt(item, directive);
}

function requireKey(item: Json, key: string): void {
  if (!isJsonObject(item)) throw wrongType('map[string]interface {}', item);
  if (valueAt(item, key) === undefined) throw keyMissing(item, key);
}

export function keyMissing(item: Json, key: string): StatusError {
  return unclassified(`map: ${goText(item)} does not contain declared merge key: ${key}`);
}

export function wrongType(expected: string, value: Json): StatusError {
  const found = value === null ? '%!s(<nil>)' : goTypeName(value);
  return unclassified(`expected a ${expected}, but received a ${found}`);
}

/** @throws StatusError for a list of lists, and for one whose items differ in their type. */
export function itemType(...lists: readonly JsonArray[]): string {
  const types = new Set(lists.flat(1).map(goTypeName));
  const [first] = types;
  if (first === undefined) throw unclassified('no elements in any of the given slices');
  if (isJsonArray(lists.flat(1)[0])) throw new StatusError(422, '', 'lists of lists are not supported');
  if (types.size > 1)
    throw unclassified(`list element types are not identical: [${lists.map(goText).join(' ')}]`);
  return first;
}
