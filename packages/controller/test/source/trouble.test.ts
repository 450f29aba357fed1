import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { type SourceTrouble, Troubles } from '../../src/source/trouble.ts';

function setUp(cluster = '') {
  const clock = new VirtualClock();
  const told: SourceTrouble[] = [];
  const troubles = new Troubles({
    source: 'secrets',
    cluster,
    clock,
    tell: (trouble) => void told.push(trouble),
  });
  return { clock, told, troubles, messages: () => told.map(({ message }) => message) };
}

describe('trouble with a function of the program', () => {
  test('is told with the source, the object and what was thrown', () => {
    const { troubles, told } = setUp();
    const cause = new Error('boom');
    troubles.report({ what: 'the mapper threw', object: 'shop/a', cause });
    expect(told).toEqual([
      {
        source: 'secrets',
        cluster: '',
        cause,
        message: 'source secrets: the mapper threw on "shop/a": boom',
      },
    ]);
  });

  test('names the cluster where there are several', () => {
    const { troubles, messages } = setUp('east');
    troubles.report({ what: 'the predicate threw', object: 'shop/a', so: 'the change passes' });
    expect(messages()).toEqual([
      'source secrets of the cluster "east": the predicate threw on "shop/a", so the change passes',
    ]);
  });

  test('is told once a minute, and then how often it came', async () => {
    const { troubles, messages, clock } = setUp();
    for (let turn = 0; turn < 1000; turn += 1)
      troubles.report({ what: 'the mapper threw', object: `shop/${turn}` });
    troubles.report({ what: 'the predicate threw' });
    await clock.advance(59_999);
    troubles.report({ what: 'the mapper threw', object: 'shop/b' });
    expect(messages()).toEqual([
      'source secrets: the mapper threw on "shop/0"',
      'source secrets: the predicate threw',
    ]);
    await clock.advance(1);
    troubles.report({ what: 'the mapper threw', object: 'shop/c' });
    expect(messages().slice(2)).toEqual([
      'source secrets: the mapper threw on "shop/c" (and 1000 times more since this was told last)',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['no Error', 'no', ': no'],
    ['an Error that a terminal would obey', new Error('\u001b[2J\nb'), ': \\u001b[2J\\nb'],
    ['an Error without an end', new Error('x'.repeat(1000)), `: ${'x'.repeat(300)}…`],
    [
      'what cannot be printed',
      {
        toString: () => {
          throw new Error('never');
        },
      },
      ': something that cannot be printed',
    ],
  ])('quotes %s with care', (_what, cause, ending) => {
    const { troubles, messages } = setUp();
    troubles.report({ what: 'the mapper threw', cause });
    expect(messages()).toEqual([`source secrets: the mapper threw${ending}`]);
  });
});
