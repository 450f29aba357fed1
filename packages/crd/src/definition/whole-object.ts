// The fields that every object has, whether its schema names them or not.

import type { JsonSchemaProps } from '../schema/json-schema-props.ts';

const text: JsonSchemaProps = { type: 'string' };

/** The schema with apiVersion, kind and metadata; of metadata, only the names can be limited. */
export function wholeObject(schema: JsonSchemaProps): JsonSchemaProps {
  const { properties = {} } = schema;
  const { apiVersion, kind, metadata } = properties;
  return {
    ...schema,
    properties: {
      ...properties,
      apiVersion: { ...text, ...apiVersion },
      kind: { ...text, ...kind },
      metadata: {
        type: 'object',
        ...metadata,
        'x-kubernetes-preserve-unknown-fields': true,
        properties: { name: text, generateName: text, ...metadata?.properties },
      },
    },
  };
}

/** A literal or null is said by an enum in `allOf`, which is compared as the enum that it is. */
export function withoutWrappedEnum(schema: JsonSchemaProps): JsonSchemaProps {
  const { allOf, ...rest } = schema;
  const [only, ...others] = allOf ?? [];
  if (only?.enum === undefined || others.length > 0 || schema.enum !== undefined) return schema;
  return Object.keys(only).length === 1 ? { ...rest, enum: only.enum } : schema;
}
