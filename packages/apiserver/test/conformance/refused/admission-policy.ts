import { refusals, type Variants } from '../refusals.ts';
import type { Group } from '../session.ts';

const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const spec = (fields: object): object => ({ spec: fields });
const about = (more: object, key = 'matchConstraints'): object =>
  spec({ [key]: { resourceRules: [{ ...rule, ...more }] } });
const validating = (more: object): object => spec({ validations: [{ expression: 'true', ...more }] });
const annotating = (...auditAnnotations: readonly object[]): object => spec({ auditAnnotations });
const annotation = { key: 'a', valueExpression: "'b'" };
const mutating = (...mutations: readonly object[]): object => spec({ mutations });
const applying = (expression: string): object =>
  mutating({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });
const patching = (expression: string): object =>
  mutating({ patchType: 'JSONPatch', jsonPatch: { expression } });
const parameters = (apiVersion: string, kind = 'ConfigMap'): object =>
  spec({ paramKind: { apiVersion, kind } });
const variable = (name: string, expression = 'true'): object => spec({ variables: [{ name, expression }] });
const condition = (name: string, expression = 'true'): object =>
  spec({ matchConditions: [{ name, expression }] });

const common: Variants = {
  'another failure policy': spec({ failurePolicy: 'Retry' }),
  'no constraints': spec({ matchConstraints: null }),
  'no rules': spec({ matchConstraints: { resourceRules: null } }),
  'another match policy': spec({ matchConstraints: { matchPolicy: 'Some' } }),
  'a selector that is none': spec({
    matchConstraints: { namespaceSelector: { matchLabels: { 'a b': 'c' } } },
  }),
  'an empty rule': spec({ matchConstraints: { resourceRules: [{}] } }),
  'an excluded rule that is empty': spec({ matchConstraints: { excludeResourceRules: [{}] } }),
  'all resources and one': about({ resources: ['*', 'pods'] }),
  'names that are none': about({ resourceNames: ['a/b', 'c', 'c'] }),
  'another operation': about({ operations: ['GET'] }),
  'parameters without a kind': parameters('v1', ''),
  'parameters with a kind that is none': parameters('v1', 'a b'),
  'parameters without a version': parameters(''),
  'parameters with a version that is none': parameters('a/b/c'),
  'parameters without the version of a group': parameters('apps/'),
  'parameters with a group that is none': parameters('A/v1'),
  'parameters with a version that is no name': parameters('apps/V1'),
  'parameters with a slash': parameters('/'),
  'a condition without a name': condition(''),
  'a condition without an expression': condition('a', ''),
  'a variable without a name': variable(''),
  'a variable with a reserved name': variable('while'),
  'a variable with a name that is none': variable('a-b'),
  'a variable without an expression': variable('a', ' '),
  'a condition that does not parse': condition('a', 'object.'),
  'a condition of another type': condition('a', ' object.data '),
  'a condition with parameters that are not there': condition('a', 'params.a == 1'),
  'a condition with variables': spec({
    variables: [{ name: 'a', expression: 'true' }],
    matchConditions: [{ name: 'a', expression: 'variables.a' }],
  }),
  'a variable that does not compile': variable('a', 'obj.a'),
  'a variable that breaks when it is compiled': variable('a', 'timestamp("a")'),
  'a pattern that is none': condition('a', 'request.name.matches("(")'),
};

