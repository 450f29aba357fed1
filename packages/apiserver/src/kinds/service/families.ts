// Which families of addresses a service is to have, in a cluster that has addresses of IPv4 alone.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import { type JsonObject, jsonEquals, stringAt, stringsAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { familyOf } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { addressFaults } from './address-faults.ts';
import { isExternal, isFree, noAddress } from './spec.ts';

const own = 'IPv4';
const otherOf: Readonly<Record<string, string>> = { IPv4: 'IPv6', IPv6: 'IPv4' };

/**
 * The spec with its families; `old` is the spec that an update replaces.
 *
 * @throws What `refuse` makes of the faults.
 */
export function withFamilies(
  spec: JsonObject,
  old: JsonObject | undefined,
  refuse: (faults: readonly FieldFault[]) => Error,
): JsonObject {
  if (isExternal(spec) || (old && isSettled(spec, old))) return spec;
  const require = (faults: readonly FieldFault[]): void => {
    if (faults.length > 0) throw refuse(faults);
  };
  const decided = { ...spec, ipFamilyPolicy: policyOf(spec, old) };
  require(addressFaults(decided));
  const reduced = old ? withoutSecond(decided, old) : decided;
  require([
    ...(old ? reductionFaults(reduced, old) : []),
    ...singleFaults(reduced),
    ...foreignFaults(reduced),
  ]);
  const found = withFamiliesOfAddresses(reduced);
  if (isFree(found)) return withBothFamilies(found);
  require(unservedFaults(found));
  return stringsAt(found, 'ipFamilies').length === 0 ? { ...found, ipFamilies: [own] } : found;
}

const addressKeys = ['clusterIPs', 'ipFamilies'];

/** Where both families are only preferred, and nothing changes, what is there stays. */
function isSettled(spec: JsonObject, old: JsonObject): boolean {
  return (
    textAt(spec, 'ipFamilyPolicy') === 'PreferDualStack' &&
    textAt(spec, 'type') === textAt(old, 'type') &&
    (stringAt(old, 'ipFamilyPolicy') ?? 'PreferDualStack') === 'PreferDualStack' &&
    addressKeys.every((key) => isSame(spec, old, key))
  );
}

function isSame(spec: JsonObject, old: JsonObject, key: string): boolean {
  return jsonEquals(stringsAt(spec, key), stringsAt(old, key));
}

function policyOf(spec: JsonObject, old: JsonObject | undefined): string {
  const free = isFree(spec) ? 'RequireDualStack' : 'SingleStack';
  return stringAt(spec, 'ipFamilyPolicy') ?? stringAt(old, 'ipFamilyPolicy') ?? free;
}

// Who asks for one family alone need not take the second ones out.
function withoutSecond(spec: JsonObject, old: JsonObject): JsonObject {
  if (textAt(spec, 'ipFamilyPolicy') !== 'SingleStack') return spec;
  return addressKeys.reduce((next, key) => {
    const list = stringsAt(next, key);
    return list.length > 1 && isSame(spec, old, key) ? { ...next, [key]: list.slice(0, 1) } : next;
  }, spec);
}

function policyFault(spec: JsonObject, why: string): FieldFault {
  return new Field(spec, 'spec').at('ipFamilyPolicy').invalid(why);
}

const second: readonly (readonly [key: string, what: string])[] = [
  ['clusterIPs', 'cluster IP'],
  ['ipFamilies', 'IP family'],
];

function reductionFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  if (textAt(spec, 'ipFamilyPolicy') === 'SingleStack') return [];
  return second.flatMap(([key, what]) => {
    const [now, before] = [stringsAt(spec, key).length, stringsAt(old, key).length];
    if (now === 0 || now >= before) return [];
    return [policyFault(spec, `must be 'SingleStack' to release the secondary ${what}`)];
  });
}

const several: readonly (readonly [key: string, what: string])[] = [
  ['clusterIPs', 'cluster IPs'],
  ['ipFamilies', 'IP families'],
];

function singleFaults(spec: JsonObject): FieldFault[] {
  if (textAt(spec, 'ipFamilyPolicy') !== 'SingleStack') return [];
  return several
    .filter(([key]) => stringsAt(spec, key).length === 2)
    .map(([, what]) =>
      policyFault(
        spec,
        `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
      ),
    );
}

// Addresses whose family is not said.
function foreignFaults(spec: JsonObject): FieldFault[] {
  const addresses = new Field(spec, 'spec').at('clusterIPs');
  const said = stringsAt(spec, 'ipFamilies').length;
  return addresses.items.flatMap(({ text, path }, at) => {
    const family = familyOf(text);
    if (at < said || family === undefined || family === own) return [];
    return [new Field(addresses.value, path).invalid(`${family} is not configured on this cluster`)];
  });
}

function withFamiliesOfAddresses(spec: JsonObject): JsonObject {
  const addresses = stringsAt(spec, 'clusterIPs');
  const said = stringsAt(spec, 'ipFamilies');
  if (addresses[0] === noAddress || addresses.length <= said.length) return spec;
  return { ...spec, ipFamilies: [...said, ...addresses.slice(said.length).map(() => own)] };
}

function withBothFamilies(spec: JsonObject): JsonObject {
  const [first = own, ...more] = stringsAt(spec, 'ipFamilies');
  const isOne = more.length > 0 || textAt(spec, 'ipFamilyPolicy') === 'SingleStack';
  return { ...spec, ipFamilies: isOne ? [first, ...more] : [first, otherOf[first] ?? own] };
}

function unservedFaults(spec: JsonObject): FieldFault[] {
  const wanted = new Field(valueAt(spec, 'ipFamilies'), 'spec.ipFamilies').items;
  return [
    ...(textAt(spec, 'ipFamilyPolicy') === 'RequireDualStack'
      ? [policyFault(spec, 'this cluster is not configured for dual-stack services')]
      : []),
    ...wanted
      .filter(({ text }) => text !== own)
      .map((family) => family.invalid('not configured on this cluster')),
  ];
}
