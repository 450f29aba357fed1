// Names that a pod knows of without asking.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { laxAddressComplaints } from '../../validation/addresses.ts';
import type { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';

export function hostAliasFaults(aliases: Field): FieldFault[] {
  return aliases.items.flatMap((alias) => {
    const ip = alias.at('ip');
    return [
      ...ip.invalidText(laxAddressComplaints(ip.text)),
      ...alias.at('hostnames').items.flatMap((name) => name.invalidText(subdomainComplaints(name.text))),
    ];
  });
}
