// The same awkward types on the embedded server: it takes and refuses what the real one does.

import { expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type Case, cases, definitionOf, group, libraryRefuses, objectOf } from './custom-resource-cases.ts';

async function post(server: ApiServer, path: string, body: object): Promise<number> {
  const answer = await server.service({
    method: 'POST',
    path,
    query: [],
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.status;
}

test.each(cases)('$name', async (each: Case) => {
  const server = new ApiServer();
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  expect(await post(server, definitions, definitionOf(each))).toBe(201);
  const create = (value: unknown): Promise<number> =>
    post(server, `/apis/${group}/v1/${each.name}`, objectOf(each, value));
  for (const value of each.type.valid)
    expect({ value, status: await create(value) }).toEqual({ value, status: 201 });
  const taken: unknown[] = [];
  for (const value of each.type.invalid) {
    expect({ value, isRefused: await libraryRefuses(each, value) }).toEqual({ value, isRefused: true });
    if ((await create(value)) === 201) taken.push(value);
  }
  expect(taken).toEqual([]);
  await server.close();
});
