import { describe, expect, test } from '@jest/globals';
import { LeaderElector, type LeadershipTerm } from '@kube-rx/controller';
import type { BuildElector } from '../../src/election/candidate-process.ts';
import { electionWorld } from '../../src/election/election-world.ts';
import { simulate } from '../../src/simulate.ts';

/** An elector that goes on acting as long as nobody tells it that its term is over. */
const believing: BuildElector = (parts) => {
  const elector = new LeaderElector({ ...parts, log: false });
  const believed = (term: LeadershipTerm): LeadershipTerm => ({
    signal: term.signal,
    isHeld: () => !term.signal.aborted,
  });
  return {
    get term() {
      return elector.term && believed(elector.term);
    },
    onTerm: (listener) => elector.onTerm((term) => listener(believed(term))),
    run: (options) => elector.run(options),
  };
};

describe('a world of an election', () => {
  test.each([1, 20, 127, 182, 333])('keeps its promises under seed %i', async (seed) => {
    const { violations, events } = await simulate(electionWorld(seed));
    expect(violations).toEqual([]);
    expect(events).toBeGreaterThan(0);
  });

  test('is the same under a seed each time', async () => {
    const traced = async (): Promise<string[]> => {
      const lines: string[] = [];
      await simulate({ ...electionWorld(5), trace: (line) => lines.push(line) });
      return lines;
    };
    expect(await traced()).toEqual(await traced());
  });

  test('finds who asks no clock', async () => {
    const { violations } = await simulate(electionWorld(2, { build: believing }));
    expect(violations.some((violation) => violation.startsWith('L1:'))).toBe(true);
  });
});
