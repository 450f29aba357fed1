import { type Refusals, refusals, type Variants } from '../refusals.ts';
import type { Group } from '../session.ts';

const rule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods'],
  scope: '*',
};
const webhook = {
  name: 'a.example.com',
  clientConfig: { url: 'https://a.example.com' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  rules: [rule],
};
const of = (more: object): object => ({ webhooks: [{ ...webhook, ...more }] });
const at = (url: string): object => of({ clientConfig: { url } });
const service = (more: object): object =>
  of({ clientConfig: { service: { namespace: 'n', name: 's', ...more } } });
const about = (more: object): object => of({ rules: [{ ...rule, ...more }] });
const resources = (...names: readonly string[]): object => about({ resources: names });
const matching = (...matchConditions: readonly object[]): object => of({ matchConditions });
const condition = { name: 'a', expression: 'true' };

const refused: Variants = {
  'a condition that does not parse': matching({ name: 'a', expression: ' object. ' }),
  'a condition of another type': matching(condition, { name: 'b', expression: 'request.name' }),
  'a condition with parameters': matching({ name: 'a', expression: 'params == null' }),
  'no name': of({ name: '' }),
  'a name of two parts': of({ name: 'a.example' }),
  'a name that is none': of({ name: 'A.example.com' }),
  'a name twice': { webhooks: [webhook, webhook] },
  'another failure policy': of({ failurePolicy: 'Retry' }),
  'another match policy': of({ matchPolicy: 'Some' }),
  'side effects': of({ sideEffects: 'Some' }),
  'unknown side effects': of({ sideEffects: 'Unknown' }),
  'nothing about side effects': of({ sideEffects: null }),
  'no time': of({ timeoutSeconds: 0 }),
  'too much time': of({ timeoutSeconds: 31 }),
  'a selector that is none': of({ namespaceSelector: { matchLabels: { 'a b': 'c' } } }),
  'a selector without values': of({ objectSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
  'a selector of another sort': of({
    objectSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] },
  }),
  'no client': of({ clientConfig: {} }),
  'a url and a service': of({ clientConfig: { url: 'https://a', service: { namespace: 'n', name: 's' } } }),
  'a url without tls': at('http://a'),
  'a url with all that it must not have': at('ftp://me@a/?b#c'),
  'a url without a host': at('https:///a'),
  'a url that is none': at('https://a:b'),
  'a service without names': service({ namespace: '', name: '' }),
  'a port that is none': service({ port: 65536 }),
  'a path without a slash': service({ path: 'a/b' }),
  'a path that is none': service({ path: '/a//B' }),
  'no reviews': of({ admissionReviewVersions: [] }),
  'reviews that are not known': of({ admissionReviewVersions: ['v2'] }),
  'a review twice': of({ admissionReviewVersions: ['v1', 'v1'] }),
  'a review that is no name': of({ admissionReviewVersions: ['v1', 'A'] }),
  'an empty rule': of({ rules: [{}] }),
  'all groups and one': about({ apiGroups: ['*', 'apps'] }),
  'all versions and one': about({ apiVersions: ['*', 'v1'] }),
  'an empty version': about({ apiVersions: [''] }),
  'all operations and one': about({ operations: ['*', 'CREATE'] }),
  'another operation': about({ operations: ['GET'] }),
  'another scope': about({ scope: 'Some' }),
  'an empty resource': resources(''),
  'all resources and one': resources('*', 'pods'),
  'all parts and one': resources('*/*', 'pods'),
  'parts of one and one of them': resources('pods/*', 'pods/status'),
  'parts of all and one of them': resources('*/status', 'pods/status'),
  'both kinds of parts': resources('pods/*', '*/status', 'pods/status'),
  'a condition without a name': matching({ expression: 'true' }),
  'a condition without an expression': matching({ name: 'a', expression: ' ' }),
  'a condition with a name that is none': matching({ name: 'a b', expression: 'true' }),
  'a condition twice': matching(condition, condition),
  'too many conditions': matching(
    ...Array.from({ length: 65 }, (_, n) => ({ name: `c${n}`, expression: 'true' })),
  ),
};

const taken: Variants = {
  'no webhooks': { webhooks: [] },
  'no webhooks at all': { webhooks: null },
  'no rules': of({ rules: [] }),
  'none on a dry run': of({ sideEffects: 'NoneOnDryRun' }),
  'the longest time': of({ timeoutSeconds: 30 }),
  'a service with a path': service({ path: '/a/b.c/', port: 1 }),
  'a path that is empty': service({ path: '' }),
  'a url with a port and a path': at('https://a.example.com:8443/b?'),
  'an old review beside': of({ admissionReviewVersions: ['v1beta1', 'v9'] }),
  'one resource and all': resources('pods', '*'),
  'all parts': resources('*/*'),
  'parts of two': resources('pods/*', 'nodes/*'),
  'a condition': matching(condition),
  'two webhooks': { webhooks: [webhook, { ...webhook, name: 'b.example.com' }] },
};

const configurations = (resource: string, kind: string, more: Partial<Refusals> = {}): Group =>
  refusals({
    resource: `admissionregistration.k8s.io/v1 ${resource}`,
    scope: 'Cluster',
    valid: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      metadata: { name: 'refused' },
      webhooks: [{ ...webhook, rules: [{ ...rule, apiGroups: ['refused.example.com'] }] }],
    },
    refused,
    taken,
    refusedChanges: { 'no name': of({ name: '' }), 'side effects': of({ sideEffects: 'Some' }) },
    takenChanges: { 'another time': of({ timeoutSeconds: 3 }), 'no webhooks': { webhooks: [] } },
    ...more,
  });

const validating = configurations('validatingwebhookconfigurations', 'ValidatingWebhookConfiguration');
const mutating = configurations('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
  refused: { ...refused, 'another way to be asked again': of({ reinvocationPolicy: 'Always' }) },
  taken: { ...taken, 'asked again': of({ reinvocationPolicy: 'IfNeeded' }) },
});

export const group: Group = async (t) => {
  await validating(t);
  await mutating(t);
};
