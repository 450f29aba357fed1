// Rules that are checked when a kind is defined, and what the real API server says of them: none may be refused here that
// it takes. What it refuses and is let through here is listed.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { isInvalid } from '@kube-rx/core';
import { CustomResourceDefinition, checkRules, type JsonSchemaProps } from '@kube-rx/crd';
import {
  rightRules,
  ruledSchema,
  unjudgedRules,
  wrongRules,
} from '../packages/crd/test/support/rule-table.ts';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;
let client: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

function schemaWith(rule: string): JsonSchemaProps {
  const spec = { ...ruledSchema, 'x-kubernetes-validations': [{ rule, message: 'm' }] };
  return { type: 'object', properties: { spec } };
}

/** What the server says; undefined where it takes the rule. */
async function refusal(rule: string): Promise<string | undefined> {
  const names = { plural: 'ruleds', singular: 'ruled', kind: 'Ruled', listKind: 'RuledList' };
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schemaWith(rule) } };
  try {
    await Api.all(client, CustomResourceDefinition).create(
      {
        metadata: { name: 'ruleds.rules.example' },
        spec: { group: 'rules.example', scope: 'Namespaced', names, versions: [version] },
      },
      { dryRun: true },
    );
    return undefined;
  } catch (error) {
    if (isInvalid(error)) return error instanceof Error ? error.message : '';
    throw error;
  }
}

describe('rules of a schema', () => {
  test.each(rightRules)('the server takes %s', async (rule) => {
    expect(await refusal(rule)).toBeUndefined();
    expect(checkRules(schemaWith(rule))).toEqual([]);
  });

  test.each(wrongRules)('the server refuses %s', async (rule) => {
    expect(await refusal(rule)).toMatch(/rule/);
    expect(checkRules(schemaWith(rule))).toHaveLength(1);
  });

  test.each(unjudgedRules)('the server alone refuses %s', async (rule) => {
    expect(await refusal(rule)).toMatch(/rule/);
    expect(checkRules(schemaWith(rule))).toEqual([]);
  });
});
