// The same awkward types on the embedded server: what it takes and refuses, and where it is weaker than the real one.

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

/** What it takes falsely: rules in CEL are not run there. */
const takenFalsely: Readonly<Record<string, readonly unknown[]>> = {
  tuple: [
    [1, 'a'],
    ['a', 'b'],
  ],
  keypattern: [{ A: 'x' }, { 'a-b': 'x' }],
  refined: [{ min: 2, max: 1 }],
};

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
  expect(taken).toEqual(takenFalsely[each.type.name] ?? []);
  await server.close();
});
