// Mutating policies, and what is sent under each.

import type { Ask, Session } from '../session.ts';
import { about, type Labels, mapWith, type PolicyCase } from './policy-case.ts';

const jsonPatch = (expression: string): object => ({ patchType: 'JSONPatch', jsonPatch: { expression } });
const applied = (expression: string): object => ({
  patchType: 'ApplyConfiguration',
  applyConfiguration: { expression },
});
const mutating = (...mutations: readonly object[]): PolicyCase => ({ policy: { mutations } });
const patching = (expression: string, more: object = {}): PolicyCase => ({
  policy: { mutations: [jsonPatch(expression)], ...more },
});
const applying = (expression: string, more: object = {}): PolicyCase => ({
  policy: { mutations: [applied(expression)], ...more },
});
const add = (path: string, value: string): string =>
  `[JSONPatch{op: "add", path: "${path}", value: ${value}}]`;

const pods = about({ resources: ['pods'] });
const sendPod: PolicyCase['send'] = (t, labels, ask) =>
  t.post(
    t.at('pods'),
    {
      metadata: { name: 'asked', labels },
      spec: { containers: [{ name: 'a', image: 'a', env: [{ name: 'x', value: '1' }] }] },
    },
    { ...ask, only: ['kind', 'metadata', 'spec', 'message', 'details', 'code', 'reason'] },
  );
const ofPods = (one: PolicyCase): PolicyCase => ({
  policy: { ...one.policy, matchConstraints: pods },
  send: sendPod,
});

const patches: Readonly<Record<string, PolicyCase>> = {
  adds: patching(add('/data/b', '"2"')),
  'adds an annotation': patching(
    '[JSONPatch{op: "add", path: "/metadata/annotations", value: {"a": "b", "c/d~e": string(object.metadata.name)}}]',
  ),
  'adds at an escaped key': patching(
    '[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("a.b/c"), value: "d"}]',
  ),
  removes: patching('[JSONPatch{op: "remove", path: "/data/a"}]'),
  replaces: patching('[JSONPatch{op: "replace", path: "/data/a", value: object.data.a + "0"}]'),
  moves: patching('[JSONPatch{op: "move", from: "/data/a", path: "/data/c"}]'),
  copies: patching('[JSONPatch{op: "copy", from: "/data/a", path: "/data/c"}]'),
  'tests and adds': patching(
    '[JSONPatch{op: "test", path: "/data/a", value: "1"}, JSONPatch{op: "add", path: "/data/b", value: "2"}]',
  ),
  'tests in vain': patching(
    '[JSONPatch{op: "test", path: "/data/a", value: "2"}, JSONPatch{op: "add", path: "/data/b", value: "2"}]',
  ),
  'removes what is not there': patching('[JSONPatch{op: "remove", path: "/data/z"}]'),
  'removes what is not there and is ignored': patching('[JSONPatch{op: "remove", path: "/data/z"}]', {
    failurePolicy: 'Ignore',
  }),
  'no operations': patching('[]'),
  'an operation that is none': patching('[JSONPatch{op: "put", path: "/data/z", value: "1"}]'),
  'a value of another type': patching(add('/data/b', '[1]')),
  'a field that is not known': patching(add('/wrong', '1')),
  'operations that depend': patching(
    'has(object.data.a) ? [JSONPatch{op: "add", path: "/data/b", value: "2"}] : []',
  ),
  'an object as a value': ofPods(
    patching(
      '[JSONPatch{op: "add", path: "/spec/containers/-", value: Object.spec.containers{name: "b", image: "b", ports: [Object.spec.containers.ports{containerPort: 80}]}}]',
    ),
  ),
  'an object of another type as a value': ofPods(
    patching(
      '[JSONPatch{op: "add", path: "/spec/containers/-", value: Object.spec.containers{name: "b", ports: [Object.spec.ports{containerPort: 80}]}}]',
    ),
  ),
  'breaks a patch': patching(add('/data/b', 'object.data.z')),
  'breaks a patch and is ignored': patching(add('/data/b', 'object.data.z'), { failurePolicy: 'Ignore' }),
  'two mutations': mutating(
    jsonPatch(add('/data/b', '"2"')),
    jsonPatch(add('/data/c', 'object.data.b + "3"')),
  ),
  'two mutations that break': mutating(
    jsonPatch(add('/data/b', 'object.data.y')),
    jsonPatch(add('/data/c', 'object.data.z')),
  ),
  'one that breaks and one that does not': {
    policy: {
      failurePolicy: 'Ignore',
      mutations: [jsonPatch(add('/data/b', 'object.data.y')), jsonPatch(add('/data/c', '"3"'))],
    },
  },
};