const policy = refusals({
  resource: 'admissionregistration.k8s.io/v1 validatingadmissionpolicies',
  scope: 'Cluster',
  valid: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'refused' },
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'true' }] },
  },
  refused: {
    ...common,
    'no spec': { spec: null },
    'nothing to look at': spec({ validations: [] }),
    'no expression': validating({ expression: ' ' }),
    'an empty message': validating({ message: ' ' }),
    'a message of two lines': validating({ message: 'a\nb' }),
    'an empty message expression': validating({ messageExpression: ' ' }),
    'another reason': validating({ reason: 'Because' }),
    'a key that is none': annotating({ ...annotation, key: 'a b' }),
    'a key twice': annotating(annotation, annotation),
    'a key without a value': annotating({ key: 'a', valueExpression: '' }),
    'an expression that does not parse': validating({ expression: ' a b ' }),
    'an expression of a text': validating({ expression: '"a"' }),
    'an expression of any type': validating({ expression: 'object.a' }),
    'an expression of a list': validating({ expression: '[object]' }),
    'an expression of an optional': validating({ expression: 'optional.of(1)' }),
    'an expression of a time': validating({ expression: 'timestamp("2020-01-01T00:00:00Z")' }),
    'an expression of rights': validating({ expression: "authorizer.group('').resource('a').check('b')" }),
    'an unknown name': validating({ expression: 'objects.a == 1 && variables.b' }),
    'an unknown field of the request': validating({ expression: 'request.object.a == 1' }),
    'an unknown field of the namespace': validating({ expression: 'namespaceObject.metadata.uid == "a"' }),
    'an unknown variable': spec({
      variables: [{ name: 'a', expression: '1' }],
      validations: [{ expression: 'variables.b == 1 && variables.a' }],
    }),
    'a variable of a later one': spec({
      variables: [
        { name: 'a', expression: 'variables.b' },
        { name: 'b', expression: '1' },
      ],
    }),
    'a variable of rights that is a bool': spec({
      variables: [{ name: 'a', expression: "authorizer.group('')" }],
      validations: [{ expression: 'variables.a.resource("x").check("get")' }],
    }),
    'a variable of a list that is a bool': spec({
      variables: [{ name: 'a', expression: '[{"a": 1}]' }],
      validations: [{ expression: 'variables.a' }],
    }),
    'a message of rights': validating({
      messageExpression: 'string(authorizer.path("/").check("get").allowed())',
    }),
    'a message of a number': validating({ messageExpression: '1' }),
    'an annotation of a number': annotating({ ...annotation, valueExpression: ' 1 ' }),
    'an annotation of any type': annotating({ ...annotation, valueExpression: 'object.a' }),
    'parameters without a kind that are used': validating({ expression: 'params.a == 1' }),
    'too long a value': annotating({ key: 'a', valueExpression: `'${'x'.repeat(5121)}'` }),
  },
  taken: {
    'annotations alone': spec({ validations: null, auditAnnotations: [annotation] }),
    'a reason': validating({ reason: 'Forbidden', message: 'no' }),
    parameters: parameters('v1'),
    'a variable': variable('_a1'),
    'a condition': condition('a.b/c'),
    'names of resources': about({ resourceNames: ['a', 'b'] }),
    deletions: about({ operations: ['DELETE'] }),
  },
  refusedChanges: { 'another failure policy': spec({ failurePolicy: '' }) },
  takenChanges: { 'another failure policy': spec({ failurePolicy: 'Ignore' }) },
  refusedStatus: {
    'a warning of nothing': {
      status: { typeChecking: { expressionWarnings: [{ fieldRef: '', warning: '' }] } },
    },
    'a condition that is none': { status: { conditions: [{ type: 'a b', status: 'Maybe' }] } },
  },
  takenStatus: {
    'a warning': {
      status: {
        typeChecking: { expressionWarnings: [{ fieldRef: 'spec.validations[0].expression', warning: 'w' }] },
      },
    },
  },
});

