// The addresses of a service in the cluster, and their families, as far as they are wrong whatever is free.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { familyOf, laxAddressComplaints } from '../../validation/addresses.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { isExternal, isHeadless, noAddress } from './spec.ts';

const families: readonly string[] = ['IPv4', 'IPv6'];
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** They are looked at before addresses are given out, and again with the rest. */
export function addressFaults(spec: JsonObject): FieldFault[] {
  if (isExternal(spec)) return [];
  const of = new Field(spec, 'spec');
  const [addresses, policy] = [of.at('clusterIPs'), of.at('ipFamilyPolicy')];
  const malformed = addresses.items.flatMap((address, at) => formFaults(addresses, address, at));
  return [
    ...pairFaults(of.at('clusterIP'), addresses),
    ...familyFaults(of.at('ipFamilies')),
    ...(policy.isSet ? choiceFaults(policy, policies) : []),
    ...malformed,
    ...(addresses.size > 2 ? [addresses.invalid('may only hold up to 2 values')] : []),
    ...(malformed.length > 0 ? [] : stackFaults(spec)),
  ];
}

function pairFaults(address: Field, addresses: Field): FieldFault[] {
  if (address.text === '') {
    const why = 'must be empty when `clusterIP` is not specified';
    return addresses.size === 0 ? [] : [addresses.invalid(why)];
  }
  if (addresses.size === 0) return [addresses.required()];
  const isFirst = addresses.items[0]?.text === address.text;
  return isFirst ? [] : [addresses.invalid('first value must match `clusterIP`')];
}

function familyFaults(field: Field): FieldFault[] {
  const seen = new Set<string>();
  return field.items.flatMap((family) => {
    const isRepeated = seen.has(family.text);
    seen.add(family.text);
    return [...choiceFaults(family, families), ...(isRepeated ? [family.duplicate(family.text)] : [])];
  });
}

function formFaults(addresses: Field, address: Field, at: number): FieldFault[] {
  if (at > 0 || address.text !== noAddress) return address.invalidText(laxAddressComplaints(address.text));
  return addresses.size > 1 ? [addresses.invalid("'None' must be the first and only value")] : [];
}

function stackFaults(spec: JsonObject): FieldFault[] {
  const addresses = new Field(spec, 'spec').at('clusterIPs');
  const found: readonly string[] = addresses.items.map(({ text }) => familyOf(text) ?? '');
  // More than two are of both families as well.
  const isDual = families.every((family) => found.includes(family));
  const wanted = isHeadless(spec) ? [] : stringsAt(spec, 'ipFamilies');
  return [
    ...(found.length > 1 && !isDual
      ? [addresses.invalid('may specify no more than one IP for each IP family')]
      : []),
    ...addresses.items.flatMap((address, at) => {
      const family = wanted[at];
      if (family === undefined || !families.includes(family) || family === found[at]) return [];
      return [address.invalid(`expected an ${family} value as indicated by \`ipFamilies[${at}]\``)];
    }),
  ];
}

/** What an update may not change about them. */
export function addressChangeFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  if (isExternal(spec) || isExternal(old)) return [];
  const [wasHeadless, headless] = [isHeadless(old), isHeadless(spec)];
  return [
    ...(wasHeadless && headless ? [] : changedAddressFaults(spec, old)),
    ...(wasHeadless || headless ? [] : changedFamilyFaults(spec, old)),
  ];
}

const unchangeable = 'may not change once set';

function changedAddressFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  const of = new Field(spec, 'spec');
  const addresses = of.at('clusterIPs');
  const [before, now] = [stringsAt(old, 'clusterIPs'), stringsAt(spec, 'clusterIPs')];
  const refuse = (at: number, why: string): FieldFault =>
    new Field(addresses.value ?? null, `${addresses.path}[${at}]`).invalid(why);
  if (before.length === now.length)
    return before.flatMap((one, at) => (one === now[at] ? [] : [refuse(at, unchangeable)]));
  const isChanged = before.length > 0 && now.length > 0 && before[0] !== now[0];
  const isReleased = before.length > now.length;
  return [
    ...(isReleased && now.length === 0 ? [refuse(0, 'primary clusterIP can not be unset')] : []),
    ...(isChanged ? [refuse(0, unchangeable)] : []),
    ...(isReleased && now.length === 1 ? releaseFaults(of.at('ipFamilyPolicy'), 'clusterIP') : []),
  ];
}

function releaseFaults(policy: Field, what: string): FieldFault[] {
  if (policy.text === 'SingleStack') return [];
  return [policy.invalid(`must be set to 'SingleStack' when releasing the secondary ${what}`)];
}

// The real server quotes the addresses where another number of families is asked for.
function changedFamilyFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  const of = new Field(spec, 'spec');
  const [before, now] = [stringsAt(old, 'ipFamilies'), stringsAt(spec, 'ipFamilies')];
  const first = `${of.at('ipFamilies').path}[0]`;
  const refuse = (shown: Field, why: string): FieldFault =>
    new Field(shown.value ?? null, first).invalid(why);
  if (before.length === now.length)
    return before.flatMap((one, at) => (one === now[at] ? [] : [refuse(of.at('ipFamilies'), unchangeable)]));
  const isChanged = before.length > 0 && now.length > 0 && before[0] !== now[0];
  const isReleased = before.length > now.length;
  return [
    ...(isReleased && of.at('clusterIPs').size === 0
      ? [refuse(of.at('ipFamilies'), 'primary ipFamily can not be unset')]
      : []),
    ...(isChanged ? [refuse(of.at('clusterIPs'), unchangeable)] : []),
    ...(isReleased && now.length === 1 ? releaseFaults(of.at('ipFamilyPolicy'), 'ipFamily') : []),
  ];
}
