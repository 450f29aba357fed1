// What the ports of services and of their endpoints have in common.

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, qualifiedNameComplaints } from '../../validation/names.ts';

/** `isOne`: of many, so that it needs a name. */
export function portNameFaults(name: Field, isOne: boolean): FieldFault[] {
  if (name.text !== '') return name.invalidText(labelComplaints(name.text));
  return isOne ? [name.required()] : [];
}

export const protocols: readonly string[] = ['SCTP', 'TCP', 'UDP'];

export function protocolFaults(protocol: Field): FieldFault[] {
  return requiredChoiceFaults(protocol, protocols);
}

export function appProtocolFaults(protocol: Field): FieldFault[] {
  return protocol.isSet ? protocol.invalidText(qualifiedNameComplaints(protocol.text)) : [];
}
