// Validating policies, and what is sent under each.

import { about, mapWith, type PolicyCase } from './policy-case.ts';

const fails = { validations: [{ expression: 'object.data.a == "2"' }] };
const failing = (more: object): PolicyCase => ({
  policy: { validations: [{ expression: 'object.data.a == "2"', ...more }] },
});
/** Denies, and says what the expression comes to. */
const shows = (expression: string, more: object = {}): PolicyCase => ({
  policy: {
    validations: [{ expression: 'false', messageExpression: `"%s".format([${expression}])` }],
    ...more,
  },
});
const judged = (expression: string, more: object = {}): PolicyCase => ({
  policy: { validations: [{ expression }], ...more },
});
const broken = 'object.data.b == "1"';
const acting = (...validationActions: readonly string[]): object => ({ validationActions });
const variable = (name: string, expression: string): object => ({ name, expression });
const condition = (name: string, expression: string): object => ({ name, expression });
const under = (matchConditions: readonly object[], more: object = {}): PolicyCase => ({
  policy: { ...fails, matchConditions, ...more },
});
const items = `[${Array.from({ length: 30 }, (_, at) => at).join(', ')}]`;
const loops = (depth: number): string => {
  const inner = depth === 0 ? 'true' : loops(depth - 1);
  return `${items}.all(i${depth}, ${inner})`;
};

const messages: Readonly<Record<string, PolicyCase>> = {
  holds: judged('object.data.a == "1"'),
  fails: failing({}),
  'says why': failing({ message: ' a should be 2 ' }),
  'computes why': failing({ messageExpression: '" a is " + object.data.a + " "', message: 'not this' }),
  'fails to compute why': failing({ messageExpression: 'string(object.data.b)', message: 'this' }),
  'computes nothing': failing({ messageExpression: '"  "' }),
  'computes two lines': failing({ messageExpression: '"a\\nb"', message: 'one line' }),
  'computes too much': failing({ messageExpression: `'${'x'.repeat(5121)}'`, message: 'short' }),
  'computes much': failing({ messageExpression: `'${'x'.repeat(5120)}'`, message: 'short' }),
  'is forbidden': failing({ reason: 'Forbidden' }),
  'is too large': failing({ reason: 'RequestEntityTooLarge', message: 'too much' }),
  'is invalid': failing({ reason: 'Invalid' }),
  'an expression with spaces': { policy: { validations: [{ expression: '  object.data.a\n == "2"  ' }] } },
  'the first of two': {
    policy: {
      validations: [
        { expression: 'true' },
        { expression: 'false', message: 'first', reason: 'Forbidden' },
        { expression: 'false', message: 'second' },
      ],
    },
  },
  breaks: judged(broken),
  'breaks and is ignored': judged(broken, { failurePolicy: 'Ignore' }),
  'breaks one and is ignored': {
    policy: { failurePolicy: 'Ignore', validations: [{ expression: broken }, { expression: 'false' }] },
  },
  'has what breaks': judged('!has(object.data.b) && !has(object.spec)'),
  'is no map': judged('object.data.a.b == 1'),
};

const actions: Readonly<Record<string, PolicyCase>> = {
  warns: { ...failing({ message: 'a "quoted" thing' }), binding: acting('Warn') },
  'warns twice': {
    policy: {
      validations: [
        { expression: 'false', message: 'b' },
        { expression: 'false', message: 'a' },
      ],
    },
    binding: acting('Warn'),
  },
  'warns of what breaks': { ...judged(broken), binding: acting('Warn') },
  audits: { ...failing({}), binding: acting('Audit') },
  'audits and warns': { ...failing({}), binding: acting('Audit', 'Warn') },
  'audits and denies': { ...failing({}), binding: acting('Audit', 'Deny') },
  annotates: {
    policy: {
      auditAnnotations: [
        { key: 'a', valueExpression: 'null' },
        { key: 'b', valueExpression: '"two"' },
      ],
    },
  },
  'breaks an annotation': {
    policy: { auditAnnotations: [{ key: 'a', valueExpression: 'string(object.data.b)' }] },
    binding: acting('Warn'),
  },
  'breaks an annotation and is ignored': {
    policy: {
      failurePolicy: 'Ignore',
      auditAnnotations: [{ key: 'a', valueExpression: 'string(object.data.b)' }],
    },
  },
};

