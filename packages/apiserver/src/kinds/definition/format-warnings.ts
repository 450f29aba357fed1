// Formats that no value is checked for. Their authors may think otherwise.

import type { JsonObject } from '../../json/json.ts';
import { someSchema } from '../../schema/rules/subschemas.ts';
import { isRecognized } from '../../schema/values/formats/format.ts';
import { Field } from '../../validation/field.ts';
import { isShared } from './versions.ts';

/** Of those that `old` did not have. */
export function formatWarnings(definition: JsonObject, old: JsonObject | undefined): string[] {
  const before = new Set(old ? unrecognized(old) : []);
  return unrecognized(definition)
    .filter((format) => !before.has(format))
    .map((format) => `unrecognized format ${JSON.stringify(format)}`);
}

function unrecognized(definition: JsonObject): string[] {
  const found: string[] = [];
  const versions = new Field(definition).at('spec', 'versions').items;
  for (const version of sharing(versions))
    someSchema(version.at('schema', 'openAPIV3Schema'), (schema) => {
      const format = schema.at('format').text;
      if (format !== '' && !isRecognized(schema.at('type').text, format)) found.push(format);
      return false;
    });
  return found;
}

// A schema that all versions have is told of once.
function sharing(versions: readonly Field[]): readonly Field[] {
  const isSame = isShared(
    versions.map((version) => version.object),
    'schema',
  );
  return isSame ? versions.slice(0, 1) : versions;
}
