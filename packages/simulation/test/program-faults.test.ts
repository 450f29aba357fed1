import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { DriftingClock } from '../src/drifting-clock.ts';
import type { ProgramOptions } from '../src/program.ts';
import type { SimulatedProcess } from '../src/simulated-process.ts';
import type { WakeOrder } from '../src/stillness.ts';
import { ConfigMap } from '../src/workload.ts';
import { World } from '../src/world.ts';

let world: World;
let seen: string[];
beforeEach(() => {
  world = new World(1);
  seen = [];
});
afterEach(() => world.close());

const note = (what: string) => (): void => void seen.push(`${what} at ${world.clock.monotonic()}`);

function configMaps(client: Client): Api {
  return Api.namespaced(client, ConfigMap, 'default');
}

function run(start: (process: SimulatedProcess) => void, more: Partial<ProgramOptions> = {}): void {
  world.run({ name: 'mine', resources: [], start, ...more });
}

describe('a process that stands still', () => {
  test.each<[WakeOrder, string[]]>([
    ['timers', ['timer at 5500', 'answer at 5500']],
    ['answers', ['answer at 5500', 'timer at 5500']],
  ])('gets all at once when it goes on, %s first', async (first, order) => {
    run(({ client, clock }) => {
      clock.schedule(2000, note('timer'));
      clock.schedule(499.5, () => void client.serverVersion().then(note('answer'), note('failure')));
    });
    await world.clock.advance(500);
    world.inflict({ fault: { type: 'pause', first }, forMs: 5000 });
    await world.clock.advance(5000);
    expect(seen).toEqual(order);
  });

  test('does not hear what it has cancelled, nor anything once it is dead', async () => {
    run(({ clock }) => {
      const later = clock.schedule(2000, note('cancelled'));
      clock.schedule(1000, () => later.cancel());
      clock.schedule(3000, () => world.programs[0]?.crash({ type: 'crash', write: 0 }));
      clock.schedule(4000, note('dead'));
    });
    await world.clock.advance(500);
    world.inflict({ fault: { type: 'pause', first: 'timers' }, forMs: 5000 });
    await world.clock.advance(5500);
    expect([seen, world.programs[0]?.crashes]).toEqual([[], 1]);
    world.programs[0]?.end();
  });

  test('finds that no time has passed where its machine slept', async () => {
    const machine = new DriftingClock(world.clock);
    run(({ clock }) => void clock.schedule(2000, note('timer')), { machine });
    await world.clock.advance(500);
    world.inflict({ fault: { type: 'pause', first: 'timers', sleeps: true }, forMs: 5000 });
    await world.clock.advance(10_000);
    expect(seen).toEqual(['timer at 7000']);
  });
});

describe('a program whose network is cut', () => {
  const asks = ({ client, clock }: SimulatedProcess): void =>
    void clock.schedule(1000, () => void client.serverVersion().then(note('answer'), note('failure')));

  test('is refused', async () => {
    run(asks);
    world.inflict({ fault: { type: 'isolate', mode: 'refuse' }, forMs: 5000, program: 'mine' });
    await world.clock.advance(6000);
    expect(seen).toEqual(['failure at 1000']);
  });

  test('waits until it is mended, unless it is another that is cut', async () => {
    run(asks);
    world.inflict({ fault: { type: 'isolate', mode: 'hang' }, forMs: 9000, program: 'another' });
    world.inflict({ fault: { type: 'isolate', mode: 'hang' }, forMs: 5000, program: 'mine' });
    await world.clock.advance(6000);
    expect(seen).toEqual(['answer at 5002']);
  });
});

test('a late write reaches the server though its sender has given it up', async () => {
  run(({ client, clock }) => {
    const end = new AbortController();
    clock.schedule(3000, () => end.abort());
    clock.schedule(1000, () => {
      configMaps(client)
        .create({ metadata: { name: 'a' } }, { signal: end.signal })
        .catch(note('failure'));
    });
  });
  world.inflict({ fault: { type: 'late', delayMs: 9000 }, times: 1 });
  await world.clock.advance(20_000);
  expect(seen).toEqual(['failure at 3000']);
  expect(world.ledger.entries.map(({ verb, at }) => `${verb} at ${at}`)).toEqual(['create at 10001']);
});

test('a program that is told to stop ends by itself, and begins again', async () => {
  run(note('start'), {
    stop: async ({ clock }) => {
      await new Promise<void>((resolve) => void clock.schedule(700, resolve));
      note('stop')();
    },
  });
  world.inflict({ fault: { type: 'stop', downMs: 300 } });
  await world.clock.advance(2000);
  expect(seen).toEqual(['start at 0', 'stop at 700', 'start at 1000']);
  world.programs[0]?.end();
});

test('a request by hand passes a network that is down', async () => {
  world.inflict({ fault: { type: 'refuse' } });
  const path = '/api/v1/namespaces/default/configmaps';
  world.inflict({ fault: { type: 'request', method: 'POST', path, body: { metadata: { name: 'a' } } } });
  await world.clock.advance(0);
  expect(world.ledger.entries.map(({ client, key }) => [client, key])).toEqual([['', 'default/a']]);
});
