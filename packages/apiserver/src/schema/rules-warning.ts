// CEL rules are stored, but not evaluated: the author of a definition is warned of that.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules

import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
} from '../json/json.ts';

const keyword = 'x-kubernetes-validations';

/** One warning for each version of the definition that has rules. */
export function rulesWarnings(definition: JsonObject): string[] {
  const versions = objectsAt(definition, 'spec', 'versions');
  return versions.flatMap((version) => {
    const rules = countRules(objectAt(version, 'schema', 'openAPIV3Schema'));
    if (rules === 0) return [];
    const name = textAt(version, 'name');
    return `the embedded API server does not evaluate ${keyword}: version ${name} has ${rules} of these rules, which refuse nothing`;
  });
}

// `named`: the keys are names of properties, which may be those of keywords.
function countRules(schema: Json, named = false): number {
  if (isJsonArray(schema)) return schema.reduce<number>((sum, one) => sum + countRules(one), 0);
  if (!isJsonObject(schema)) return 0;
  const own = named ? 0 : arrayAt(schema, keyword).length;
  const inner = Object.entries(schema).filter(([key]) => named || !data.has(key));
  return inner.reduce((sum, [key, value]) => sum + countRules(value, !named && key === 'properties'), own);
}

// Keywords that hold values, not schemas.
const data: ReadonlySet<string> = new Set([keyword, 'default', 'example', 'enum']);
