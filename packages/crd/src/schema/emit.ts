// A draft becomes the schema of a definition: marks are taken off, and each place has a type.

import {
  annotationKeys,
  type Draft,
  isAny,
  junctorKeys,
  mapRecord,
  pick,
  plainValueKeys,
  skeletonKeys,
  without,
} from './draft.ts';
import type { JsonSchemaProps } from './json-schema-props.ts';
import { memberPlace, type Place, propertyPlace, refuse, repair } from './place.ts';
import { literalsBesideNull } from './values.ts';

export function emit(draft: Draft, place: Place): JsonSchemaProps {
  const root = place.isRoot ? asRoot(draft, place) : draft;
  return emitNode(root, place);
}

function emitNode(draft: Draft, place: Place): JsonSchemaProps {
  if (draft.never === true) return refuse(place, 'a field that can have no value', 'remove it');
  if (draft.onlyNull === true)
    return refuse(place, 'null and nothing else', 'remove the field, or allow a value beside null');
  checkType(draft, place);
  const properties =
    draft.properties === undefined
      ? {}
      : {
          properties: mapRecord(draft.properties, (property, name) =>
            emitNode(property, propertyPlace(place, name)),
          ),
        };
  const values =
    draft.additionalProperties === undefined
      ? {}
      : { additionalProperties: emitNode(draft.additionalProperties, memberPlace(place, 'values')) };
  const items =
    draft.items === undefined ? {} : { items: emitNode(draft.items, memberPlace(place, 'items')) };
  return {
    ...pick(draft, ['title', 'description', 'type', 'nullable']),
    ...pick(draft, annotationKeys),
    ...literalsBesideNull(
      { ...pick(draft, plainValueKeys), ...pick(draft, junctorKeys) },
      draft.nullable === true,
    ),
    ...properties,
    ...values,
    ...items,
    ...pick(draft, skeletonKeys),
    ...pick(draft, ['x-kubernetes-validations']),
  };
}

function checkType(draft: Draft, place: Place): void {
  const hasType = draft.type !== undefined || draft['x-kubernetes-int-or-string'] === true;
  if (!hasType && draft['x-kubernetes-preserve-unknown-fields'] !== true)
    refuse(place, 'a value without type', 'say its type');
  if (isAny(draft) && draft['x-kubernetes-validations'] !== undefined)
    refuse(place, 'a CEL rule on any value', 'give the value a type, or move the rule up');
  if (draft.default === null)
    refuse(place, 'null as a default', 'a server stores none: make the field optional');
}

/** The root has the fields of every object, of which only names can be limited. */
function asRoot(draft: Draft, place: Place): Draft {
  if (draft.type !== 'object' || draft.additionalProperties !== undefined)
    return refuse(
      place,
      draft.type === 'object' ? 'a map as a whole resource' : 'a resource that is no object',
      'write an object with the fields spec and status',
    );
  const { properties = {} } = draft;
  const rest = without(draft, ['nullable', 'default', 'properties']);
  const metadata = Object.hasOwn(properties, 'metadata') ? properties['metadata'] : undefined;
  const named = Object.fromEntries(
    ['apiVersion', 'kind'].map((name) => [
      name,
      { type: 'string' as const, ...(Object.hasOwn(properties, name) ? properties[name] : {}) },
    ]),
  );
  return {
    ...rest,
    properties: {
      ...named,
      ...properties,
      ...(metadata === undefined ? {} : { metadata: namesOnly(metadata, place) }),
    },
  };
}

function namesOnly(metadata: Draft, place: Place): Draft {
  const all = metadata.properties ?? {};
  const left = Object.entries(all).filter(([name]) => name === 'name' || name === 'generateName');
  const limited = Object.entries(all).filter(
    ([name, property]) =>
      name !== 'name' && name !== 'generateName' && Object.keys(pick(property, plainValueKeys)).length > 0,
  );
  const [first] = limited;
  if (first !== undefined)
    refuse(
      propertyPlace(propertyPlace(place, 'metadata'), first[0]),
      'a limit on metadata',
      'only name and generateName can be limited; use a ValidatingAdmissionPolicy',
    );
  if (Object.keys(all).length > left.length)
    repair(
      propertyPlace(place, 'metadata'),
      'metadata is what it is in every resource: only name and generateName are said',
    );
  return { type: 'object', ...(left.length === 0 ? {} : { properties: Object.fromEntries(left) }) };
}
