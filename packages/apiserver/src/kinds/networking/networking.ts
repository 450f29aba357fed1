// Where traffic may go: endpoints, ingresses and network policies.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/networking

import { resourceName } from '@kube-rx/core';
import {
  arrayAt,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
} from '../../json/json.ts';
import { at, firstOf, joined, nameOrDefault, selector } from '../cell.ts';
import { always, computed, each, filled, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { withOldMetadata } from '../old-metadata.ts';
import { balancerWarnings, ingressStatusFaults } from './balancer-status.ts';
import { endpointSliceFaults, endpointSliceWarnings, withoutTopology } from './endpoint-slice.ts';
import { endpointsFaults, endpointsWarnings } from './endpoints.ts';
import { ingressFaults, ingressWarnings } from './ingress.ts';
import { ingressClassFaults } from './ingress-class.ts';
import { networkPolicyFaults, networkPolicyWarnings } from './network-policy.ts';
import { ipAddressFaults, serviceCidrFaults } from './service-addresses.ts';

const group = 'networking.k8s.io';
const alike = { group, generation: true } as const;
const tcp = { protocol: 'TCP' };
const peers = each({ ports: each(tcp) });
const policyTypes = computed((spec) =>
  arrayAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
);

/** The addresses that a load balancer has given, each once. */
export function balancerAddresses(object: JsonObject): string[] {
  const ingress = objectsAt(object, 'status', 'loadBalancer', 'ingress');
  const addresses = ingress.map((one) => textAt(one, 'ip') || textAt(one, 'hostname'));
  return [...new Set(addresses.filter((one) => one !== ''))].toSorted();
}

function subsetAddresses(endpoints: JsonObject): string {
  const subsets = objectsAt(endpoints, 'subsets');
  const addresses = subsets.flatMap((subset) => {
    const hosts = objectsAt(subset, 'addresses').map((address) => textAt(address, 'ip'));
    const ports = objectsAt(subset, 'ports').map((port) => numberAt(port, 'port') ?? 0);
    if (ports.length === 0) return hosts;
    return ports.flatMap((port) => hosts.map((host) => `${host.includes(':') ? `[${host}]` : host}:${port}`));
  });
  return firstOf(addresses, subsets.length === 0 ? '<none>' : '');
}

function slicePorts(slice: JsonObject): string {
  return firstOf(
    objectsAt(slice, 'ports').map((port) => String(numberAt(port, 'port') ?? stringAt(port, 'name') ?? '*')),
  );
}

// Those of the first three rules, and how many rules there are more.
function hosts(ingress: JsonObject): string {
  const rules = objectsAt(ingress, 'spec', 'rules').map((rule) => textAt(rule, 'host'));
  const named = rules.flatMap((host, at) => (host === '' ? [] : [{ host, at }])).slice(0, 3);
  if (named.length === 0) return '*';
  const shown = named.map(({ host }) => host).join(',');
  const third = named[2];
  return third && third.at < rules.length - 1 ? `${shown} + ${rules.length - 3} more...` : shown;
}

function parameters(ingressClass: JsonObject): string {
  const found = objectAt(ingressClass, 'spec', 'parameters');
  if (Object.keys(found).length === 0) return '<none>';
  const group = stringAt(found, 'apiGroup');
  return `${textAt(found, 'kind')}${group === undefined ? '' : `.${group}`}/${textAt(found, 'name')}`;
}

function parent(address: JsonObject): string {
  const found = objectAt(address, 'spec', 'parentRef');
  if (Object.keys(found).length === 0) return '<none>';
  const [group, namespace] = [textAt(found, 'group'), textAt(found, 'namespace')];
  const resource = resourceName({ group, plural: textAt(found, 'resource') });
  return `${resource.toLowerCase()}${namespace && `/${namespace}`}/${textAt(found, 'name')}`;
}

export const networkingKinds: readonly Kind[] = [
  {
    group: '',
    kind: 'Endpoints',
    createOnUpdate: true,
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    defaults: { subsets: each({ ports: each({ protocol: filled(() => 'TCP') }) }) },
    validate: endpointsFaults,
    warnings: endpointsWarnings,
    cells: { Endpoints: subsetAddresses },
  },
  {
    group: 'discovery.k8s.io',
    kind: 'EndpointSlice',
    generation: true,
    defaults: { endpoints: each({ conditions: {} }), ports: each({ name: '', ...tcp }) },
    countsLabels: true,
    prepare: withoutTopology,
    validate: endpointSliceFaults,
    warnings: endpointSliceWarnings,
    cells: {
      AddressType: at('addressType', ''),
      Ports: slicePorts,
      Endpoints: (slice) =>
        firstOf(objectsAt(slice, 'endpoints').flatMap((endpoint) => stringsAt(endpoint, 'addresses'))),
    },
  },
  {
    ...alike,
    kind: 'Ingress',
    validate: ingressFaults,
    validateStatus: ingressStatusFaults,
    warnings: ingressWarnings,
    statusWarnings: balancerWarnings,
    cells: {
      Class: at('spec.ingressClassName'),
      Hosts: hosts,
      Address: (ingress) => balancerAddresses(ingress).join(','),
      Ports: (ingress) => (arrayAt(ingress, 'spec', 'tls').length > 0 ? '80, 443' : '80'),
    },
  },
  {
    ...alike,
    kind: 'IngressClass',
    defaults: { spec: within({ parameters: within({ scope: 'Cluster' }) }) },
    validate: ingressClassFaults,
    cells: {
      Name: nameOrDefault('ingressclass.kubernetes.io/is-default-class'),
      Controller: at('spec.controller', ''),
      Parameters: parameters,
    },
  },
  {
    ...alike,
    kind: 'NetworkPolicy',
    defaults: { spec: always({ policyTypes, ingress: peers, egress: peers }) },
    validate: networkPolicyFaults,
    warnings: networkPolicyWarnings,
    cells: { 'Pod-Selector': selector('spec.podSelector') },
  },
  {
    group,
    kind: 'IPAddress',
    names: 'ipAddress',
    validate: ipAddressFaults,
    cells: { ParentRef: parent },
  },
  {
    group,
    kind: 'ServiceCIDR',
    validate: serviceCidrFaults,
    keepOnStatusUpdate: withOldMetadata,
    cells: { CIDRs: joined('spec.cidrs') },
  },
];
