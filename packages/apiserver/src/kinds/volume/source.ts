// What a volume comes from: exactly one of many sources.

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';

export interface VolumeSource {
  readonly faults: (source: Field) => readonly FieldFault[];
  /** What the real server calls the field where it is not its name. */
  readonly told?: string;
  /** What it calls the field of a second source. Default: its name. */
  readonly toldAsSecond?: string;
  /** May stand beside another one. */
  readonly isAlwaysRead?: true;
}

/** By field, in the order in which they are looked at. */
export type VolumeSources = Readonly<Record<string, VolumeSource>>;

export function sourceFaults(volume: Field, sources: VolumeSources): FieldFault[] {
  const given = Object.entries(sources).filter(([key]) => volume.at(key).isSet);
  if (given.length === 0) return [volume.required('must specify a volume type')];
  return given.flatMap(([key, { faults, told = key, toldAsSecond = key, isAlwaysRead }], at) =>
    at > 0 && !isAlwaysRead
      ? [volume.at(toldAsSecond).forbidden('may not specify more than 1 volume type')]
      : faults(new Field(volume.at(key).value, volume.at(told).path)),
  );
}

/** Of texts that must be there. */
export function missingTexts(source: Field, ...keys: readonly string[]): FieldFault[] {
  return keys.map((key) => source.at(key)).flatMap((field) => (field.text === '' ? [field.required()] : []));
}

/** Of a reference to a Secret, where there is one: of texts that must be in it. */
export function secretRefFaults(source: Field, ...keys: readonly string[]): FieldFault[] {
  const secret = source.at('secretRef');
  return secret.isSet ? missingTexts(secret, ...keys) : [];
}
