import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/cel/program.ts';
import { Steps } from '../../src/schema/steps.ts';

const nothing = { variables: new Map(), fieldsOf: () => undefined };

function refusal(expression: string): string {
  const compiled = compile(expression, nothing);
  return typeof compiled === 'string' ? compiled : '';
}

describe('an expression that grows while it is compiled', () => {
  test.each(['optMap', 'optFlatMap'])('is refused where chains of %s double it too often', (macro) => {
    const inner = macro === 'optMap' ? 'x' : 'optional.of(x)';
    const chain = (count: number): string =>
      `optional.of(1)${`.${macro}(x, ${inner})`.repeat(count)}.hasValue()`;
    expect(refusal(chain(8))).toBe('');
    expect(refusal(chain(40))).toContain(
      'macros make the expression too large: call fewer of them on each other',
    );
  });

  test.each([
    ['maps of maps', '[1]', '.map(a, {a: a})'],
    ['maps of what is not known', '[[]]', '.map(a, {a: a})'],
    ['optionals of maps', '[1]', '.map(a, {optional.of(a): optional.of(a)})'],
  ])('is refused where types double too often: %s', (_name, start, step) => {
    expect(refusal(`${start}${step.repeat(5)}.size() > 0`)).toBe('');
    expect(refusal(`${start}${step.repeat(40)}.size() > 0`)).toContain('the type has more than 10000 parts');
  });

  test('is refused where types are compared too often', () => {
    const large = `[1]${'.map(a, {a: a})'.repeat(11)}`;
    const all = Array.from({ length: 400 }, () => `(${large})`).join(', ');
    const expression = `[${all}].size() > 0`;
    expect(refusal(expression)).toBe('');
    expect(compile(expression, nothing, new Steps(1_000_000))).toContain(
      'the types take too many steps to be found',
    );
  });
});
