// Policies with parameters, found and missing.

import type { Session } from '../session.ts';
import { about, type PolicyCase } from './policy-case.ts';

const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' };
const wants = {
  validations: [
    { expression: 'object.data.a == params.data.a', messageExpression: '"wants " + params.data.a' },
  ],
};
const given = (paramRef: object, more: object = {}): PolicyCase => ({
  policy: { ...wants, paramKind: configMaps, ...more },
  binding: { paramRef: { parameterNotFoundAction: 'Deny', ...paramRef } },
});
const missing = 'no-such-map';
const allowed = { parameterNotFoundAction: 'Allow' };

export async function makeParams(t: Session): Promise<void> {
  for (const [name, a, labels] of [
    ['one', '1', { all: 'yes' }],
    ['two', '2', { all: 'yes', some: 'yes' }],
  ] as const)
    await t.post(t.at('configmaps'), { metadata: { name, labels }, data: { a } }, { quiet: true });
}

export const paramCases = (namespace: string): Readonly<Record<string, PolicyCase>> => ({
  'by a name': given({ name: 'two' }),
  'by a name that allows': given({ name: 'one' }),
  'by a name in a namespace': given({ name: 'two', namespace }),
  'by a name in another namespace': given({ name: 'two', namespace: 'default' }),
  'by a name that is missing': given({ name: missing }),
  'by a name that may be missing': given({ name: missing, ...allowed }),
  'by a name that is missing ignored': given({ name: missing }, { failurePolicy: 'Ignore' }),
  'by a name that is missing warned of': {
    ...given({ name: missing }),
    binding: { paramRef: { parameterNotFoundAction: 'Deny', name: missing }, validationActions: ['Warn'] },
  },
  'by a label': given({ selector: { matchLabels: { some: 'yes' } } }),
  'by a label of two': {
    ...given({ selector: { matchLabels: { all: 'yes' } } }),
  },
  'by a label of none': given({ selector: { matchLabels: { none: 'yes' } } }),
  'by a label that may be missing': given({ selector: { matchLabels: { none: 'yes' } }, ...allowed }),
  'without a reference': {
    policy: {
      paramKind: configMaps,
      validations: [{ expression: 'params != null', message: 'without parameters' }],
    },
  },
  'without a reference but used': { policy: { ...wants, paramKind: configMaps } },
  'a reference that is not used': {
    policy: { validations: [{ expression: 'object.data.a == "2"' }] },
    binding: { paramRef: { name: missing, parameterNotFoundAction: 'Deny' } },
  },
  'what parameters are': {
    policy: {
      paramKind: configMaps,
      validations: [
        {
          expression: 'false',
          messageExpression:
            '"%s".format([[params.kind, params.apiVersion, params.metadata.name, params.metadata.namespace]])',
        },
      ],
    },
    binding: { paramRef: { name: 'one', parameterNotFoundAction: 'Deny' } },
  },
  'in variables and conditions': {
    policy: {
      paramKind: configMaps,
      variables: [{ name: 'wanted', expression: 'params.data.a' }],
      matchConditions: [{ name: 'a', expression: 'params.metadata.name == "two"' }],
      validations: [
        {
          expression: 'object.data.a == variables.wanted',
          messageExpression: '"wants " + string(variables.wanted)',
        },
      ],
    },
    binding: { paramRef: { selector: {}, parameterNotFoundAction: 'Deny' } },
  },
  'of the cluster': {
    policy: {
      paramKind: { apiVersion: 'v1', kind: 'Namespace' },
      validations: [{ expression: 'false', messageExpression: 'string(params.metadata.name)' }],
    },
    binding: { paramRef: { name: 'default', parameterNotFoundAction: 'Deny' } },
  },
  'of the cluster in a namespace': {
    policy: {
      paramKind: { apiVersion: 'v1', kind: 'Namespace' },
      validations: [{ expression: 'false' }],
    },
    binding: { paramRef: { name: 'default', namespace, parameterNotFoundAction: 'Deny' } },
  },
  'for something of the cluster': {
    policy: {
      ...wants,
      paramKind: configMaps,
      matchConstraints: about({ apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'] }),
    },
    binding: { paramRef: { name: 'one', parameterNotFoundAction: 'Deny' } },
    send: (t, labels, ask) =>
      t.post(
        '/apis/scheduling.k8s.io/v1/priorityclasses',
        { metadata: { name: 'denied', labels }, value: 5 },
        ask,
      ),
  },
  'of a kind that is not there': {
    policy: { ...wants, paramKind: { apiVersion: 'example.com/v1', kind: 'Nothing' } },
    binding: { paramRef: { name: 'one', parameterNotFoundAction: 'Deny' } },
  },
  'of a core kind that is not there': {
    policy: { ...wants, paramKind: { apiVersion: 'v1', kind: 'Nothing' } },
    binding: { paramRef: { name: 'one', parameterNotFoundAction: 'Allow' } },
  },
  'of a kind that is not there ignored': {
    policy: { ...wants, failurePolicy: 'Ignore', paramKind: { apiVersion: 'v1', kind: 'Nothing' } },
    binding: { paramRef: { name: 'one', parameterNotFoundAction: 'Deny' } },
  },
});
