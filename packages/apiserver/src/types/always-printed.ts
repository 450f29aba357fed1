// Lists and maps that Go prints even where they have no items: their fields say no `omitempty`. No schema tells which
// these are; the recorded objects without any field do.

import type { TypeSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { isJsonObject, type JsonObject } from '../json/json.ts';
import { recordedZeros } from '../kinds/recorded-zeros.ts';
import { typeOf } from './type-names.ts';

let fields: ReadonlySet<string> | undefined;

/** Whether the field of the struct is printed as `null` or `[]` where it has no items. */
export function isAlwaysPrinted(struct: string, field: string): boolean {
  fields ??= new Set(
    Object.entries(recordedZeros).flatMap(([name, zero]) => fieldsOf(typeNamed(name), zero)),
  );
  return fields.has(`${struct}.${field}`);
}

// As `apps/v1 Deployment`, `v1 Pod`.
function typeNamed(name: string): string {
  const [apiVersion = '', kind = ''] = name.split(' ');
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return typeOf({ group, version, kind });
}

function fieldsOf(type: string, zero: JsonObject): string[] {
  const schema: TypeSchema | undefined = schemas(type);
  if (!schema) return [];
  return Object.entries(zero).flatMap(([name, value]) => {
    const field = schema.fields.get(name);
    if (field?.kind === 'reference' && isJsonObject(value)) return fieldsOf(field.type ?? '', value);
    return field?.kind === 'list' || field?.kind === 'map' ? [`${type}.${name}`] : [];
  });
}