const mutatingPolicy = refusals({
  resource: 'admissionregistration.k8s.io/v1 mutatingadmissionpolicies',
  scope: 'Cluster',
  valid: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'refused' },
    spec: {
      matchConstraints: { resourceRules: [rule] },
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } }],
      reinvocationPolicy: 'Never',
    },
  },
  refused: {
    ...common,
    deletions: about({ operations: ['CREATE', 'DELETE'] }),
    'no mutations': mutating(),
    'no type of patch': mutating({ applyConfiguration: { expression: 'Object{}' } }),
    'another type of patch': mutating({ patchType: 'Merge' }),
    'no patch': mutating({ patchType: 'JSONPatch' }),
    'no configuration': mutating({ patchType: 'ApplyConfiguration' }),
    'the other patch': mutating({ patchType: 'JSONPatch', applyConfiguration: { expression: 'Object{}' } }),
    'both patches': mutating({
      patchType: 'ApplyConfiguration',
      applyConfiguration: { expression: ' ' },
      jsonPatch: { expression: '[]' },
    }),
    'a configuration that does not parse': applying(' Object{ '),
    'a configuration of another type': applying('"a"'),
    'a configuration of any type': applying('object'),
    'a configuration of a part': applying('Object.spec{a: 1}'),
    'a configuration of an unknown type': applying('Objects{a: 1}'),
    'a configuration with an unknown name': applying('Object{a: variables.b, c: params.d}'),
    'operations of another type': patching('JSONPatch{op: "add"}'),
    'operations that are maps': patching('[{"op": "add"}]'),
    'no operations at all': patching('[]'),
    'an operation with a number': patching('[JSONPatch{op: 1, path: "/a"}]'),
    'a function of patches elsewhere': condition('a', 'jsonpatch.escapeKey("a") == "a"'),
    'no way to be asked again': spec({ reinvocationPolicy: '' }),
    'another way to be asked again': spec({ reinvocationPolicy: 'Always' }),
  },
  taken: {
    'asked again': spec({ reinvocationPolicy: 'IfNeeded' }),
    'fields of any name': applying('Object{a: Object.a{b: [Object.a.b{c: 1}]}, d: {"e": "f"}}'),
    operations: patching('[JSONPatch{op: "add", path: "/a", value: Object.a{b: 1}}]'),
  },
  refusedChanges: { 'no mutations': mutating() },
  takenChanges: { 'another failure policy': spec({ failurePolicy: 'Ignore' }) },
});

const given = (paramRef: object): object =>
  spec({ paramRef: { parameterNotFoundAction: 'Deny', ...paramRef } });
const commonBinding: Variants = {
  'no policy': spec({ policyName: '' }),
  'a policy with a name that is none': spec({ policyName: 'A' }),
  'no parameters': given({}),
  'parameters by name and by label': given({ name: 'a', selector: {} }),
  'parameters with a name that is none': given({ name: 'a/b' }),
  'parameters with a selector that is none': given({ selector: { matchLabels: { 'a b': 'c' } } }),
  'nothing about missing parameters': given({ name: 'a', parameterNotFoundAction: null }),
  'another action for missing parameters': given({ name: 'a', parameterNotFoundAction: 'Wait' }),
  'another match policy': spec({ matchResources: { matchPolicy: 'Some' } }),
  'an empty rule': spec({ matchResources: { resourceRules: [{}] } }),
};
const commonTaken: Variants = {
  'parameters by name': given({ name: 'a' }),
  'parameters by label': given({ selector: {}, parameterNotFoundAction: 'Allow' }),
  'some resources': about({}, 'matchResources'),
};

const bindings = (prefix: 'Validating' | 'Mutating', own: object): Parameters<typeof refusals>[0] => ({
  resource: `admissionregistration.k8s.io/v1 ${prefix.toLowerCase()}admissionpolicybindings`,
  scope: 'Cluster',
  valid: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${prefix}AdmissionPolicyBinding`,
    metadata: { name: 'refused' },
    spec: { policyName: 'nobody', ...own },
  },
  refused: commonBinding,
  taken: commonTaken,
  refusedChanges: { 'no policy': spec({ policyName: '' }) },
  takenChanges: { 'another policy': spec({ policyName: 'other' }) },
});

const binding = refusals({
  ...bindings('Validating', { validationActions: ['Deny'] }),
  refused: {
    ...commonBinding,
    'no actions': spec({ validationActions: [] }),
    'other actions': spec({ validationActions: ['Deny', 'Log'] }),
    'an action twice': spec({ validationActions: ['Audit', 'Audit'] }),
    'denied and warned of': spec({ validationActions: ['Warn', 'Deny'] }),
  },
  taken: {
    ...commonTaken,
    'two actions': spec({ validationActions: ['Warn', 'Audit'] }),
    deletions: about({ operations: ['DELETE'] }, 'matchResources'),
  },
});

const mutatingBinding = refusals({
  ...bindings('Mutating', {}),
  refused: { ...commonBinding, deletions: about({ operations: ['DELETE'] }, 'matchResources') },
});

export const group: Group = async (t) => {
  await policy(t);
  await mutatingPolicy(t);
  await binding(t);
  await mutatingBinding(t);
};
