// What `npm run simulate -- --notice` counts as right.

import { expect, test } from '@jest/globals';
import { type Outcome, Trial } from '../../../scripts/notice/trial.ts';

const limitMs = 2000;

/** What comes of a live reflector to which this happens. */
async function outcomeOf(happens: (trial: Trial) => void): Promise<Outcome> {
  const trial = new Trial({ seed: 1 });
  await trial.begin();
  await trial.pass(1000);
  trial.mark();
  happens(trial);
  const outcome = await trial.outcome(limitMs);
  await trial.end();
  return outcome;
}

const writeAfter = (trial: Trial, ms: number): void =>
  void trial.world.clock.schedule(ms, () => void trial.write());

test.each([0, limitMs / 2, limitMs])('what hears of a change at once was never wrong: %d ms', async (ms) => {
  expect(await outcomeOf((trial) => writeAfter(trial, ms))).toMatchObject({ rightMs: 0 });
});

test.each([0, limitMs / 2])('what does not hear of a change is not right in time: %d ms', async (ms) => {
  const { rightMs } = await outcomeOf((trial) => {
    trial.inflict({ type: 'silence' });
    writeAfter(trial, ms);
  });
  expect(rightMs).toBeUndefined();
});

test('what hears of a change late was wrong until then', async () => {
  const { rightMs } = await outcomeOf((trial) => {
    trial.inflict({ type: 'cut' });
    trial.inflict({ type: 'refuse' }, { forMs: 500 });
    writeAfter(trial, 0);
  });
  expect(rightMs).toBeGreaterThan(500);
});
