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
} from '../json/json.ts';
import { at, type Cells, length } from './cell.ts';
import { type Defaults, each, within } from './defaults.ts';
import type { Kind } from './kind.ts';

const alike = {
  group: 'admissionregistration.k8s.io',
  requiresVersion: true,
  generation: true,
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

export const admissionRegistrationKinds: readonly Kind[] = [
  { ...alike, kind: 'ValidatingWebhookConfiguration', defaults: webhooks(), cells: webhookCells },
  {
    ...alike,
    kind: 'MutatingWebhookConfiguration',
    defaults: webhooks({ reinvocationPolicy: 'Never' }),
    cells: webhookCells,
  },
  { ...alike, kind: 'MutatingAdmissionPolicy', cells: policyCells('Mutations') },
  { ...alike, kind: 'MutatingAdmissionPolicyBinding', cells: bindingCells },
  { ...alike, kind: 'ValidatingAdmissionPolicy', cells: policyCells('Validations') },
  { ...alike, kind: 'ValidatingAdmissionPolicyBinding', cells: bindingCells },
];
