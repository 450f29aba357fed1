// Which traffic pods may take and send.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/networking/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { rangeWarnings } from '../../validation/address-warnings.ts';
import { isWithinRange, laxRangeComplaints, parseRange } from '../../validation/addresses.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { portNameComplaints } from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';

const directions = [
  { rules: 'ingress', peers: 'from' },
  { rules: 'egress', peers: 'to' },
];

export function networkPolicyFaults(policy: JsonObject): FieldFault[] {
  const spec = new Field(policy).at('spec');
  return [
    ...selectorFaults(spec.at('podSelector')),
    ...directions.flatMap(({ rules, peers }) =>
      spec
        .at(rules)
        .items.flatMap((rule) => [
          ...rule.at('ports').items.flatMap(policyPortFaults),
          ...rule.at(peers).items.flatMap(peerFaults),
        ]),
    ),
    ...typesFaults(spec.at('policyTypes')),
  ];
}

function typesFaults(types: Field): FieldFault[] {
  if (types.size > 2) return [types.invalid('may not specify more than two policyTypes')];
  return types.items.flatMap((type) => choiceFaults(type, ['Ingress', 'Egress']));
}

function policyPortFaults(of: Field): FieldFault[] {
  const [protocol, port, end] = [of.at('protocol'), of.at('port'), of.at('endPort')];
  return [
    ...(protocol.isSet ? choiceFaults(protocol, ['TCP', 'UDP', 'SCTP']) : []),
    ...(typeof port.value === 'number' ? numberedPortFaults(port, end) : namedPortFaults(port, end)),
  ];
}

function numberedPortFaults(port: Field, end: Field): FieldFault[] {
  if (!end.isSet) return portFaults(port);
  return [
    ...portFaults(port),
    ...(end.number < port.number ? [end.invalid('must be greater than or equal to `port`', port.value)] : []),
    ...portFaults(end),
  ];
}

function namedPortFaults(port: Field, end: Field): FieldFault[] {
  const state = port.isSet ? 'non-numeric' : 'not specified';
  return [
    ...(end.isSet ? [end.invalid(`may not be specified when \`port\` is ${state}`)] : []),
    ...(port.isSet ? port.invalidText(portNameComplaints(port.text)) : []),
  ];
}

function peerFaults(peer: Field): FieldFault[] {
  const [pods, namespaces, block] = [
    peer.at('podSelector'),
    peer.at('namespaceSelector'),
    peer.at('ipBlock'),
  ];
  const count = [pods, namespaces, block].filter(({ isSet }) => isSet).length;
  return [
    ...selectorFaults(pods),
    ...selectorFaults(namespaces),
    ...(block.isSet ? blockFaults(block) : []),
    ...(count === 0 ? [peer.required('must specify a peer')] : []),
    ...(count > 1 && block.isSet ? [peer.forbidden('may not specify both ipBlock and another peer')] : []),
  ];
}

function blockFaults(block: Field): FieldFault[] {
  const range = block.at('cidr');
  if (range.text === '') return [range.required()];
  const faults = range.invalidText(laxRangeComplaints(range.text));
  if (!parseRange(range.text)) return faults;
  return [...faults, ...block.at('except').items.flatMap((except) => exceptFaults(except, range.text))];
}

function exceptFaults(except: Field, range: string): FieldFault[] {
  const [inner, outer] = [parseRange(except.text), parseRange(range)];
  const isPart =
    !inner || !outer || (isWithinRange(inner.address, range) && Number(inner.prefix) > Number(outer.prefix));
  return [
    ...except.invalidText(laxRangeComplaints(except.text)),
    ...(isPart ? [] : [except.invalid('must be a strict subset of `cidr`')]),
  ];
}

export function networkPolicyWarnings(policy: JsonObject): string[] {
  const spec = new Field(policy).at('spec');
  return directions
    .flatMap(({ rules, peers }) => spec.at(rules).items.flatMap((rule) => rule.at(peers).items))
    .map((peer) => peer.at('ipBlock'))
    .flatMap((block) => [block.at('cidr'), ...block.at('except').items])
    .flatMap(rangeWarnings);
}
