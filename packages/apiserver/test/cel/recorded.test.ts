import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Outcome, run } from './run.ts';

type Recorded = Outcome & { readonly expression: string };

/** Of cel-go 0.26 in the environment of kube-apiserver 1.36.3. */
const recorded = JSON.parse(
  readFileSync(`${import.meta.dirname}/recorded/expressions.json`, 'utf8'),
) as readonly Recorded[];

const ours = recorded.map(({ expression }) => run(expression));

const parts = ['compile', 'type', 'estimate', 'program', 'value', 'error', 'cost'] as const;

describe('expressions of CEL', () => {
  test('are recorded in great number', () => {
    expect(recorded.length).toBeGreaterThan(2000);
  });

  test.each(parts)('have the %s that they have on the real server', (part) => {
    const at = (outcomes: readonly Outcome[]): unknown[] =>
      outcomes.map((outcome, index) => [recorded[index]?.expression, outcome[part]]);
    expect(at(ours)).toEqual(at(recorded));
  });
});
