// Webhooks and admission policies.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/admissionregistration

import {
  type JsonObject,
  objectAt,
  objectsAt,
  stringEntries,
  stringsAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { at, type Cells, length } from '../cell.ts';
import { always, type Defaults, each, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { mutatingBindingFaults, validatingBindingFaults } from './binding-faults.ts';
import { mutatingPolicyFaults, policyStatusFaults, validatingPolicyFaults } from './policy-faults.ts';
import { webhooksFaults } from './webhook-faults.ts';

const alike = {
  group: 'admissionregistration.k8s.io',
  requiresVersion: true,
  generation: true,
  warnings: nameWarnings,
} as const;

const webhooks = (own: JsonObject = {}): Defaults => ({
  webhooks: each({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...own,
    clientConfig: within({ service: within({ port: 443 }) }),
    rules: each({ scope: '*' }),
  }),
});

const webhookCells: Cells = { Webhooks: length('webhooks') };

function parameterKind(policy: JsonObject): string {
  const found = valueAt(policy, 'spec', 'paramKind');
  return found === undefined ? '<unset>' : `${textAt(found, 'apiVersion')}/${textAt(found, 'kind')}`;
}

function policyCells(checks: 'Validations' | 'Mutations'): Cells {
  return { [checks]: length(`spec.${checks.toLowerCase()}`), ParamKind: parameterKind };
}

const bindingCells: Cells = { PolicyName: at('spec.policyName', ''), ParamRef: parameter };

// Whether the parameter is in a namespace cannot be told from here: `*` is any.
function parameter(binding: JsonObject): string {
  const found = objectAt(binding, 'spec', 'paramRef');
  const [name, namespace] = [textAt(found, 'name'), textAt(found, 'namespace')];
  if (name !== '') return `${namespace || '*'}/${name}`;
  return valueAt(found, 'selector') === undefined ? '<unset>' : goText(objectAt(found, 'selector'));
}

// As Go prints a selector of labels.
function goText(selector: JsonObject): string {
  const labels = stringEntries(objectAt(selector, 'matchLabels')).map(([key, value]) => `${key}: ${value},`);
  const expressions = objectsAt(selector, 'matchExpressions').map((one) => {
    const values = stringsAt(one, 'values').join(' ');
    return `LabelSelectorRequirement{Key:${textAt(one, 'key')},Operator:${textAt(one, 'operator')},Values:[${values}],},`;
  });
  return `&LabelSelector{MatchLabels:map[string]string{${labels.toSorted().join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}

const matching: Defaults = {
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  resourceRules: each({ scope: '*' }),
  excludeResourceRules: each({ scope: '*' }),
};
const policyDefaults: Defaults = {
  spec: always({ failurePolicy: 'Fail', matchConstraints: within(matching) }),
};
const bindingDefaults: Defaults = { spec: always({ matchResources: within(matching) }) };

const suffix = '.static.k8s.io';

function nameWarnings(object: JsonObject): string[] {
  if (!textAt(object, 'metadata', 'name').endsWith(suffix)) return [];
  return [
    `metadata.name: names ending with ${JSON.stringify(suffix)} are reserved for static manifest-based configurations and cannot be managed via the API`,
  ];
}

const policy = { ...alike, defaults: policyDefaults };
const binding = { ...alike, defaults: bindingDefaults, cells: bindingCells };
const webhookAlike = { ...alike, validate: webhooksFaults, cells: webhookCells };

export const admissionRegistrationKinds: readonly Kind[] = [
  { ...webhookAlike, kind: 'ValidatingWebhookConfiguration', defaults: webhooks() },
  {
    ...webhookAlike,
    kind: 'MutatingWebhookConfiguration',
    defaults: webhooks({ reinvocationPolicy: 'Never' }),
  },
  {
    ...policy,
    kind: 'MutatingAdmissionPolicy',
    validate: mutatingPolicyFaults,
    cells: policyCells('Mutations'),
  },
  { ...binding, kind: 'MutatingAdmissionPolicyBinding', validate: mutatingBindingFaults },
  {
    ...policy,
    kind: 'ValidatingAdmissionPolicy',
    validate: validatingPolicyFaults,
    validateStatus: policyStatusFaults,
    cells: policyCells('Validations'),
  },
  { ...binding, kind: 'ValidatingAdmissionPolicyBinding', validate: validatingBindingFaults },
];
