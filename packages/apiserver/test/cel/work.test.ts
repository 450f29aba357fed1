import { describe, expect, test } from '@jest/globals';
import { compile, Program } from '../../src/cel/program.ts';
import { intType, listType, stringType } from '../../src/cel/type.ts';
import { ArrayList, CelError, type Value } from '../../src/cel/value.ts';
import { ruleTree } from '../../src/schema/expressions/compiled-rules.ts';
import { ruleFaults } from '../../src/schema/expressions/rule-faults.ts';
import { Steps } from '../../src/schema/steps.ts';

const declarations = {
  variables: new Map([
    ['s', stringType],
    ['l', listType(intType)],
  ]),
  fieldsOf: () => undefined,
};
const values = new Map<string, Value>([
  ['s', 'é'.repeat(1_000_000)],
  ['l', new ArrayList(Array.from({ length: 2_000 }, (_, index) => BigInt(index)))],
]);

function evaluated(expression: string, steps = new Steps()): Value {
  const checked = compile(expression, declarations);
  if (typeof checked === 'string') throw new Error(checked);
  const program = Program.of(checked);
  if (typeof program === 'string') throw new Error(program);
  return program.evaluate(values, steps).value;
}

function doubled(times: number): string {
  return `[l]${'.map(a, [a, a])'.repeat(times)}`;
}

const exceeded = new CelError('operation cancelled: actual cost limit exceeded');

describe('an expression', () => {
  test.each([
    ['values that are doubled are compared', `${doubled(26)} == ${doubled(26)}`],
    ['values that are doubled are flattened', `${doubled(26)}.flatten(100).size() > 0`],
    ['values that are doubled are written out', `'%s'.format([${doubled(26)}]) == ''`],
    ['values that are doubled are counted', `${doubled(26)}.map(a, dyn(a)).indexOf(dyn([l])) > 0`],
    [
      'values that are doubled are told in an error',
      `optional.unwrap([dyn(optional.of(1)), dyn(${doubled(26)})]).size() > 0`,
    ],
    ['a long text is measured for each item', 'l.all(x, s.size() > 0)'],
    ['a long text is compared for each item', `l.all(x, s + 'a' != s + 'b')`],
    ['a long text is taken apart for each item', `l.all(x, s.charAt(0) != 'x')`],
    ['a long text is a key for each item', 'l.all(x, {s: 1}[s] == 1)'],
    ['a text is put between the characters of another', `s.replace('', s) != ''`],
    ['a text is joined with itself', `l.map(x, s).join('') != ''`],
    ['a text is written many times', `'${'%s'.repeat(600)}'.format(l.map(x, s)) != ''`],
    ['a number has too many digits', `'%.999999999f'.format([1.0]) != ''`],
    ['a depth is below zero', 'l.all(x, l.flatten(-1000000).size() > 0 || true)'],
    ['clocks of zones are looked at', `l.all(x, l.all(y, timestamp(x + y).getHours('Europe/Berlin') >= 0))`],
  ])('ends as one that costs too much where %s', (_name, expression) => {
    expect(evaluated(expression)).toEqual(exceeded);
  });

  test.each([
    'l.all(x, (l + l + l).size() > 0)',
    'l.all(x, l.slice(0, 1).size() > 0)',
    `l.all(x, !(s in ['a', 'b']))`,
    `${doubled(8)} == ${doubled(8)}`,
    `l.all(x, timestamp(x).getHours('Europe/Berlin') >= 0)`,
  ])('is evaluated where it takes few steps: %s', (expression) => {
    expect(evaluated(expression)).toBe(true);
  });

  test('takes steps by what is in the values that it compares', () => {
    const few = new Steps(20_000_000);
    expect(evaluated(`${doubled(6)} == ${doubled(6)}`, few)).toBe(true);
    const more = new Steps(20_000_000);
    expect(evaluated(`${doubled(12)} == ${doubled(12)}`, more)).toEqual(exceeded);
  });

  test('leaves steps for what comes after it', () => {
    const steps = new Steps();
    evaluated(`${doubled(26)} == ${doubled(26)}`, steps);
    expect(() => steps.spend(5_000_000)).not.toThrow();
  });

  test('that recurses too deeply ends as one that costs too much', () => {
    const deep = `[dyn(1)]${`.map(a, dyn(${'['.repeat(200)}a${']'.repeat(200)}))`.repeat(100)}`;
    expect(evaluated(`${deep} == ${deep}`)).toEqual(exceeded);
  });
});

test('no rule is run after one that takes too many steps, as after one that costs too much', () => {
  const schema = {
    type: 'object',
    properties: { text: { type: 'string' } },
    'x-kubernetes-validations': [{ rule: `self.text.replace('', self.text) != 'x'` }, { rule: 'false' }],
  };
  const tree = ruleTree(schema);
  if (!tree) throw new Error('there are rules');
  const whole = { object: { text: 'a'.repeat(30_000) }, old: undefined, correlation: undefined };
  const terms = { steps: new Steps(), warn: () => undefined };
  expect(ruleFaults(tree, whole, terms).faults.map(({ message }) => message)).toEqual([
    `Invalid value: "object": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.text.replace('', self.text) != 'x'`,
  ]);
});
