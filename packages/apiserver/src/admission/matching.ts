// Which webhooks and policies are asked about a write.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/generic/webhook.go

import { type JsonObject, objectAt } from '../json/json.ts';
import { labelsIn } from '../label-selector.ts';
import { oncePer } from '../once-per.ts';
import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import type { Steps } from '../schema/steps.ts';
import { notFound } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { Criteria, Rule } from './criteria.ts';

type Labels = Readonly<Record<string, string>>;

/** The resource in whose version a webhook or a policy is asked; undefined where it is not asked. */
export function matchedResource(
  criteria: Criteria,
  attributes: AdmissionAttributes,
  steps: Steps,
): ServedResource | undefined {
  steps.spend(workOf(criteria, attributes));
  const missing = missingNamespace(criteria, attributes);
  if (!missing && !matchesNamespace(criteria, attributes)) return undefined;
  if (!matchesObject(criteria, attributes)) return undefined;
  const { equivalent, rules, excluded } = criteria;
  if (excluded && ruledResource({ equivalent, rules: excluded }, attributes)) return undefined;
  const matched = rules ? ruledResource({ equivalent, rules }, attributes) : attributes.served;
  if (matched && missing) throw missing;
  return matched;
}

/** What it takes at most to see what a request has to do with the criteria. */
const weightOf = oncePer(({ rules = [], excluded = [], namespaces, objects }: Criteria): number => {
  const ofRules = [...rules, ...excluded].reduce(
    (sum, rule) =>
      sum +
      10 +
      rule.groups.length +
      rule.versions.length +
      rule.resources.length * 5 +
      rule.operations.length +
      (rule.names?.length ?? 0),
    0,
  );
  return 20 + ofRules + [namespaces, objects].reduce((sum, one) => sum + (one?.requirements.length ?? 0), 0);
});

const noLabels: Labels = {};
const labelsOf = oncePer(labelsIn);
const labelCount = oncePer((labels: Labels): number => Object.keys(labels).length);

function workOf(criteria: Criteria, attributes: AdmissionAttributes): number {
  const { object, old } = attributes;
  let work = weightOf(criteria);
  if (criteria.namespaces) work += labelCount(namespaceLabels(attributes) ?? noLabels);
  if (criteria.objects) work += labelCount(objectLabels(object)) + labelCount(objectLabels(old));
  return work;
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
  const versions = server.registry.versionsIn(served.store);
  if (versions.length < 2) return undefined;
  const others = versions.filter(
    (other) => other !== served && (subresource === '' || hasSubresource(other, subresource)),
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
function namespaceLabels(attributes: AdmissionAttributes): Labels | undefined {
  if (isNamespaceWrite(attributes)) return objectLabels(attributes.object);
  const { server, served, name, namespace } = attributes;
  const own = namespace || (served.resource.plural === 'namespaces' ? name : '');
  return server.registry.find('', 'v1', 'namespaces')?.store.get(own)?.labels;
}

function objectLabels(object: JsonObject | undefined): Labels {
  return labelsOf(objectAt(object, 'metadata', 'labels'));
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
  return namespaces.matches(namespaceLabels(attributes) ?? {});
}

function matchesObject({ objects }: Criteria, { object, old }: AdmissionAttributes): boolean {
  if (!objects) return true;
  return [object, old].some((one) => one !== undefined && objects.matches(objectLabels(one)));
}
