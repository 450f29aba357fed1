// Objects of whatever kind that an autoscaler names.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { segmentComplaints } from '../../validation/names.ts';

/** Which apiVersions are taken: any text, those of the core group too, or only those of a named group. */
export type TakenVersions = 'any' | 'core' | 'group';

export function referenceFaults(reference: Field, taken: TakenVersions): FieldFault[] {
  const version = reference.at('apiVersion');
  return [
    ...['kind', 'name']
      .map((key) => reference.at(key))
      .flatMap((text) =>
        text.text === '' ? [text.required()] : text.invalidText(segmentComplaints(text.text)),
      ),
    ...version.invalidText(apiVersionComplaints(version.text, taken)),
  ];
}

export function apiVersionComplaints(version: string, taken: TakenVersions): string[] {
  const parts = version.split('/');
  if (taken === 'any') return [];
  if (parts.length > 2) return [`unexpected GroupVersion string: ${version}`];
  if (taken === 'core' || (parts.length === 2 && parts[0] !== '')) return [];
  return ['apiVersion must specify API group'];
}
