// Structural schemas of awkward types on a real kube-apiserver: definitions are accepted and established, and objects are
// accepted and refused as the library's own check accepts and refuses their values. Unknown fields are pruned, so no value
// here is wrong for an unknown field alone.

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ControlPlane } from './control-plane.ts';
import {
  awkwardTypes,
  type Case,
  cases,
  definitionOf,
  group,
  libraryRefuses,
  objectOf,
} from './custom-resource-cases.ts';
import type { HttpAnswer } from './http-request.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
let controlPlane: ControlPlane;

const answers = new Map<string, HttpAnswer>();

// A server waits two seconds before it takes the first object of a new kind, so all are made at once.
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  for (const each of cases)
    answers.set(each.name, await controlPlane.request(definitions, { body: definitionOf(each) }));
}, 180_000);

afterAll(() => controlPlane.stop());

async function isEstablished(name: string): Promise<boolean> {
  const { body } = await controlPlane.request(`${definitions}/${name}.${group}`);
  const { status } = body as { status?: { conditions?: { type: string; status: string }[] } };
  return status?.conditions?.some((each) => each.type === 'Established' && each.status === 'True') === true;
}

function create(each: Case, value: unknown): Promise<HttpAnswer> {
  return controlPlane.request(`/apis/${group}/v1/${each.name}?dryRun=All`, { body: objectOf(each, value) });
}

/** Undefined where the server takes the value, else its words. */
async function serverRefuses(each: Case, value: unknown): Promise<string | undefined> {
  const { status, body } = await create(each, value);
  if (status === 201) return undefined;
  expect({ status, body }).toMatchObject({ status: 422 });
  return JSON.stringify(body);
}

test('there are at least twenty types, and most of each library', () => {
  expect(awkwardTypes.length).toBeGreaterThan(25);
  for (const library of ['zod', 'arktype', 'effect'])
    expect(cases.filter((each) => each.library === library).length).toBeGreaterThanOrEqual(20);
});

describe.each(cases)('$name', (each) => {
  test('the definition is accepted and established', async () => {
    const { status, body } = answers.get(each.name) ?? { status: 0, body: '' };
    expect({ status, body: status === 201 ? '' : body }).toEqual({ status: 201, body: '' });
    while (!(await isEstablished(each.name))) await sleep(50);
    // An established definition is served a moment later.
    while ((await controlPlane.request(`/apis/${group}/v1/${each.name}`)).status !== 200) await sleep(50);
  });

  test('what the type takes, the server takes', async () => {
    for (const value of each.type.valid) {
      const seen = {
        value,
        library: await libraryRefuses(each, value),
        server: await serverRefuses(each, value),
      };
      expect(seen).toEqual({ value, library: false, server: undefined });
    }
  });

  test('null where none is allowed is dropped by the server', async () => {
    for (const value of each.type.nulls ?? []) {
      expect({ value, isRefused: await libraryRefuses(each, value) }).toEqual({ value, isRefused: true });
      const { status, body } = await create(each, value);
      expect({ status, text: JSON.stringify((body as { spec?: object }).spec) }).toEqual({
        status: 201,
        text: expect.not.stringContaining('null'),
      });
    }
  });

  test('what the type refuses, the server refuses', async () => {
    for (const value of each.type.invalid) {
      const isRefused = (await serverRefuses(each, value)) !== undefined;
      expect({ value, library: await libraryRefuses(each, value), server: isRefused }).toEqual({
        value,
        library: true,
        server: true,
      });
    }
    for (const value of each.type.refusedByServer ?? [])
      expect({ value, isRefused: (await serverRefuses(each, value)) !== undefined }).toEqual({
        value,
        isRefused: true,
      });
  });
});
