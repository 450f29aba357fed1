// The type that a node of a schema has in rules, as the server makes it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go

import type { JsonSchemaProps } from '../schema/json-schema-props.ts';
import { bool, type CelType, dyn, int, listOf, mapOf, named, string } from './cel-type.ts';
import { escapeFieldName } from './field-name.ts';

/** `root`: apiVersion, kind and metadata are known by themselves. Undefined for what rules cannot read. */
export function typeOfNode(node: JsonSchemaProps, root: boolean): CelType | undefined {
  if (node['x-kubernetes-int-or-string']) return dyn;
  const withMeta = root ? withObjectMeta(node) : node;
  switch (withMeta.type) {
    case 'object':
      return objectType(withMeta);
    case 'array': {
      const element = withMeta.items && typeOfChild(withMeta.items);
      return element && listOf(element);
    }
    case 'string':
      return named(stringTypes.get(withMeta.format ?? '') ?? 'string');
    case 'boolean':
      return bool;
    case 'number':
      return named('double');
    case 'integer':
      return int;
    default:
      return undefined;
  }
}

const stringTypes: ReadonlyMap<string, string> = new Map([
  ['byte', 'bytes'],
  ['duration', 'duration'],
  ['date', 'timestamp'],
  ['date-time', 'timestamp'],
]);

function typeOfChild(node: JsonSchemaProps): CelType | undefined {
  return typeOfNode(node, node['x-kubernetes-embedded-resource'] === true);
}

function objectType({ additionalProperties, properties = {} }: JsonSchemaProps): CelType | undefined {
  if (typeof additionalProperties === 'object') {
    const value = typeOfChild(additionalProperties);
    return value && mapOf(string, value);
  }
  const fields = new Map<string, CelType>();
  for (const [name, property] of Object.entries(properties)) {
    const escaped = escapeFieldName(name);
    const type = typeOfChild(property);
    if (escaped === undefined || type === undefined) continue;
    fields.set(escaped, type);
    // Servers of today take keywords of other languages as they are.
    if (escaped === `__${name}__`) fields.set(name, type);
  }
  return { kind: 'object', fields };
}

const text: JsonSchemaProps = { type: 'string' };

function withObjectMeta(node: JsonSchemaProps): JsonSchemaProps {
  const metadata: JsonSchemaProps = { type: 'object', properties: { name: text, generateName: text } };
  return {
    ...node,
    type: 'object',
    properties: { ...node.properties, apiVersion: text, kind: text, metadata },
  };
}
