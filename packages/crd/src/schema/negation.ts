// not: what is forbidden, where its type is the one of the value.

import type { Draft } from './draft.ts';
import { isRecord } from './draft.ts';
import { type Place, refuse } from './place.ts';
import { hasContent, typeName, valueOf } from './values.ts';

export function convertNot(draft: Draft, raw: unknown, place: Place): Draft {
  const isEmpty = raw === true || (isRecord(raw) && Object.keys(raw).length === 0);
  if (isEmpty) return { never: true };
  const { type } = draft;
  const forbidden = place.run.convert(
    isRecord(raw) && raw['type'] === undefined && type !== undefined ? { type, ...raw } : raw,
    place,
  );
  if (forbidden.never === true) return draft;
  const value = valueOf(
    { ...forbidden, ...(forbidden.additionalProperties === undefined ? {} : { additionalProperties: {} }) },
    place,
  );
  if (forbidden.type !== type || forbidden.nullable === true || !hasContent(value) || hasTypes(forbidden))
    return refuse(
      place,
      `not, of ${typeName(forbidden)} beside ${typeName(draft)}`,
      'say what is allowed instead, or write a CEL rule',
    );
  return draft.not === undefined
    ? { ...draft, not: value }
    : { ...draft, allOf: [...(draft.allOf ?? []), { not: value }] };
}

/** Types below would be lost, and more forbidden than was said. */
function hasTypes(draft: Draft): boolean {
  return (
    Object.keys(draft.properties ?? {}).length > 0 ||
    (draft.items !== undefined && hasContent(draft.items)) ||
    draft.additionalProperties !== undefined
  );
}