const composed: Readonly<Record<string, PolicyCase>> = {
  'a variable': judged('variables.a == "2"', { variables: [variable('a', 'object.data.a')] }),
  'a variable of a variable': judged('variables.b', {
    variables: [variable('a', 'object.data.a'), variable('b', 'variables.a == "1"')],
  }),
  'a variable that breaks': judged('variables.a == "2"', { variables: [variable('a', 'object.data.b')] }),
  'a variable that breaks unused': judged('true', { variables: [variable('a', 'object.data.b')] }),
  'a variable of one that breaks': judged('variables.b', {
    variables: [variable('a', 'object.data.b'), variable('b', 'variables.a == "1"')],
  }),
  'a variable in a message': {
    policy: {
      variables: [variable('a', '"a is " + object.data.a')],
      validations: [{ expression: 'false', messageExpression: 'variables.a' }],
    },
  },
  'a variable with rights in a message': {
    policy: {
      variables: [variable('a', 'string(authorizer.path("/x").check("get").allowed())')],
      validations: [{ expression: 'false', messageExpression: 'variables.a', message: 'not computed' }],
    },
  },
  'types of variables': judged(
    'variables.list.size() == 2 && variables.map["a"] == 1 && variables.time < timestamp("2030-01-01T00:00:00Z")',
    {
      variables: [
        variable('list', '[1, 2]'),
        variable('map', '{"a": 1}'),
        variable('time', 'timestamp("2020-01-01T00:00:00Z")'),
      ],
    },
  ),
};

const conditions: Readonly<Record<string, PolicyCase>> = {
  'a condition that holds': under([condition('a', 'object.data.a == "1"')]),
  'a condition that does not': under([condition('a', 'object.data.a == "2"')]),
  'a condition that breaks': under([condition('a', broken)]),
  'a condition that breaks and is ignored': under([condition('a', broken)], { failurePolicy: 'Ignore' }),
  'two conditions that break': under([condition('a', broken), condition('b', 'object.data.c == "1"')]),
  'the same condition twice': under([condition('a', broken), condition('b', broken)]),
  'a condition that breaks and one that does not hold': under([
    condition('a', broken),
    condition('b', 'object.data.a == "2"'),
  ]),
  'conditions of the request': under([
    condition('a', 'request.operation == "CREATE" && request.userInfo.username == "admin"'),
    condition('b', 'namespaceObject == null && oldObject == null'),
    condition('c', 'authorizer.requestResource.check("create").allowed()'),
  ]),
  'a condition that costs too much': under([condition('a', loops(3))]),
};

const requests: Readonly<Record<string, PolicyCase>> = {
  operation: shows('request.operation'),
  kind: shows('[request.kind.group, request.kind.version, request.kind.kind]'),
  resource: shows('[request.resource.group, request.resource.version, request.resource.resource]'),
  name: shows('[request.name, request.namespace]'),
  user: shows('request.userInfo.username'),
  groups: shows('request.userInfo.groups'),
  'dry run': shows('request.dryRun'),
  options: shows('[request.options.kind, request.options.dryRun[0]]'),
  'no subresource': shows('[has(request.subResource), has(request.requestSubResource)]'),
  subresource: shows('request.subResource'),
  'the namespace': shows(
    '[namespaceObject.metadata.name, namespaceObject.status.phase, namespaceObject.spec.finalizers[0]]',
  ),
  'labels of the namespace': shows('namespaceObject.metadata.labels["kubernetes.io/metadata.name"]'),
  'managed fields of the namespace': shows('has(namespaceObject.metadata.annotations)'),
  'the object': shows(
    '[object.kind, object.apiVersion, object.metadata.namespace, has(object.metadata.uid)]',
  ),
  'no old object': shows('oldObject == null'),
  'a generated name': {
    ...shows('[request.name.startsWith("made-"), object.metadata.name == request.name]'),
    binding: acting('Warn'),
    send: (t, labels, ask) => {
      const metadata = { generateName: 'made-', labels };
      return t.post(t.at('configmaps'), { metadata, data: { a: '1' } }, { ...ask, only: ['kind'] });
    },
  },
};

