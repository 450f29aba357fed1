// What a health endpoint says, in the words of Kubernetes' own, and why.

import { describe, expect, test } from '@jest/globals';
import { type CheckResult, checkAnswer, healthAnswer } from '../../src/manager/health.ts';

const question = { endpoint: 'readyz', isVerbose: false, unknown: [] };
const ping: CheckResult = { name: 'ping', type: 'ok' };
const failed: CheckResult = { name: 'controller/websites', type: 'failed', reason: 'denied: no' };

type Case = [name: string, ...rest: [readonly CheckResult[], object, number, string]];

describe('a health endpoint', () => {
  test.each<Case>([
    ['says ok where all is well', [ping], {}, 200, 'ok'],
    ['says ok where there is nothing to be asked', [], {}, 200, 'ok'],
    [
      'names each check where that is asked for',
      [ping],
      { isVerbose: true },
      200,
      '[+]ping ok\nreadyz check passed\n',
    ],
    [
      'names each check and the reason where one fails',
      [ping, failed],
      {},
      500,
      '[+]ping ok\n[-]controller/websites failed: denied: no\nreadyz check failed\n',
    ],
    [
      'is well where what fails is left out',
      [ping, { name: 'database', type: 'excluded' }],
      { isVerbose: true },
      200,
      '[+]ping ok\n[+]database excluded: ok\nreadyz check passed\n',
    ],
    [
      'warns of names that are of no check',
      [ping],
      { isVerbose: true, unknown: ['a', 'b\n'] },
      200,
      '[+]ping ok\nwarn: some health checks cannot be excluded: no matches for "a", "b\\n"\nreadyz check passed\n',
    ],
  ])('%s', (_, ...[results, asked, status, text]) => {
    expect(healthAnswer(results, { ...question, ...asked })).toEqual({ status, text });
  });

  test('gives each check one line of bounded length, whatever its reason is', () => {
    const reason = `\u001b[2J${'x'.repeat(1_000_000)}\nanother line`;
    const { text } = healthAnswer([{ name: 'a\nb', type: 'failed', reason }], question);
    const [line, ...more] = text.split('\n');
    expect(line).toMatch(/^\[-\]a\\nb failed: \\u001b\[2Jx+…$/);
    expect(line?.length).toBeLessThan(2100);
    expect(more).toEqual(['readyz check failed', '']);
  });
});

test('the path of one check says ok, or why not', () => {
  expect([ping, failed].map(checkAnswer)).toEqual([
    { status: 200, text: 'ok' },
    { status: 500, text: 'internal server error: denied: no\n' },
  ]);
});
