// Who signs certificates, as `example.com/signer`.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/names.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';

const [longestDomain, longestName] = [253, 253 + 253 + 63 + 1 + 1];

export function signerNameFaults(name: Field): FieldFault[] {
  if (name.text === '') return [name.required()];
  const [domain = '', path, ...more] = name.text.split('/');
  if (path === undefined || more.length > 0)
    return [name.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  return [
    ...(Buffer.byteLength(domain) > longestDomain ? [name.tooLong(longestDomain)] : []),
    ...partFaults(name, domain, labelComplaints),
    ...(domain.includes('.')
      ? []
      : [name.invalid('should be a domain with at least two segments separated by dots', domain)]),
    ...partFaults(name, path, subdomainComplaints),
    ...(Buffer.byteLength(name.text) > longestName ? [name.tooLong(longestName)] : []),
  ];
}

// Of the first part between dots that is wrong.
function partFaults(name: Field, text: string, rule: (part: string) => string[]): FieldFault[] {
  const wrong = text.split('.').find((part) => rule(part).length > 0);
  if (wrong === undefined) return [];
  return rule(wrong).map((complaint) =>
    name.invalid(`validating label ${JSON.stringify(wrong)}: ${complaint}`, text),
  );
}
