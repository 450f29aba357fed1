import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { isConflict } from '@kube-rx/core';
import type { SimulatedProcess } from '../src/simulated-process.ts';
import { ConfigMap } from '../src/workload.ts';
import { World } from '../src/world.ts';

let world: World;
beforeEach(() => {
  world = new World(1);
});
afterEach(() => world.close());

function configMaps(client: Client): Api {
  return Api.namespaced(client, ConfigMap, 'default');
}

async function names(): Promise<string[]> {
  return (await configMaps(world.direct()).list()).map(({ metadata }) => metadata.name);
}

/** Creates `a`, then `b`, then `c`, a second apart, and says in `log` what it has come to know. */
function writing(log: string[]) {
  return async ({ client, clock }: SimulatedProcess): Promise<void> => {
    log.push('started');
    for (const name of ['a', 'b', 'c']) {
      await new Promise<void>((resolve) => void clock.schedule(1000, resolve));
      await configMaps(client)
        .create({ metadata: { name } })
        .then(
          () => log.push(`created ${name}`),
          () => log.push(`${name} was there`),
        );
    }
  };
}

describe('a program in a world', () => {
  test.each([
    ['before', ['a'], ['started', 'created a']],
    ['unanswered', ['a', 'b'], ['started', 'created a']],
    ['answered', ['a', 'b'], ['started', 'created a', 'created b']],
  ] as const)(
    'that dies by a write (%s) leaves behind what the server has taken',
    async (moment, left, log) => {
      const seen: string[] = [];
      const program = world.run({
        name: 'writer',
        resources: [],
        start: (process) => void writing(seen)(process),
      });
      world.inflict({ fault: { type: 'crash', write: 2, moment, downMs: 60_000 } });
      await world.clock.advance(50_000);
      expect(program.process).toBeUndefined();
      expect(await names()).toEqual(left);
      expect(seen).toEqual(log);
    },
  );

  test('begins again on the same world, with nothing of its own', async () => {
    const seen: string[] = [];
    const program = world.run({
      name: 'writer',
      resources: [],
      start: (process) => void writing(seen)(process),
    });
    world.inflict({ fault: { type: 'crash', write: 2, moment: 'unanswered', downMs: 500 } });
    await world.clock.advance(10_000);
    expect(program.starts).toBe(2);
    expect(seen).toEqual(['started', 'created a', 'started', 'a was there', 'b was there', 'created c']);
  });

  test('that dies while it waits leaves no timer, no request and no connection', async () => {
    const { clock } = world;
    let wakes = 0;
    world.run({
      name: 'watcher',
      resources: ['configmaps'],
      start: ({ client, clock: own }) => {
        own.schedule(20_000, () => (wakes += 1));
        void (async () => {
          for await (const event of configMaps(client).watch()) if (event.type === 'ADDED') wakes += 1;
        })();
      },
    });
    await clock.advance(1000);
    expect(world.network.open).toBe(1);
    world.inflict({ fault: { type: 'crash', write: 0, downMs: 100_000 } });
    await configMaps(world.direct()).create({ metadata: { name: 'a' } });
    await clock.advance(50_000);
    expect([wakes, world.network.open, clock.pending]).toEqual([0, 0, 1]);
    world.programs[0]?.end();
  });

  test('waits as long under a seed each time, and has its own chance for it', async () => {
    const draw = async (seed: number): Promise<number[]> => {
      const same = new World(seed);
      const drawn: number[] = [];
      const start = ({ client }: SimulatedProcess): void => void drawn.push(client.random(), client.random());
      same.run({ name: 'waiter', resources: [], start });
      await same.close();
      return [...drawn, same.client('other').random(), same.direct().random(), same.random.next()];
    };
    const first = await draw(1);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
    // What else is drawn is the same, whoever waits.
    expect(first.at(-1)).toBe(new World(1).random.next());
  });

  test('meets another writer at its updates, as often as the fault says', async () => {
    const outcomes: string[] = [];
    await configMaps(world.direct()).create({ metadata: { name: 'a' } });
    const found = await configMaps(world.direct()).get('a');
    const start = async ({ client }: SimulatedProcess): Promise<void> => {
      const update = configMaps(client).replace('a', found);
      const outcome = update.then(
        () => 'updated',
        (error: unknown) => (isConflict(error) ? 'conflict' : String(error)),
      );
      outcomes.push(await outcome);
    };
    world.run({
      name: 'updater',
      resources: [],
      start: (process) => void process.clock.schedule(10, () => void start(process)),
    });
    world.inflict({ fault: { type: 'contend' }, times: 1 });
    await world.clock.advance(1000);
    expect(outcomes).toEqual(['conflict']);
  });
});

test('a write whose answer is lost is carried out, once', async () => {
  const seen: string[] = [];
  const program = world.run({
    name: 'writer',
    resources: [],
    start: (process) => void writing(seen)(process),
  });
  world.inflict({ fault: { type: 'lose' }, times: 1 });
  await world.clock.advance(50_000);
  expect(await names()).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual(['started', 'a was there', 'created b', 'created c']);
  expect(world.ledger.entries.map(({ request }) => program.unansweredAt(request) !== undefined)).toEqual([
    true,
    false,
    false,
  ]);
});

describe('a late view', () => {
  test('delays what lists and watches tell, and no write and no read of one object', async () => {
    const client = world.client('reader');
    const seen: string[] = [];
    const note = (what: string) => (): void => void seen.push(`${what} at ${world.clock.monotonic()}`);
    void (async () => {
      for await (const event of configMaps(client).watch()) if (event.type === 'ADDED') note('watched')();
    })();
    await world.clock.advance(1000);
    world.inflict({ fault: { type: 'lateView', resource: 'configmaps', delayMs: 5000 }, forMs: 4000 });
    void configMaps(client)
      .create({ metadata: { name: 'a' } })
      .then(note('created'));
    await world.clock.advance(1000);
    void configMaps(client).get('a').then(note('read'));
    void configMaps(client).list().then(note('listed'));
    await world.clock.advance(20_000);
    expect(seen).toEqual(['created at 1002', 'read at 2002', 'watched at 6002', 'listed at 7002']);
    seen.length = 0;
    void configMaps(client).list().then(note('listed'));
    await world.clock.advance(1000);
    expect(seen).toEqual(['listed at 22002']);
    world.inflict({ fault: { type: 'end' } });
  });
});

describe('a ledger', () => {
  test('tells every write by whom it was made, also where its answer was lost', async () => {
    world.inflict({ fault: { type: 'latency', maxMs: 500 }, forMs: 10_000 });
    const written = configMaps(world.client('mine')).create({ metadata: { name: 'a' } });
    written.catch(() => undefined);
    for (let ms = 0; world.ledger.entries.length === 0 && ms < 1000; ms += 1) await world.clock.advance(1);
    world.inflict({ fault: { type: 'cut' } });
    await world.clock.advance(1000);
    await expect(written).rejects.toThrow('reset');
    const direct = configMaps(world.direct());
    await direct.patch.merge('a', { metadata: { labels: { tier: 'web' } } });
    await direct.patch.merge('a', { metadata: { labels: { tier: 'web' } } });
    await direct.delete('a');
    expect(
      world.ledger.entries.map(({ client, verb, key, effective, gone }) => [
        client,
        verb,
        key,
        effective,
        gone,
      ]),
    ).toEqual([
      ['mine', 'create', 'default/a', true, false],
      ['', 'patch', 'default/a', true, false],
      ['', 'patch', 'default/a', false, false],
      ['', 'delete', 'default/a', true, true],
    ]);
  });
});
