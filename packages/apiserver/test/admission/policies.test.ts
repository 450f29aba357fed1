// What recorded answers of the real server do not show of policies: that they can be switched off, and what is hostile.

import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpMethod, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';

type Options = ConstructorParameters<typeof ApiServer>[0];
type Answer = { readonly message?: string; readonly data?: unknown };
type Send = (
  method: HttpMethod,
  path: string,
  body?: object,
) => Promise<{ status: number; message: string; data: unknown }>;
type Policies = Readonly<Record<string, object>>;

const registration = '/apis/admissionregistration.k8s.io/v1';
const maps = '/api/v1/namespaces/default/configmaps';
const map = { metadata: { name: 'm' }, data: { a: '1' } };
const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] };

function serverOf(options: Options): Send {
  const server = new ApiServer({ resources: catalog, ...options });
  return async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await server.service({ method, path, query: [], headers, ...content });
    const answer = JSON.parse(new TextDecoder().decode(await readBody(response.body))) as Answer;
    return { status: response.status, message: answer.message ?? '', data: answer.data };
  };
}

async function install(send: Send, kind: 'mutating' | 'validating', policies: Policies): Promise<void> {
  await send('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  for (const [name, spec] of Object.entries(policies)) {
    const whole = { matchConstraints: { resourceRules: [rule] }, ...spec };
    const bound = { policyName: name, ...(kind === 'validating' && { validationActions: ['Deny'] }) };
    const answers = [
      await send('POST', `${registration}/${kind}admissionpolicies`, { metadata: { name }, spec: whole }),
      await send('POST', `${registration}/${kind}admissionpolicybindings`, {
        metadata: { name: 'b' + name },
        spec: bound,
      }),
    ];
    expect(answers).toMatchObject([{ status: 201 }, { status: 201 }]);
  }
}

async function withPolicy(spec: object, options: Options = {}): Promise<Send> {
  const send = serverOf(options);
  await install(send, 'validating', { p: spec });
  return send;
}

const never = { validations: [{ expression: 'false' }] };

it('refuses from the request after its binding, and no more once the binding is gone', async () => {
  const send = await withPolicy(never);
  expect(await send('POST', maps, map)).toMatchObject({ status: 422 });
  await send('DELETE', `${registration}/validatingadmissionpolicybindings/bp`);
  expect(await send('POST', maps, map)).toMatchObject({ status: 201 });
});

it('judges by the policy as it is now', async () => {
  const send = await withPolicy(never);
  await send('DELETE', `${registration}/validatingadmissionpolicies/p`);
  expect(await send('POST', maps, map)).toMatchObject({ status: 201 });
  await send('POST', `${registration}/validatingadmissionpolicies`, {
    metadata: { name: 'p' },
    spec: {
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: 'false', message: 'new' }],
    },
  });
  const { message } = await send('DELETE', `${maps}/m`);
  expect(message).toBe(
    `configmaps "m" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'bp' denied request: new`,
  );
});

it('is not asked where its plugin is off', async () => {
  const send = await withPolicy(never, { disableAdmissionPlugins: ['ValidatingAdmissionPolicy'] });
  expect(await send('POST', maps, map)).toMatchObject({ status: 201 });
});

const manyItems = `[${Array.from({ length: 200 }, () => '0').join(',')}]`;

describe.each([
  [
    'a variable that asks for the second one of its name',
    {
      variables: [
        { name: 'a', expression: 'true' },
        { name: 'a', expression: 'variables.a' },
      ],
      validations: [{ expression: 'variables.a' }],
    },
    'depends on itself',
  ],
  [
    'a message of many megabytes',
    {
      variables: [
        { name: 'a', expression: `['${'x'.repeat(1000)}'].map(x, ${manyItems}.map(y, x).join())[0]` },
        { name: 'b', expression: `${manyItems}.map(y, variables.a).join()` },
        { name: 'c', expression: `${manyItems}.map(y, variables.b).join()` },
      ],
      validations: [{ expression: 'false', messageExpression: 'variables.c', message: 'short' }],
    },
    'denied request: ',
  ],
])('of %s', (_, spec, expected) => {
  it('says what ends it', async () => {
    const send = await withPolicy(spec);
    const { status, message } = await send('POST', maps, map);
    expect(status).toBe(422);
    expect(message).toContain(expected);
    expect(message.length).toBeLessThan(20_000);
  });
});

const mutating = (expression: string, more: object = {}): object => ({
  mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }],
  reinvocationPolicy: 'Never',
  matchConstraints: {
    resourceRules: [{ ...rule, operations: ['CREATE'], resources: ['*', 'pods/eviction'] }],
  },
  ...more,
});
const appending = (key: string, value: string): string =>
  `[JSONPatch{op: "add", path: "/data/${key}", value: (has(object.data.${key}) ? object.data.${key} : "") + ${value}}]`;
const always = { matchConditions: [{ name: 'maps', expression: 'has(object.data)' }] };

describe('policies that change objects', () => {
  it.each([
    ['IfNeeded', { seen: '1,1b,', b: 'b' }],
    ['Never', { seen: '1,', b: 'b' }],
  ])(
    'are asked again where their policy is %s and a later one has changed something',
    async (reinvocationPolicy, seen) => {
      const send = serverOf({});
      await install(send, 'mutating', {
        a: mutating(appending('seen', '"1" + (has(object.data.b) ? object.data.b : "") + ","'), {
          ...always,
          reinvocationPolicy,
        }),
        b: mutating('[JSONPatch{op: "add", path: "/data/b", value: "b"}]', always),
      });
      const { data } = await send('POST', maps, map);
      expect(data).toEqual({ a: '1', ...seen });
    },
  );

  it('are not asked where their plugin is off', async () => {
    const send = serverOf({ disableAdmissionPlugins: ['MutatingAdmissionPolicy'] });
    await install(send, 'mutating', { a: mutating(appending('seen', '"1"')) });
    expect(await send('POST', maps, map)).toMatchObject({ status: 201, data: { a: '1' } });
  });

  it('are refused where they would change what is asked of an object', async () => {
    const send = serverOf({});
    await install(send, 'mutating', {
      a: mutating('[JSONPatch{op: "add", path: "/metadata/labels", value: {"a": "b"}}]', {
        matchConditions: [{ name: 'evictions', expression: 'request.kind.kind == "Eviction"' }],
      }),
    });
    const pods = '/api/v1/namespaces/default/pods';
    await send('POST', pods, { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'a' }] } });
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } };
    expect(await send('POST', `${pods}/p/eviction`, eviction)).toMatchObject({ status: 501 });
  });

  it('make no patch that is larger than a request', async () => {
    const send = serverOf({});
    await install(send, 'mutating', {
      a: mutating('[JSONPatch{op: "add", path: "/data/b", value: variables.b}]', {
        ...always,
        variables: [
          { name: 'a', expression: `${manyItems}.map(x, "${'x'.repeat(200)}")` },
          { name: 'b', expression: `${manyItems}.map(x, variables.a)` },
        ],
      }),
    });
    const { status, message } = await send('POST', maps, map);
    expect(status).toBe(403);
    expect(message).toContain('larger than 3145728 bytes');
  });
});
