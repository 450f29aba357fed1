// Which webhooks and policies are asked about a write.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/generic/webhook.go

import { type JsonObject, objectAt } from '../json/json.ts';
import { labelsIn } from '../label-selector.ts';
import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import { notFound } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { Criteria, Rule } from './criteria.ts';

/** The resource in whose version a webhook or a policy is asked; undefined where it is not asked. */
export function matchedResource(
  criteria: Criteria,
  attributes: AdmissionAttributes,
): ServedResource | undefined {
  const missing = missingNamespace(criteria, attributes);
  if (!missing && !matchesNamespace(criteria, attributes)) return undefined;
  if (!matchesObject(criteria, attributes)) return undefined;
  const { equivalent, rules, excluded } = criteria;
  if (excluded && ruledResource({ equivalent, rules: excluded }, attributes)) return undefined;
  const matched = rules ? ruledResource({ equivalent, rules }, attributes) : attributes.served;
  if (matched && missing) throw missing;
  return matched;
}

interface Ruled {
  readonly rules: readonly Rule[];
  readonly equivalent: boolean;
}

function ruledResource(ruled: Ruled, attributes: AdmissionAttributes): ServedResource | undefined {
  const { served } = attributes;
  if (ruled.rules.some((rule) => matchesNamed(rule, attributes, served))) return served;
  return ruled.equivalent ? equivalentResource(ruled, attributes) : undefined;
}

function equivalentResource({ rules }: Ruled, attributes: AdmissionAttributes): ServedResource | undefined {
  const { server, served, subresource } = attributes;
  const others = server.registry.resources.filter(
    (other) =>
      other.store === served.store &&
      other !== served &&
      (subresource === '' || hasSubresource(other, subresource)),
  );
  for (const rule of rules) {
    const found = others.find((other) => matchesNamed(rule, attributes, other));
    if (found) return found;
  }
  return undefined;
}

function matchesNamed(rule: Rule, attributes: AdmissionAttributes, resource: ServedResource): boolean {
  if (!matchesRule(rule, attributes, resource)) return false;
  const { names } = rule;
  return names === undefined || names.length === 0 || names.includes(attributes.name);
}

export type Matched = Pick<AdmissionAttributes, 'operation' | 'subresource' | 'namespace'>;

/** Whether a rule is about this operation on this resource. */
export function matchesRule(
  rule: Rule,
  attributes: Matched,
  { resource }: Pick<ServedResource, 'resource'>,
): boolean {
  const { operation, subresource, namespace } = attributes;
  const { group, version, plural } = resource;
  const clusterScoped = (group === '' && plural === 'namespaces') || namespace === '';
  return (
    (rule.scope === 'Namespaced' ? !clusterScoped : rule.scope === 'Cluster' ? clusterScoped : true) &&
    hasOrAll(rule.operations, operation) &&
    hasOrAll(rule.groups, group) &&
    hasOrAll(rule.versions, version) &&
    rule.resources.some((one) => matchesResource(one, plural, subresource))
  );
}

function hasOrAll(items: readonly string[], item: string): boolean {
  return items.includes('*') || items.includes(item);
}

function matchesResource(pattern: string, plural: string, subresource: string): boolean {
  const slash = pattern.indexOf('/');
  const resource = slash < 0 ? pattern : pattern.slice(0, slash);
  const part = slash < 0 ? '' : pattern.slice(slash + 1);
  return (resource === '*' || resource === plural) && (part === '*' || part === subresource);
}

function isNamespaceWrite({ served, subresource, operation }: AdmissionAttributes): boolean {
  const isWhole = subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
  return served.resource.plural === 'namespaces' && isWhole;
}

// Of a namespace itself: one that is written has the labels that it is to have.
function namespaceLabels(attributes: AdmissionAttributes): JsonObject | undefined {
  if (isNamespaceWrite(attributes)) return objectAt(attributes.object, 'metadata', 'labels');
  const { server, served, name, namespace } = attributes;
  const own = namespace || (served.resource.plural === 'namespaces' ? name : '');
  const stored = server.registry.find('', 'v1', 'namespaces')?.store.get(own);
  return stored && objectAt(stored.object, 'metadata', 'labels');
}

function missingNamespace({ namespaces }: Criteria, attributes: AdmissionAttributes): Error | undefined {
  if (!namespaces || !hasNamespace(attributes) || namespaceLabels(attributes)) return undefined;
  const { registry } = attributes.server;
  const { resource } = registry.find('', 'v1', 'namespaces') ?? attributes.served;
  return notFound(resource, attributes.namespace || attributes.name);
}

function hasNamespace({ namespace, served }: AdmissionAttributes): boolean {
  return namespace !== '' || served.resource.plural === 'namespaces';
}

function matchesNamespace({ namespaces }: Criteria, attributes: AdmissionAttributes): boolean {
  // What is in no namespace is never exempt.
  if (!namespaces || !hasNamespace(attributes)) return true;
  return namespaces.matches(labelsIn(namespaceLabels(attributes) ?? {}));
}

function matchesObject({ objects }: Criteria, { object, old }: AdmissionAttributes): boolean {
  if (!objects) return true;
  return [object, old].some(
    (one) => one !== undefined && objects.matches(labelsIn(objectAt(one, 'metadata', 'labels'))),
  );
}
