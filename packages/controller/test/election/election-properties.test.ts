import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { ElectionModel, fair, times, type Weather } from '../support/election-model.ts';

/** Numbers in [0, 1), the same for the same seed: fast-check's own favour extremes, of which nothing comes but noise. */
const chances = fc.nat().map((seed) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
});

const share = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
const weather: fc.Arbitrary<Weather> = fc.record({
  lost: share(0.1),
  frozen: share(0.06),
  crashed: share(0.02),
  touched: share(0.1),
});

// The fastest clock goes 1.5 times as fast as the slowest: as leaseDuration to renewDeadline.
const rate = fc.double({ min: 0.8, max: 1.2, noNaN: true });

describe('several candidates for one Lease', () => {
  test('never lead at the same time, whatever is late, lost, frozen, crashed or set', () => {
    fc.assert(
      fc.property(chances, weather, fc.array(rate, { minLength: 2, maxLength: 3 }), (chance, bad, rates) => {
        const model = new ElectionModel(chance, bad);
        for (const one of rates) model.start(one);
        model.run(300_000, () => {
          if (model.leaders.length > 1)
            throw new Error(`at ${model.now} ms ${model.leaders.join(' and ')} lead`);
        });
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test('have a leader again when all that was wrong is over', () => {
    fc.assert(
      fc.property(chances, weather, fc.array(rate, { minLength: 2, maxLength: 3 }), (chance, bad, rates) => {
        const model = new ElectionModel(chance, bad);
        for (const one of rates) model.start(one);
        const nothing = (): void => undefined;
        model.run(300_000, nothing);
        model.weather = fair;
        // Freezes of 40 s, requests that arrive after 60 s, a lease, and tries.
        model.run(300_000 + 60_000 + 40_000 + 30_000, nothing);
        const led = model.leaders.length;
        if (led !== 1) throw new Error(`${led} lead`);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('replace a leader that died, within a lease and a try after they last saw it live', () => {
    fc.assert(
      fc.property(chances, fc.integer({ min: 20_000, max: 40_000 }), (chance, diesAt) => {
        const model = new ElectionModel(chance, fair);
        for (let started = 0; started < 3; started += 1) model.start(1);
        const nothing = (): void => undefined;
        model.run(diesAt, nothing);
        const dead = model.processes.find(({ isHeld }) => isHeld);
        if (!dead) throw new Error('nobody leads in fair weather');
        dead.crash();
        const terms = model.began.length;
        model.run(diesAt + 60_000, nothing);
        const next = model.began[terms];
        // A renewal is seen at the next try at the latest; 800 ms are for requests.
        const lastSeen = diesAt + times.retryPeriod * 2.2 + 800;
        if (!next || next.at > lastSeen + times.leaseDuration)
          throw new Error(`died at ${diesAt}, replaced at ${next?.at}`);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });
});
