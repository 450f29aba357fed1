// A JSON document that is changed step by step: what a step touches is copied once, however many steps touch it.

import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonEquals, valueAt } from '../json/json.ts';

/** A value as it came, or one that is being changed. */
export type Draft = Json | ObjectDraft | ListDraft;

export class ObjectDraft {
  readonly members: Map<string, Draft>;

  constructor(object: JsonObject) {
    this.members = new Map(Object.entries(object));
  }
}

export class ListDraft {
  readonly items: Draft[];

  constructor(items: readonly Json[]) {
    this.items = [...items];
  }
}

/** The same value, to be changed; undefined for what holds nothing. */
export function opened(value: Draft): ObjectDraft | ListDraft | undefined {
  if (value instanceof ObjectDraft || value instanceof ListDraft) return value;
  if (isJsonArray(value)) return new ListDraft(value);
  return isJsonObject(value) ? new ObjectDraft(value) : undefined;
}

/** The value with all changes. */
export function closed(draft: Draft): Json {
  if (draft instanceof ListDraft) return draft.items.map(closed);
  if (!(draft instanceof ObjectDraft)) return draft;
  return Object.fromEntries(
    Array.from(draft.members, ([key, value]): [string, Json] => [key, closed(value)]),
  );
}

/** Whether it is that value by now. */
export function draftEquals(draft: Draft, value: Json | undefined): boolean {
  if (draft instanceof ListDraft)
    return (
      isJsonArray(value) &&
      value.length === draft.items.length &&
      draft.items.every((item, at) => draftEquals(item, value[at]))
    );
  if (!(draft instanceof ObjectDraft)) return jsonEquals(draft, value);
  if (!isJsonObject(value) || Object.keys(value).length !== draft.members.size) return false;
  return Array.from(draft.members).every(([key, inner]) => draftEquals(inner, valueAt(value, key)));
}
