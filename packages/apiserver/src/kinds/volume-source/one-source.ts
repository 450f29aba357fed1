// Where a volume comes from: from one place.

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';

export type SourceFaults = (source: Field, volume: Field) => FieldFault[];

export interface SourceRule {
  readonly key: string;
  readonly faults: SourceFaults;
  /** How refusals call it, where not by its key: its content, and it as a second one. */
  readonly told?: string;
  readonly toldAsSecond?: string;
  /** It may be a second one. */
  readonly isAlwaysRead?: true;
}

/** `rules`: in the order in which the first source is found. */
export function oneSourceFaults(volume: Field, rules: readonly SourceRule[]): FieldFault[] {
  const given = rules.filter(({ key }) => volume.at(key).isSet);
  if (given.length === 0) return [volume.required('must specify a volume type')];
  return given.flatMap(({ key, faults, told = key, toldAsSecond = key, isAlwaysRead }, at) => {
    if (at > 0 && !isAlwaysRead)
      return [volume.at(toldAsSecond).forbidden('may not specify more than 1 volume type')];
    return faults(new Field(volume.at(key).value, volume.at(told).path), volume);
  });
}
