// A plugin's no.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/errors.go

import { textAt } from '../json/json.ts';
import { forbidden, type StatusError } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';

export function refusalOf({ served, name, object }: AdmissionAttributes, why: string): StatusError {
  const told = name || textAt(object, 'metadata', 'name') || textAt(object, 'metadata', 'generateName');
  return forbidden(served.resource, told || 'Unknown', { why });
}
