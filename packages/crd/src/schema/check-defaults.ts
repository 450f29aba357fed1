// A server refuses a definition whose defaults it would refuse in an object.

import { CrdSchemaError } from './crd-schema-error.ts';
import type { JsonSchemaProps } from './json-schema-props.ts';
import { propertyPath } from './place.ts';
import { faultOf } from './value-fault.ts';

export function checkDefaults(schema: JsonSchemaProps, path: string): void {
  if (schema.default !== undefined) {
    const fault = faultOf(schema.default, schema, '');
    if (fault !== undefined)
      throw new CrdSchemaError({
        path: path === '' ? '(root)' : path,
        found: `a default that its own schema refuses (${fault})`,
        advice: 'correct the default, or what is asked of the value',
      });
  }
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    checkDefaults(property, propertyPath(path, name));
  if (schema.items !== undefined) checkDefaults(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object')
    checkDefaults(schema.additionalProperties, path === '' ? '*' : `${path}.*`);
}
