// Admission plugin PodSecurity: what pods may do on their node, by the labels of their namespace.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/security/podsecurity/admission.go

import { type JsonObject, jsonEquals, objectAt, objectsAt, textAt, valueAt } from '../../json/json.ts';
import { forbidden, invalid } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { detailText, violationsOf } from './evaluation.ts';
import { existingPodWarnings } from './existing-pods.ts';
import { checkedPod } from './pod.ts';
import { isPrivileged, isSame, isStricter, levelText, type Policy, policyOf } from './policy.ts';

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate(attributes) {
    const { served, operation, object } = attributes;
    if (!object || (operation !== 'CREATE' && operation !== 'UPDATE')) return;
    const { group, plural } = served.resource;
    const kind = group === '' ? plural : `${plural}.${group}`;
    if (kind === 'namespaces') validateNamespace({ ...attributes, object });
    else if (kind === 'pods') validatePod({ ...attributes, object });
    else {
      const path = templates.get(kind);
      const template = path && valueAt(object, ...path);
      if (template !== undefined) warnOfTemplate(attributes, objectAt(template));
    }
  },
};

const templates: ReadonlyMap<string, readonly string[]> = new Map([
  ['podtemplates', ['template']],
  ['replicationcontrollers', ['spec', 'template']],
  ['replicasets.apps', ['spec', 'template']],
  ['deployments.apps', ['spec', 'template']],
  ['daemonsets.apps', ['spec', 'template']],
  ['statefulsets.apps', ['spec', 'template']],
  ['jobs.batch', ['spec', 'template']],
  ['cronjobs.batch', ['spec', 'jobTemplate', 'spec', 'template']],
]);

type ObjectAttributes = AdmissionAttributes & { readonly object: JsonObject };

function validateNamespace({
  server,
  served,
  subresource,
  name,
  object,
  old,
  warnings,
}: ObjectAttributes): void {
  if (subresource !== '') return;
  const next = policyOf(objectAt(object, 'metadata', 'labels'));
  const before = old && policyOf(objectAt(old, 'metadata', 'labels'));
  if (next.faults.length > 0 && !(before && hasSameFaults(next, before)))
    throw invalid(served.resource, name, next.faults);
  if (!before || isSame(next.enforce, before.enforce) || isPrivileged(next.enforce)) return;
  const isRelaxed = !isStricter(next.enforce.level, before.enforce.level);
  if (next.enforce.version === before.enforce.version && isRelaxed) return;
  warnings.push(...existingPodWarnings(server, name, next.enforce));
}

function hasSameFaults({ faults }: Policy, before: Policy): boolean {
  const told = (policy: Pick<Policy, 'faults'>): string[] =>
    policy.faults.map(({ field, message }) => `${field}: ${message}`);
  return jsonEquals(told({ faults }), told(before));
}

// They change nothing of what is judged here.
const ignored = new Set(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status']);

function validatePod(attributes: ObjectAttributes): void {
  const { served, subresource, name, object, old, warnings } = attributes;
  if (ignored.has(subresource) || (old && !isSignificant(object, old))) return;
  const policy = policyIn(attributes);
  const pod = checkedPod(object);
  const found = violationsOf(pod, policy.enforce);
  if (found.length > 0)
    throw forbidden(served.resource, name, {
      why: `violates PodSecurity ${JSON.stringify(levelText(policy.enforce))}: ${detailText(found)}`,
    });
  warnings.push(...warningsOf(object, policy));
}

function warnOfTemplate(attributes: AdmissionAttributes, template: JsonObject): void {
  const { subresource, warnings } = attributes;
  if (subresource === '') warnings.push(...warningsOf(template, policyIn(attributes)));
}

function warningsOf(pod: JsonObject, { warn }: Policy): string[] {
  if (isPrivileged(warn)) return [];
  const found = violationsOf(checkedPod(pod), warn);
  if (found.length === 0) return [];
  return [`would violate PodSecurity ${JSON.stringify(levelText(warn))}: ${detailText(found)}`];
}

function policyIn({ server, namespace }: AdmissionAttributes): Policy {
  const stored = server.registry.find('', 'v1', 'namespaces')?.store.get(namespace);
  return policyOf(stored?.labels ?? {});
}

// Of what may change in a pod, images and ephemeral containers matter.
function isSignificant(pod: JsonObject, old: JsonObject): boolean {
  const images = (one: JsonObject, list: string): string[] =>
    objectsAt(one, 'spec', list).map((container) => textAt(container, 'image'));
  if (['containers', 'initContainers'].some((list) => !jsonEquals(images(pod, list), images(old, list))))
    return true;
  const before = objectsAt(old, 'spec', 'ephemeralContainers');
  const imageBefore = new Map(before.map((one) => [textAt(one, 'name'), textAt(one, 'image')]));
  return objectsAt(pod, 'spec', 'ephemeralContainers').some(
    (one) => imageBefore.get(textAt(one, 'name')) !== textAt(one, 'image'),
  );
}
