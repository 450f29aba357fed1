import { describe, expect, test } from '@jest/globals';
import { type ScheduledFault, scheduleFaults } from '../src/fault.ts';
import { lyingWorld } from '../src/lying-world.ts';
import { Random } from '../src/random.ts';
import { shrink, simulate } from '../src/simulate.ts';
import { reflectorSubject, type StartSubject } from '../src/subject.ts';
import { ConfigMap, randomWrites } from '../src/workload.ts';
import { World } from '../src/world.ts';

/** Claims that nothing may ever be refused. */
const optimist: StartSubject = (world) => {
  const violations: string[] = [];
  const client = world.client('optimist');
  const ask = (): void => {
    client.serverVersion({ retry: false }).then(
      () => undefined,
      (error: unknown) => violations.push(`refused: ${String(error)}`),
    );
  };
  const timers = Array.from({ length: 120 }, (_, second) => world.clock.schedule(second * 1000, ask));
  return {
    caughtUp: () => Promise.resolve(true),
    violations: () => violations,
    events: 0,
    close: () => {
      for (const timer of timers) timer.cancel();
      return Promise.resolve();
    },
  };
};

describe('a simulation', () => {
  test.each(Array.from({ length: 10 }, (_, index) => index + 1))(
    'keeps every promise under seed %d',
    async (seed) => {
      const verdict = await simulate({ seed });
      expect(verdict.violations).toEqual([]);
      expect(verdict.events).toBeGreaterThan(50);
    },
  );

  test('is the same, line by line, each time a seed is run', async () => {
    const run = async (): Promise<string[]> => {
      const lines: string[] = [];
      await simulate({ seed: 7, trace: (line) => lines.push(line) });
      return lines;
    };
    const first = await run();
    expect(first.length).toBeGreaterThan(100);
    expect(await run()).toEqual(first);
  });

  test('hits the same requests each time a seed is run, where a fault hits by chance', async () => {
    const run = async (): Promise<number[]> => {
      const world = new World(7);
      world.network.faults.inject({ fault: { type: 'status', code: 503 }, probability: 0.5 });
      const send = world.network.service('test');
      const answers = Array.from({ length: 30 }, () =>
        send({ method: 'GET', path: '/version', query: [], headers: {} }),
      );
      await world.clock.advance(10);
      await world.close();
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(first);
  });

  test('differs from seed to seed, and has every kind of fault among a few hundred', () => {
    const drawn = (resources: readonly string[]): string[] => {
      const kinds = new Set<ScheduledFault['fault']['type']>();
      for (let seed = 0; seed < 300; seed += 1)
        for (const { fault } of scheduleFaults(new Random(seed), {
          count: 10,
          durationMs: 60_000,
          restores: seed % 5 === 0,
          resources,
        }))
          kinds.add(fault.type);
      return [...kinds].sort();
    };
    const ofBoth = [
      'compact',
      'cut',
      'delay',
      'drip',
      'dropBookmarks',
      'duplicate',
      'end',
      'errorEvent',
      'flap',
      'garbage',
      'ignoreSendInitialEvents',
      'ignoreTimeoutSeconds',
      'latency',
      'refuse',
      'restart',
      'restore',
      'silence',
      'status',
    ];
    const ofPrograms = ['contend', 'crash', 'lateView', 'lose'];
    const ofWatchers = ['bystanders', 'dropEndMark', 'heartbeat', 'mute', 'pause', 'reorder', 'repeatPages'];
    expect(drawn(['configmaps'])).toEqual([...ofBoth, ...ofPrograms].sort());
    expect(drawn([])).toEqual([...ofBoth, ...ofWatchers].sort());
  });

  test('finds what a subject of your own does wrong, and shrinks the schedule to what it takes', async () => {
    const faults: ScheduledFault[] = [
      { at: 1000, fault: { type: 'compact' } },
      { at: 5000, fault: { type: 'latency', maxMs: 50 }, forMs: 1000 },
      { at: 20_000, fault: { type: 'refuse' }, forMs: 3000 },
      { at: 40_000, fault: { type: 'restart' } },
    ];
    const options = { seed: 1, subjects: [optimist], recoveryMs: 60_000 };
    const { violations } = await simulate({ ...options, faults });
    expect(violations[0]).toContain('refused');
    expect(await shrink(options, faults)).toEqual([faults[2]]);
  });

  test.each([1, 2, 3, 4])('lets nobody be deceived for good under seed %d', async (seed) => {
    const { violations, events } = await simulate(lyingWorld(seed));
    expect(violations).toEqual([]);
    expect(events).toBeGreaterThan(50);
  });

  test.each([
    [0, false],
    [60_000, true],
  ])('finds that changes were lost where an audit each %d ms does not', async (auditMs, isRight) => {
    const { violations } = await simulate({
      ...lyingWorld(1),
      faults: [{ at: 20_000, fault: { type: 'lossy', share: 1 }, forMs: 30_000 }],
      subjects: [reflectorSubject('reflecting', { auditMs, isDeceived: true })],
      recoveryMs: 300_000,
    });
    expect(violations.length === 0).toBe(isRight);
  });

  test.each([
    [false, true],
    [true, false],
  ])(
    'holds a subject to tell no deletion of what exists, unless it is deceived: %s',
    async (isDeceived, isHeld) => {
      const { violations } = await simulate({
        seed: 1,
        durationMs: 20_000,
        // So few objects that nobody asks for a second opinion.
        workload: randomWrites({ resource: ConfigMap, names: ['a', 'b'], draw: () => ({ metadata: {} }) }),
        subjects: [reflectorSubject('reflecting', { isDeceived })],
        faults: [
          { at: 5000, fault: { type: 'omit', share: 1 }, forMs: 2000 },
          { at: 5000, fault: { type: 'errorEvent', code: 410, reason: 'Expired' } },
        ],
        recoveryMs: 10_000,
      });
      expect(violations.some((each) => each.startsWith('I8'))).toBe(isHeld);
    },
  );
});
