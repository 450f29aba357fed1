import { describe, expect, it } from '@jest/globals';
import { checkRules, type JsonSchemaProps } from '@kube-rx/crd';
import { rightRules, ruledSchema, unjudgedRules, wrongRules } from '../support/rule-table.ts';

function problemsOf(rule: string): string[] {
  const schema: JsonSchemaProps = {
    type: 'object',
    properties: { spec: { ...ruledSchema, 'x-kubernetes-validations': [{ rule, message: 'm' }] } },
  };
  return checkRules(schema).map(({ path, problem }) => `${path}: ${problem}`);
}

describe('checkRules', () => {
  it.each([...rightRules, ...unjudgedRules])('takes %s', (rule) => {
    expect(problemsOf(rule)).toEqual([]);
  });

  it.each(wrongRules)('refuses %s', (rule) => {
    expect(problemsOf(rule)).toHaveLength(1);
  });
});
