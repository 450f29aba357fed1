// Names of whoever does something, as `example.com/foo`.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';
import { patternComplaint, subdomainComplaints } from './names.ts';

const pathRule = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

export function domainPathFaults(field: Field): FieldFault[] {
  const { text } = field;
  if (text === '') return [field.required()];
  const slash = text.indexOf('/');
  const [host, path] = slash === -1 ? ['', ''] : [text.slice(0, slash), text.slice(slash + 1)];
  if (host === '' || path === '')
    return [field.invalid('must be a domain-prefixed path (such as "acme.io/foo")')];
  const complaint = patternComplaint('Invalid path', "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
  return [
    ...subdomainComplaints(host).map((one) => field.invalid(one, host)),
    ...(pathRule.test(path) ? [] : [field.invalid(complaint, path)]),
  ];
}
