// What a container asks for, and what it may not use more of.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type FieldFault, laterFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { labelComplaints } from '../../validation/names.ts';
import { nanosOf } from '../../validation/quantities.ts';
import {
  containerResourceNameFaults,
  isHugePages,
  isOvercommitted,
  isWholePages,
  resourceAmountFaults,
} from '../../validation/resource-names.ts';

/** What the sandbox of a pod takes besides its containers: the real server tells of it as of limits. */
export function overheadFaults(overhead: Field): FieldFault[] {
  const asked = new Field({ limits: overhead.object }, overhead.path);
  return resourceFaults(asked, new Set(), containerResourceNameFaults);
}

type NameRule = (field: Field, name: string) => FieldFault[];

/** `claims`: the names of those of the pod. */
export function containerResourceFaults(
  resources: Field,
  { claims }: { readonly claims: ReadonlySet<string> },
): FieldFault[] {
  return resourceFaults(resources, claims, containerResourceNameFaults);
}

export function resourceFaults(
  resources: Field,
  claims: ReadonlySet<string>,
  nameFaults: NameRule,
): FieldFault[] {
  const [limits, requests] = [resources.at('limits'), resources.at('requests')];
  const names = [...limits.entries, ...requests.entries].map(([name]) => name);
  const pagesAlone = names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory');
  return [
    ...limits.entries.flatMap(([name, limit]) => amountFaults(limit, name, nameFaults)),
    ...requests.entries.flatMap(([name, request]) => [
      ...nameFaults(request, name),
      ...resourceAmountFaults(request, name),
      ...limitFaults(resources, name, request),
      ...pageFaults(request, name),
    ]),
    ...(pagesAlone ? [resources.forbidden('HugePages require cpu or memory')] : []),
    ...claimFaults(resources.at('claims'), claims),
  ];
}

function amountFaults(amount: Field, name: string, nameFaults: NameRule): FieldFault[] {
  return [...nameFaults(amount, name), ...resourceAmountFaults(amount, name), ...pageFaults(amount, name)];
}

function pageFaults(amount: Field, name: string): FieldFault[] {
  if (!isHugePages(name) || isWholePages(amount, name)) return [];
  return [amount.invalid(`${amount.text} is not positive integer multiple of ${name}`, amount.text)];
}

function limitFaults(resources: Field, name: string, request: Field): FieldFault[] {
  const [limits, requests] = [resources.at('limits'), resources.at('requests')];
  const limit = Object.hasOwn(limits.object, name)
    ? new Field(limits.object[name], `${limits.path}[${name}]`)
    : undefined;
  if (!limit)
    return isOvercommitted(name)
      ? []
      : [limits.required('Limit must be set for non overcommitable resources')];
  const [asked, most] = [nanosOf(request), nanosOf(limit)];
  const told = `${name} limit of ${limit.text}`;
  if (asked !== most && !isOvercommitted(name))
    return [requests.invalid(`must be equal to ${told}`, request.text)];
  return asked > most ? [requests.invalid(`must be less than or equal to ${told}`, request.text)] : [];
}

function claimFaults(claims: Field, known: ReadonlySet<string>): FieldFault[] {
  // By the claim: what is asked of it; all of it counts as ''.
  const asked = new Map<string, Set<string>>();
  const which = known.size === 0 ? ' which is empty' : `: ${[...known].toSorted().join(', ')}`;
  return claims.items.flatMap((claim) => {
    const [name, request] = [claim.at('name').text, claim.at('request')];
    if (name === '') return [claim.required()];
    const before = asked.get(name) ?? new Set<string>();
    asked.set(name, before);
    const faults = before.has('') ? [claim.duplicate(name)] : againFaults(claim, request, before);
    before.add(request.text);
    return [...faults, ...(known.has(name) ? [] : [unknownFault(claim, name, which)])];
  });
}

function againFaults(claim: Field, request: Field, before: ReadonlySet<string>): FieldFault[] {
  const name = claim.at('name').text;
  if (request.text === '') return [...before].map(() => claim.duplicate(name));
  return [
    ...request.invalidText(labelComplaints(request.text)),
    ...(before.has(request.text) ? [claim.duplicate(`${name}/${request.text}`)] : []),
  ];
}

function unknownFault(claim: Field, name: string, which: string): FieldFault {
  const { field, reason, message } = claim.notFound(name);
  const names = 'must be one of the names in pod.spec.resourceClaims';
  return laterFault(field, reason, () => `${message}: ${names}${which}`);
}
