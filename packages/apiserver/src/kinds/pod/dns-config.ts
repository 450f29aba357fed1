// Where a pod looks names up.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { laxAddressComplaints } from '../../validation/addresses.ts';
import type { Field } from '../../validation/field.ts';
import { underscoredSubdomainComplaints } from '../../validation/names.ts';

const maxServers = 3;
const maxSearches = 32;
const maxSearchBytes = 2048;

export function dnsConfigFaults(spec: Field): FieldFault[] {
  const config = spec.at('dnsConfig');
  const servers = config.at('nameservers');
  if (spec.at('dnsPolicy').text === 'None') {
    if (!config.isSet) return [config.required('must provide `dnsConfig` when `dnsPolicy` is None')];
    if (servers.size === 0)
      return [servers.required('must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  return [
    ...(servers.size > maxServers
      ? [servers.invalid(`must not have more than ${maxServers} nameservers`)]
      : []),
    ...servers.items.flatMap((server) => server.invalidText(laxAddressComplaints(server.text))),
    ...searchFaults(config.at('searches')),
    ...config
      .at('options')
      .items.flatMap((option) =>
        option.at('name').text === '' ? [option.required('must not be empty')] : [],
      ),
  ];
}

function searchFaults(searches: Field): FieldFault[] {
  const texts = searches.items.map(({ text }) => text);
  const faults: FieldFault[] = [];
  if (searches.size > maxSearches)
    faults.push(searches.invalid(`must not have more than ${maxSearches} search paths`));
  if (Buffer.byteLength(texts.join(' ')) > maxSearchBytes)
    faults.push(
      searches.invalid(
        `must not have more than ${maxSearchBytes} characters (including spaces) in the search list`,
      ),
    );
  const ofEach = searches.items.flatMap((search) => {
    if (search.text === '.') return [];
    const domain = search.text.endsWith('.') ? search.text.slice(0, -1) : search.text;
    return underscoredSubdomainComplaints(domain).map((complaint) => search.invalid(complaint, domain));
  });
  return [...faults, ...ofEach];
}
