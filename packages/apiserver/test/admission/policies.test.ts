// What recorded answers of the real server do not show of policies: that they can be switched off, and what is hostile.

import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpMethod, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';

type Options = ConstructorParameters<typeof ApiServer>[0];
type Send = (method: HttpMethod, path: string, body?: object) => Promise<{ status: number; message: string }>;

const registration = '/apis/admissionregistration.k8s.io/v1';
const maps = '/api/v1/namespaces/default/configmaps';
const map = { metadata: { name: 'm' }, data: { a: '1' } };
const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] };

async function withPolicy(spec: object, options: Options = {}): Promise<Send> {
  const server = new ApiServer({ resources: catalog, ...options });
  const send: Send = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await server.service({ method, path, query: [], headers, ...content });
    const answer = JSON.parse(new TextDecoder().decode(await readBody(response.body))) as {
      message?: string;
    };
    return { status: response.status, message: answer.message ?? '' };
  };
  await send('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  const policy = { metadata: { name: 'p' }, spec: { matchConstraints: { resourceRules: [rule] }, ...spec } };
  const made = await send('POST', `${registration}/validatingadmissionpolicies`, policy);
  const bound = await send('POST', `${registration}/validatingadmissionpolicybindings`, {
    metadata: { name: 'b' },
    spec: { policyName: 'p', validationActions: ['Deny'] },
  });
  expect([made, bound]).toMatchObject([{ status: 201 }, { status: 201 }]);
  return send;
}

const never = { validations: [{ expression: 'false' }] };

it('refuses from the request after its binding, and no more once the binding is gone', async () => {
  const send = await withPolicy(never);
  expect(await send('POST', maps, map)).toMatchObject({ status: 422 });
  await send('DELETE', `${registration}/validatingadmissionpolicybindings/b`);
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
    `configmaps "m" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: new`,
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
