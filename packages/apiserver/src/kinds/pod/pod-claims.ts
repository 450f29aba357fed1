// The claims of devices that a pod shares among its containers.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { stringAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import type { SpecOwner } from './spec-owner.ts';

export function podClaimFaults(claims: Field, { metadata }: SpecOwner): FieldFault[] {
  const isMirror = Object.hasOwn(metadata?.at('annotations').object ?? {}, 'kubernetes.io/config.mirror');
  const seen = new Set<string>();
  return claims.items.flatMap((claim) => {
    if (isMirror) return [new Field('', '[]').forbidden('static pods do not support resource claims')];
    const name = claim.at('name');
    const ofName = nameFaults(name, seen);
    seen.add(name.text);
    return [...ofName, ...sourceFaults(claim)];
  });
}

function nameFaults(name: Field, seen: ReadonlySet<string>): FieldFault[] {
  if (name.text === '') return [name.required()];
  return seen.has(name.text) ? [name.duplicate()] : name.invalidText(labelComplaints(name.text));
}

function sourceFaults(claim: Field): FieldFault[] {
  const [own, template] = [claim.at('resourceClaimName'), claim.at('resourceClaimTemplateName')];
  // As Go prints its own type.
  const quoted = {
    Name: claim.at('name').text,
    ResourceClaimName: stringAt(own.value) ?? null,
    ResourceClaimTemplateName: stringAt(template.value) ?? null,
  };
  const names = [own, template].filter(({ isSet }) => isSet);
  const which = {
    0: 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
    1: undefined,
    2: 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
  }[names.length];
  return [
    ...(which === undefined ? [] : [claim.invalid(which, quoted)]),
    ...names.flatMap((name) => name.invalidText(subdomainComplaints(name.text))),
  ];
}
