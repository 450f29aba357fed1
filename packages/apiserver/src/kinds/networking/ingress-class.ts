// Who serves an Ingress.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/networking/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { labelComplaints, patternComplaint, subdomainComplaints } from '../../validation/names.ts';
import { referenceFaults } from './reference.ts';

const maxControllerBytes = 250;

export function ingressClassFaults(ingressClass: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(ingressClass).at('spec');
  const [controller, parameters] = [spec.at('controller'), spec.at('parameters')];
  return [
    ...(old
      ? immutableFaults(controller, new Field(old).at('spec', 'controller').value ?? '', controller.text)
      : []),
    ...(Buffer.byteLength(controller.text) > maxControllerBytes
      ? [controller.tooLong(maxControllerBytes)]
      : []),
    ...prefixedPathFaults(controller),
    ...(parameters.isSet ? [...referenceFaults(parameters), ...scopeFaults(parameters)] : []),
  ];
}

const pathRule = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** A path behind a domain, as `example.com/ingress`. */
function prefixedPathFaults(field: Field): FieldFault[] {
  const { text } = field;
  if (text === '') return [field.required()];
  const slash = text.indexOf('/');
  const [host, path] = [text.slice(0, Math.max(slash, 0)), text.slice(slash + 1)];
  if (host === '' || path === '')
    return [field.invalid('must be a domain-prefixed path (such as "acme.io/foo")')];
  const shown = pathRule.source.slice(1, -1).replaceAll('\\/', '/');
  return [
    ...subdomainComplaints(host).map((complaint) => field.invalid(complaint, host)),
    ...(pathRule.test(path) ? [] : [field.invalid(patternComplaint('Invalid path', shown), path)]),
  ];
}

function scopeFaults(parameters: Field): FieldFault[] {
  const [scope, namespace] = [parameters.at('scope'), parameters.at('namespace')];
  if (scope.text === 'Cluster')
    return namespace.isSet ? [namespace.forbidden("`parameters.scope` is set to 'Cluster'")] : [];
  if (scope.text !== 'Namespace') return choiceFaults(scope, ['Cluster', 'Namespace']);
  if (!namespace.isSet) return [namespace.required("`parameters.scope` is set to 'Namespace'")];
  return namespace.invalidText(labelComplaints(namespace.text));
}