const configurations: Readonly<Record<string, PolicyCase>> = {
  applies: applying('Object{data: {"b": "2"}}'),
  'applies labels': applying(
    'Object{metadata: Object.metadata{labels: {"x": "y", "of": string(object.metadata.name)}, annotations: {"a": "b"}}}',
  ),
  'applies nothing': applying('Object{}'),
  'applies what is there if it is': applying(
    'Object{?data: has(object.data.z) ? optional.of({"b": "2"}) : optional.none()}',
  ),
  'applies a container': ofPods(
    applying(
      'Object{spec: Object.spec{initContainers: [Object.spec.initContainers{name: "mesh", image: "mesh", restartPolicy: "Always"}]}}',
    ),
  ),
  'applies to a container': ofPods(
    applying(
      'Object{spec: Object.spec{containers: [Object.spec.containers{name: "a", env: [Object.spec.containers.env{name: "y", value: "2"}, Object.spec.containers.env{name: "x", value: "3"}]}]}}',
    ),
  ),
  'applies to all containers': ofPods(
    applying(
      'Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, imagePullPolicy: "Never"})}}',
    ),
  ),
  'applies numbers': ofPods(
    applying('Object{spec: Object.spec{terminationGracePeriodSeconds: 5, enableServiceLinks: false}}'),
  ),
  'applies to what is atomic': ofPods(
    applying('Object{spec: Object.spec{containers: [Object.spec.containers{name: "a", args: ["x"]}]}}'),
  ),
  'applies a selector that is atomic': ofPods(
    applying('Object{spec: Object.spec{nodeSelector: {"a": "b"}}}'),
  ),
  'applies an unknown field': applying('Object{wrong: 1}'),
  'applies an unknown field of a pod': ofPods(applying('Object{spec: Object.spec{wrong: 1}}')),
  'applies a value of another type': applying('Object{data: [1]}'),
  'applies a container without a name': ofPods(
    applying('Object{spec: Object.spec{containers: [Object.spec.containers{image: "a"}]}}'),
  ),
  'applies an object of another type': applying('Object{metadata: Object.spec{labels: {"a": "b"}}}'),
  'breaks a configuration': applying('Object{data: {"b": string(object.data.z)}}'),
};

const terms: Readonly<Record<string, PolicyCase>> = {
  'where a condition holds': patching(add('/data/b', '"2"'), {
    matchConditions: [{ name: 'a', expression: 'object.data.a == "1"' }],
  }),
  'where a condition does not hold': patching(add('/data/b', '"2"'), {
    matchConditions: [{ name: 'a', expression: 'object.data.a == "2"' }],
  }),
  'where a condition breaks': patching(add('/data/b', '"2"'), {
    matchConditions: [{ name: 'a', expression: 'object.data.z == "2"' }],
  }),
  'with variables': patching(add('/data/b', 'variables.b'), {
    variables: [
      { name: 'a', expression: 'object.data.a' },
      { name: 'b', expression: 'variables.a + "!"' },
    ],
  }),
  'with rights': patching(
    '[JSONPatch{op: "add", path: "/data/b", value: string(authorizer.requestResource.check("create").allowed()) + request.userInfo.username + namespaceObject.status.phase}]',
  ),
  'with parameters that are missing': {
    ...patching(add('/data/b', 'params.data.a'), { paramKind: { apiVersion: 'v1', kind: 'Secret' } }),
    // A real server forgets kinds of parameters that no policy uses any more, and may not find them again.
    binding: { paramRef: { name: 'no-such-secret', parameterNotFoundAction: 'Deny' } },
  },
  'with parameters': {
    ...patching(add('/data/b', 'params.metadata.name'), {
      paramKind: { apiVersion: 'v1', kind: 'Namespace' },
    }),
    binding: { paramRef: { name: 'default', parameterNotFoundAction: 'Deny' } },
  },
  'with params of a kind that is not there': patching(add('/data/b', '"2"'), {
    paramKind: { apiVersion: 'v1', kind: 'Nothing' },
  }),
  'asked again': patching(add('/data/b', 'has(object.data.b) ? object.data.b + "again" : "once"'), {
    reinvocationPolicy: 'IfNeeded',
  }),
  'never asked again': patching(add('/data/b', 'has(object.data.b) ? object.data.b + "again" : "once"')),
  'bound elsewhere': {
    ...patching(add('/data/b', '"2"')),
    binding: { matchResources: about({ resources: ['pods'] }) },
  },
  'what cannot be written': patching('[JSONPatch{op: "replace", path: "/metadata/name", value: "A B"}]'),
  'another version': {
    policy: {
      mutations: [applied('Object{spec: Object.spec{maxReplicas: 7}}')],
      matchConstraints: about({ apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] }),
    },
    send: (t, labels, ask) =>
      t.post(
        `/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`,
        {
          metadata: { name: 'asked', labels },
          spec: {
            maxReplicas: 3,
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
            metrics: [
              {
                type: 'Resource',
                resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 5 } },
              },
            ],
          },
        },
        { ...ask, only: ['kind', 'apiVersion', 'spec', 'message'] },
      ),
  },
};

const stored =
  (send: (t: Session, path: string, ask: Ask) => Promise<unknown>): NonNullable<PolicyCase['send']> =>
  async (t, labels: Labels, ask) => {
    const name = `m-${labels['case']}`;
    await t.post(t.at('configmaps'), mapWith(labels, { metadata: { name, labels } }), { quiet: true });
    await send(t, t.at('configmaps', name), ask);
  };
const changed = { matchConstraints: about({ operations: ['UPDATE'] }) };

const verbs: Readonly<Record<string, PolicyCase>> = {
  'changes an update': {
    ...patching(add('/data/b', 'oldObject.data.a + object.data.a'), changed),
    send: stored((t, path, ask) => t.merge(path, { data: { a: '2' } }, ask)),
  },
  'changes an apply': {
    ...applying('Object{data: {"c": "3"}}', changed),
    send: stored((t, path, ask) =>
      t.apply(path, { apiVersion: 'v1', kind: 'ConfigMap', data: { d: '4' } }, { ...ask, only: ['data'] }),
    ),
  },
};

export const mutatingCases: Readonly<Record<string, PolicyCase>> = {
  ...patches,
  ...configurations,
  ...terms,
  ...verbs,
};
