import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';

/** Each condition of the status has a type of its own. */
export function conditionTypeFaults(object: JsonObject): FieldFault[] {
  const seen = new Set<string>();
  return new Field(object).at('status', 'conditions').items.flatMap((condition) => {
    const type = condition.at('type');
    const isRepeated = seen.has(type.text);
    seen.add(type.text);
    return [
      ...(isRepeated ? [type.duplicate(type.text)] : []),
      ...(type.text === '' ? [type.required()] : []),
    ];
  });
}