const rights: Readonly<Record<string, PolicyCase>> = {
  'rights of the sender': judged("!authorizer.group('apps').resource('deployments').check('get').allowed()"),
  'rights of an account': judged(
    "authorizer.serviceAccount('default', 'nobody').group('').resource('pods').namespace('x').name('y').subresource('log').check('get').allowed()",
  ),
  'why an account has no rights': judged(
    "authorizer.serviceAccount('default', 'nobody').path('/healthz').check('post').reason() != ''",
  ),
  'errors of decisions': judged(
    "authorizer.path('/a').check('get').errored() || authorizer.path('/a').check('get').error() != ''",
  ),
  'an account that is none': judged("authorizer.serviceAccount('a/b', 'c').path('/').check('get').allowed()"),
  'an account without a name': judged("authorizer.serviceAccount('a', 'C').path('/').check('get').allowed()"),
  'no path': judged("authorizer.path(' ').check('get').allowed()"),
  'no resource': judged("authorizer.group('').resource('').check('get').allowed()"),
  'the resource of the request': judged("!authorizer.requestResource.check('create').allowed()"),
  'rights by selectors': judged(
    "!authorizer.group('').resource('pods').labelSelector('a=b').fieldSelector('metadata.name=a').check('list').allowed()",
  ),
  'two checks': judged(
    "authorizer.path('/a').check('get').allowed() && authorizer.path('/b').check('get').allowed()",
  ),
  'three checks': judged(
    "authorizer.path('/a').check('get').allowed() && authorizer.path('/b').check('get').allowed() && authorizer.path('/c').check('get').allowed()",
  ),
};

const costs: Readonly<Record<string, PolicyCase>> = {
  'costs too much': judged(loops(3)),
  'costs too much and is ignored': judged(loops(3), { failurePolicy: 'Ignore' }),
  'costs too much together': {
    policy: {
      validations: Array.from({ length: 40 }, () => ({
        expression: `authorizer.path('/a').check('get').allowed()`,
      })),
    },
  },
  'costs too much together and is ignored': {
    policy: {
      failurePolicy: 'Ignore',
      validations: Array.from({ length: 40 }, () => ({
        expression: `authorizer.path('/a').check('get').allowed() && object.data.a == '2'`,
      })),
    },
  },
  'a variable that costs too much': judged('variables.a', { variables: [variable('a', loops(3))] }),
};

const createdElsewhere = { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] };
const scaler = (labels: object): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'asked', labels },
  spec: {
    maxReplicas: 3,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
    metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 5 } } },
    ],
  },
});
const scalers = { apiGroups: ['autoscaling'], apiVersions: ['v1'], resources: ['horizontalpodautoscalers'] };
const postScaler: PolicyCase['send'] = (t, labels, ask) =>
  t.post(`/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`, scaler(labels), {
    ...ask,
    only: ['kind'],
  });

const matching: Readonly<Record<string, PolicyCase>> = {
  'other resources': { policy: { ...fails, matchConstraints: about(createdElsewhere) } },
  'this name': { policy: { ...fails, matchConstraints: about({ resourceNames: ['a', 'asked'] }) } },
  'other names': { policy: { ...fails, matchConstraints: about({ resourceNames: ['other'] }) } },
  'what is excluded': {
    policy: {
      ...fails,
      matchConstraints: {
        ...about({ resources: ['*'] }),
        excludeResourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] },
        ],
      },
    },
  },
  'other namespaces': {
    policy: { ...fails, matchConstraints: { ...about({}), namespaceSelector: { matchLabels: { a: 'b' } } } },
  },
  'bound to other resources': {
    policy: { ...fails, matchConstraints: about({ resources: ['*'] }) },
    binding: { matchResources: about({ resources: ['pods'] }) },
  },
  'bound to some objects': {
    policy: fails,
    binding: { matchResources: { objectSelector: { matchLabels: { more: 'yes' } } } },
    send: async (t, labels, ask) => {
      await t.post(t.at('configmaps'), mapWith(labels), ask);
      await t.post(t.at('configmaps'), mapWith({ ...labels, more: 'yes' }), ask);
    },
  },
  'another version': {
    policy: {
      ...shows(
        '[object.apiVersion, request.kind.version, request.requestKind.version, string(object.spec.targetCPUUtilizationPercentage)]',
      ).policy,
      matchConstraints: about(scalers),
    },
    send: postScaler,
  },
  'conditions about another version': {
    policy: {
      ...fails,
      matchConstraints: about(scalers),
      matchConditions: [
        { name: 'a', expression: 'request.kind.version == "v1"' },
        { name: 'b', expression: 'request.resource.version == "v1"' },
      ],
    },
    send: postScaler,
  },
  'another version exactly': {
    policy: { ...fails, matchConstraints: { ...about(scalers), matchPolicy: 'Exact' } },
    send: postScaler,
  },
};

export const validatingCases: Readonly<Record<string, PolicyCase>> = {
  ...messages,
  ...actions,
  ...composed,
  ...conditions,
  ...requests,
  ...rights,
  ...costs,
  ...matching,
};
