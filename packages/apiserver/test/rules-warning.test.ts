import { describe, expect, test } from '@jest/globals';
import { definition, type Reply, TestServer } from './support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const rule = { rule: 'self > 0' };

function create(openAPIV3Schema: object): Promise<Reply> {
  return new TestServer().post(definitions, definition('farms', 'Farm', { schema: { openAPIV3Schema } }));
}

describe('rules in CEL', () => {
  test('come with a warning that nobody evaluates them', async () => {
    const { status, headers } = await create({
      type: 'object',
      'x-kubernetes-validations': [rule],
      properties: {
        default: { type: 'integer', 'x-kubernetes-validations': [rule] },
        tags: { type: 'array', items: { type: 'integer', 'x-kubernetes-validations': [rule, rule] } },
      },
    });
    expect(status).toBe(201);
    expect(headers['warning']).toBe(
      '299 - "the embedded API server does not evaluate x-kubernetes-validations: version v1 has 4 of these rules, which refuse nothing"',
    );
  });

  test('are not found in names of properties and in defaults', async () => {
    const { status, headers } = await create({
      type: 'object',
      properties: {
        'x-kubernetes-validations': { type: 'array', default: [{ 'x-kubernetes-validations': [rule] }] },
      },
    });
    expect([status, headers['warning']]).toEqual([201, undefined]);
  });
});
