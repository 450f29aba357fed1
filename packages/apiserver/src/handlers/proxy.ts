// Requests that are passed on to a pod, a service or a node: what a cluster refuses of them, and nobody to pass them to.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go

import { objectKey } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { goQuoted } from '../json/go-text.ts';
import { integerAt, type JsonObject, objectsAt, textAt } from '../json/json.ts';
import { badRequest, notFound, notImplemented, serviceUnavailable, unclassified } from '../status-error.ts';
import { isGlobalUnicast } from '../validation/endpoint-addresses.ts';
import { admitRequest } from './admitted-action.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { parseResourcePath } from './request-info.ts';

/** Throws wherever a cluster does, and where it would pass the request on. */
export function* passOn(call: Call): Admission<Answer> {
  const { kind } = call.served.resource;
  const path = pathBehind(call);
  yield* admitRequest(call, {
    operation: 'CONNECT',
    subresource: 'proxy',
    kind: { group: '', version: 'v1', kind: `${kind}ProxyOptions` },
    asked: path === '' ? {} : { path },
    options: () => undefined,
    dryRun: false,
    warnings: [],
  });
  const { name, port } = placeOf(call);
  if (kind === 'Pod') requireAddress(textAt(found(call, name), 'status', 'podIP'));
  else if (kind === 'Node') requireAddress(nodeAddress(found(call, name)));
  else requireEndpoint(call, name, port);
  throw notImplemented('the subresource "proxy"');
}

function pathBehind({ request }: Call): string {
  const behind = (parseResourcePath(request.path)?.subresource ?? '').slice('proxy'.length);
  return request.path.endsWith('/') && !behind.endsWith('/') ? `${behind}/` : behind;
}

/** As `name`, `name:port` or `scheme:name:port`. */
function placeOf({ served, name: told }: Call): { readonly name: string; readonly port: string } {
  const parts = told.split(':');
  const [scheme, name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  if (parts.length <= 3 && name !== '' && ['', 'http', 'https'].includes(scheme ?? '')) return { name, port };
  throw badRequest(`invalid ${served.resource.kind.toLowerCase()} request ${goQuoted(told)}`);
}

function found({ served, namespace }: Pick<Call, 'served' | 'namespace'>, name: string): JsonObject {
  const stored = served.store.get(objectKey(name, namespace));
  if (!stored) throw notFound(served.resource, name);
  return stored.object;
}

function requireAddress(address: string): void {
  if (!isGlobalUnicast(address)) throw badRequest('address not allowed');
}

// In the order in which kube-apiserver prefers them.
const addressTypes = ['Hostname', 'InternalDNS', 'InternalIP', 'ExternalDNS', 'ExternalIP'];

function nodeAddress(node: JsonObject): string {
  const addresses = objectsAt(node, 'status', 'addresses');
  for (const type of addressTypes) {
    const preferred = addresses.find((one) => textAt(one, 'type') === type);
    if (!preferred) continue;
    // A name would have to be looked up.
    if (!type.endsWith('IP')) throw notImplemented('the subresource "proxy"');
    return textAt(preferred, 'address');
  }
  const known = addresses.map((one) => `{${textAt(one, 'type')} ${textAt(one, 'address')}}`);
  throw unclassified(`no preferred addresses found; known addresses: [${known.join(' ')}]`);
}

function requireEndpoint(call: Call, name: string, port: string): void {
  const { server, namespace, name: told } = call;
  // Beyond 19 digits no text is a number to the real server.
  const isNumber = /^[+-]?0*\d{1,18}$/.test(port);
  const wanted = isNumber ? portName(found(call, name), name, Number(port)) : port;
  const served = server.registry.find('', 'v1', 'endpoints');
  const endpoints = served && served.store.get(objectKey(name, namespace));
  // The real server names what is missing by the service.
  if (!endpoints) throw notFound({ group: '', plural: 'services' }, name);
  const subsets = objectsAt(endpoints.object, 'subsets');
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service ${goQuoted(name)}`);
  const isReachable = subsets.some(
    (subset) =>
      objectsAt(subset, 'ports').some((one) => textAt(one, 'name') === wanted) &&
      objectsAt(subset, 'addresses').some((one) => isOfPod(call, one)),
  );
  if (!isReachable) throw serviceUnavailable(`no endpoints available for service ${goQuoted(told)}`);
}

function portName(service: JsonObject, name: string, number: number): string {
  const port = objectsAt(service, 'spec', 'ports').find((one) => integerAt(one, 'port') === number);
  if (!port) throw serviceUnavailable(`no service port ${number} found for service ${goQuoted(name)}`);
  return textAt(port, 'name');
}

// Nothing is passed on to what is no pod.
function isOfPod({ server, namespace }: Call, address: JsonObject): boolean {
  if (textAt(address, 'targetRef', 'namespace') !== namespace) return false;
  const pods = server.registry.find('', 'v1', 'pods');
  const pod = pods?.store.get(objectKey(textAt(address, 'targetRef', 'name'), namespace));
  const ip = textAt(address, 'ip');
  return objectsAt(pod?.object, 'status', 'podIPs').some((one) => textAt(one, 'ip') === ip);
}
