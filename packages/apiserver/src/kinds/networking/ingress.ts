// How requests from outside get to services.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/networking/validation/validation.go

import { type JsonObject, stringAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { familyOf } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import {
  labelComplaints,
  portNameComplaints,
  subdomainComplaints,
  wildcardComplaints,
} from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';
import { referenceFaults } from './reference.ts';

/** What an older field held. */
export const classAnnotation = 'kubernetes.io/ingress.class';

export function ingressFaults(ingress: JsonObject, old: JsonObject | undefined): FieldFault[] {
  return [...specFaults(new Field(ingress).at('spec')), ...(old ? [] : classFaults(ingress))];
}

function classFaults(ingress: JsonObject): FieldFault[] {
  const annotation = stringAt(ingress, 'metadata', 'annotations', classAnnotation);
  const name = stringAt(ingress, 'spec', 'ingressClassName');
  if (annotation === undefined || name === undefined || annotation === name) return [];
  const field = new Field(annotation, `annotations.${classAnnotation}`);
  return [field.invalid('must match `ingressClassName` when both are specified')];
}

function specFaults(spec: Field): FieldFault[] {
  const [backend, rules, className] = [
    spec.at('defaultBackend'),
    spec.at('rules'),
    spec.at('ingressClassName'),
  ];
  return [
    ...(rules.size === 0 && !backend.isSet
      ? [spec.invalid('either `defaultBackend` or `rules` must be specified', rules.value ?? null)]
      : []),
    ...(backend.isSet ? backendFaults(backend) : []),
    ...rules.items.flatMap(ruleFaults),
    ...spec.at('tls').items.flatMap(tlsFaults),
    ...(className.isSet ? className.invalidText(subdomainComplaints(className.text)) : []),
  ];
}

function hostComplaints(host: string): string[] {
  return host.includes('*') ? wildcardComplaints(host) : subdomainComplaints(host);
}

function tlsFaults(tls: Field): FieldFault[] {
  const secret = tls.at('secretName');
  return [
    ...tls.at('hosts').items.flatMap((host) => host.invalidText(hostComplaints(host.text))),
    ...(secret.text === '' ? [] : secret.invalidText(subdomainComplaints(secret.text))),
  ];
}

function ruleFaults(rule: Field): FieldFault[] {
  const [host, http] = [rule.at('host'), rule.at('http')];
  const isAddress = familyOf(host.text) !== undefined;
  const paths = http.at('paths');
  return [
    ...(isAddress ? [host.invalid('must be a DNS name, not an IP address')] : []),
    ...(host.text === '' ? [] : host.invalidText(hostComplaints(host.text))),
    ...(http.isSet && paths.size === 0 ? [paths.required()] : []),
    ...paths.items.flatMap(pathFaults),
  ];
}

const forbiddenParts = ['//', '/./', '/../', '%2f', '%2F'];
const forbiddenEnds = ['/..', '/.'];

function pathFaults(of: Field): FieldFault[] {
  const type = of.at('pathType');
  if (!type.isSet) return [type.required('pathType must be specified')];
  return [...pathTextFaults(of.at('path'), type), ...backendFaults(of.at('backend'))];
}

function pathTextFaults(path: Field, type: Field): FieldFault[] {
  const { text } = path;
  const relative = text.startsWith('/') ? [] : ['must be an absolute path'];
  switch (type.text) {
    case 'Exact':
    case 'Prefix':
      return path.invalidText([
        ...relative,
        ...forbiddenParts.filter((part) => text.includes(part)).map((part) => `must not contain '${part}'`),
        ...forbiddenEnds.filter((end) => text.endsWith(end)).map((end) => `cannot end with '${end}'`),
      ]);
    case 'ImplementationSpecific':
      return text === '' ? [] : path.invalidText(relative);
    default:
      return [type.unsupported(['Exact', 'ImplementationSpecific', 'Prefix'])];
  }
}

function backendFaults(backend: Field): FieldFault[] {
  const [resource, service] = [backend.at('resource'), backend.at('service')];
  if (resource.isSet && service.isSet)
    return [backend.invalid('cannot set both resource and service backends', '')];
  if (resource.isSet) return referenceFaults(resource);
  if (!service.isSet) return [backend.invalid('resource or service backend is required', '')];
  const name = service.at('name');
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(labelComplaints(name.text))),
    ...backendPortFaults(backend, service.at('port')),
  ];
}

function backendPortFaults(backend: Field, port: Field): FieldFault[] {
  const [name, number] = [port.at('name'), port.at('number')];
  if (name.text !== '' && number.number !== 0)
    return [backend.invalid('cannot set both port name & port number', '')];
  if (name.text !== '') return name.invalidText(portNameComplaints(name.text));
  return number.number === 0 ? [backend.required('port name or number is required')] : portFaults(number);
}

export function ingressWarnings(ingress: JsonObject, old: JsonObject | undefined): string[] {
  const isOutdated =
    !old &&
    stringAt(ingress, 'metadata', 'annotations', classAnnotation) !== undefined &&
    stringAt(ingress, 'spec', 'ingressClassName') === undefined;
  return isOutdated
    ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
    : [];
}
