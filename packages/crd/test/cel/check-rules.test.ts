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

describe('a rule', () => {
  const inner: JsonSchemaProps = { type: 'object', properties: { a: { type: 'string' } } };

  function told(schema: JsonSchemaProps): string[] {
    return checkRules({ type: 'object', properties: { spec: schema } }).map(
      ({ path, problem }) => `${path}: ${problem}`,
    );
  }

  it('is found at any depth', () => {
    const wrong = { ...inner, 'x-kubernetes-validations': [{ rule: 'self.b == 1' }] };
    const problem = '"self.b" has no such field; there are: a';
    expect(
      told({
        type: 'object',
        properties: {
          list: { type: 'array', items: wrong },
          map: { type: 'object', additionalProperties: wrong },
        },
      }),
    ).toEqual([`.spec.list[]: ${problem}`, `.spec.map[*]: ${problem}`]);
  });

  it('sees kind and name of the whole object and of one inside, and of no other', () => {
    const rules = [{ rule: "self.metadata.name != '' && self.kind != ''" }];
    expect(checkRules({ type: 'object', 'x-kubernetes-validations': rules })).toEqual([]);
    const embedded: JsonSchemaProps = { type: 'object', 'x-kubernetes-embedded-resource': true };
    expect(told({ ...embedded, 'x-kubernetes-validations': rules })).toEqual([]);
    expect(told({ ...inner, 'x-kubernetes-validations': rules })).toHaveLength(1);
    expect(
      checkRules({
        type: 'object',
        'x-kubernetes-validations': [{ rule: 'self.metadata.labels.size() > 0' }],
      }),
    ).toHaveLength(1);
  });

  it.each([
    [{ messageExpression: '1' }, 'its messageExpression is int, not string'],
    [{ messageExpression: "'a is ' + self.b" }, '"self.b" has no such field; there are: a'],
    [{ message: 'two\nlines' }, 'its message has a line break'],
    [{ rule: 'true &&\ntrue' }, 'it has a line break, so it needs a message'],
    [{ fieldPath: '.b' }, 'its fieldPath ".b" is no field here'],
    [{ fieldPath: 'a' }, 'its fieldPath "a" is no field here'],
    [{ rule: ' ' }, 'it is empty'],
    [
      { rule: 'oldSelf.a == self.a', optionalOldSelf: true },
      '"oldSelf.a == self.a": == does not take (optional(string), string)',
    ],
  ])('with %j is told', (change, problem) => {
    const rule = { rule: 'true', ...change };
    expect(told({ ...inner, 'x-kubernetes-validations': [rule] })).toEqual([`.spec: ${problem}`]);
  });

  it.each([
    [{ messageExpression: "'a is ' + self.a" }],
    [{ fieldPath: '.a', reason: 'FieldValueRequired' as const, message: 'm' }],
    [{ rule: 'true &&\ntrue', message: 'm' }],
    [{ rule: 'oldSelf.hasValue() || self.a != ""', optionalOldSelf: true }],
  ])('with %j is right', (change) => {
    const rule = { rule: 'true', ...change };
    expect(told({ ...inner, 'x-kubernetes-validations': [rule] })).toEqual([]);
  });

  it('of what has no type is told', () => {
    expect(
      told({ 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-validations': [{ rule: 'true' }] }),
    ).toEqual(['.spec: rules cannot read what is here, as its type is not known']);
  });

  it.each([1000, 2400, 20_000, 200_000])('of %d parts is judged or left to the server', (length) => {
    const rule = Array.from({ length }, () => 'true').join(' && ');
    expect(told({ ...inner, 'x-kubernetes-validations': [{ rule }] })).toEqual([]);
  });
});
