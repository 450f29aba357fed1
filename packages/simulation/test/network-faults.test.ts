import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import type { HttpRequest } from '@kube-rx/core';
import type { ScheduledFault } from '../src/fault.ts';
import { ConfigMap } from '../src/workload.ts';
import { World } from '../src/world.ts';

const path = '/api/v1/namespaces/default/configmaps';

let world: World;
let changes = 0;
beforeEach(async () => {
  world = new World(1);
  for (const name of ['a', 'b', 'c']) await create(name);
});
afterEach(() => world.close());

async function create(name: string): Promise<void> {
  await Api.namespaced(world.direct(), ConfigMap, 'default').create({ metadata: { name } });
}

const change = (name: string): Omit<ScheduledFault, 'at'> => ({
  fault: {
    type: 'request',
    method: 'PATCH',
    path: `${path}/${name}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { data: { change: String((changes += 1)) } },
  },
});

function get(query: HttpRequest['query']): HttpRequest {
  return { method: 'GET', path, query, headers: {} };
}

const watching: HttpRequest['query'] = [
  ['watch', 'true'],
  ['timeoutSeconds', '3000'],
];

/** What a reader sees of a watch, frame by frame: `|` stands between chunks. */
function watch(query: HttpRequest['query'] = watching) {
  const seen = { frames: [] as string[], end: 'open' };
  void (async () => {
    try {
      const { body } = await world.network.service('test')(get(query));
      for await (const chunk of body) {
        const lines = new TextDecoder().decode(chunk).split('\n').slice(0, -1);
        seen.frames.push(lines.map(brief).join('+'));
      }
      seen.end = 'clean';
    } catch (error) {
      seen.end = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  })();
  return seen;
}

function brief(line: string): string {
  if (line.trim() === '') return JSON.stringify(line);
  const { type, object } = JSON.parse(line) as { type: string; object: { metadata: { name?: string } } };
  return `${type[0] ?? ''}${object.metadata.name ?? ''}`;
}

describe('a fault of the network', () => {
  test('lets frames of two objects change places, in one chunk', async () => {
    const seen = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(100);
    world.inflict({ fault: { type: 'reorder', withinMs: 500 }, forMs: 5000 });
    // Of one object they keep their order, and the last one does not wait for ever.
    for (const name of ['a', 'b', 'a', 'a', 'c']) world.inflict(change(name));
    await world.clock.advance(400);
    expect(seen.frames.slice(3)).toEqual(['Mb+Ma', 'Ma', 'Mc+Ma']);
    world.inflict(change('b'));
    await world.clock.advance(499);
    expect(seen.frames).toHaveLength(6);
    await world.clock.advance(5000);
    expect(seen.frames.slice(6)).toEqual(['Mb']);
    for (const name of ['a', 'b']) world.inflict(change(name));
    await world.clock.advance(10);
    expect(seen.frames.slice(7)).toEqual(['Ma', 'Mb']);
  });

  test('loses no frame of two that change places where the connection is cut between them', async () => {
    const seen = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(100);
    world.inflict({ fault: { type: 'reorder', withinMs: 500 } });
    world.inflict({ fault: { type: 'cut', afterBytes: 20 } });
    for (const name of ['a', 'b']) world.inflict(change(name));
    await world.clock.advance(1000);
    expect([seen.frames.slice(3), seen.end]).toEqual([['Mb+Ma'], 'ECONNRESET']);
  });

  test('loses frames and goes on', async () => {
    const seen = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(100);
    seen.frames.length = 0;
    world.inflict({ fault: { type: 'lossy', share: 1 }, forMs: 1000 });
    world.inflict(change('a'));
    await world.clock.advance(1000);
    world.inflict(change('b'));
    await world.clock.advance(100);
    expect(seen).toEqual({ frames: ['Mb'], end: 'open' });
  });

  test('puts empty lines between frames, as long as it lasts', async () => {
    const seen = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(100);
    seen.frames.length = 0;
    world.inflict({ fault: { type: 'heartbeat', everyMs: 1000 }, forMs: 3000 });
    await world.clock.advance(1500);
    world.inflict(change('a'));
    await world.clock.advance(10_000);
    expect(seen.frames).toEqual(['"\\r"', 'Ma', '"\\r"', '"\\r"']);
  });

  test('passes nothing on, on old connections and new ones, and answers all the same', async () => {
    const old = watch();
    await world.clock.advance(100);
    old.frames.length = 0;
    world.inflict({ fault: { type: 'mute' }, forMs: 10_000 });
    const young = watch();
    await world.clock.advance(9000);
    world.inflict(change('a'));
    await world.clock.advance(5000);
    expect([old, young]).toEqual([
      { frames: [], end: 'open' },
      { frames: [], end: 'open' },
    ]);
    expect(world.network.open).toBe(2);
    const later = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(100);
    expect(later.frames).toHaveLength(3);
  });

  test('lets the versions go on where others write', async () => {
    const version = async (): Promise<number> => {
      const list = await Api.namespaced(world.direct(), ConfigMap, 'default').list();
      return Number(list.resourceVersion);
    };
    const before = await version();
    const seen = watch([...watching, ['resourceVersion', String(before)]]);
    world.inflict({ fault: { type: 'bystanders', everyMs: 100 }, forMs: 1000 });
    await world.clock.advance(5000);
    expect([(await version()) - before, seen.frames]).toEqual([10, []]);
  });

  test('ends when it is calm', async () => {
    world.inflict({ fault: { type: 'heartbeat', everyMs: 10 } });
    world.inflict({ fault: { type: 'bystanders', everyMs: 10 } });
    world.inflict({ fault: { type: 'mute' } });
    world.calm();
    expect(world.clock.pending).toBe(0);
    const seen = watch([...watching, ['resourceVersion', '0']]);
    await world.clock.advance(1000);
    expect(seen.frames).toEqual(['Aa', 'Ab', 'Ac']);
  });
});

describe('a host', () => {
  test.each([
    ['timers', ['timer', 'answer']],
    ['answers', ['answer', 'timer']],
  ] as const)('that stands still has all that it waited for afterwards, %s first', async (first, order) => {
    const { client, clock } = world.host('mine');
    const seen: string[] = [];
    void client.serverVersion().then(() => seen.push('answer'));
    clock.schedule(1000, () => seen.push('timer'));
    await world.clock.advance(0);
    world.inflict({ fault: { type: 'pause', first }, forMs: 20_000, program: 'mine' });
    await world.clock.advance(19_999);
    expect(seen).toEqual([]);
    await world.clock.advance(1);
    expect(seen).toEqual(order);
    expect(clock.monotonic()).toBe(20_000);
  });

  test('whose machine sleeps has lost no monotonic time, but time of day', async () => {
    const { clock } = world.host('mine');
    const began = clock.now();
    world.inflict({ fault: { type: 'pause', first: 'timers', sleeps: true }, forMs: 60_000 });
    await world.clock.advance(60_000);
    expect([clock.monotonic(), clock.now() - began]).toEqual([0, 60_000]);
  });

  test('that is deafened hears nothing on the connections that it had', async () => {
    const seen = watch([...watching, ['resourceVersion', '0']]);
    const { clock } = world.host('test');
    await world.clock.advance(100);
    world.inflict({ fault: { type: 'pause', first: 'timers', deafens: true }, forMs: 5000 });
    world.inflict(change('a'));
    await world.clock.advance(50_000);
    expect([seen.frames, clock.monotonic()]).toEqual([['Aa', 'Ab', 'Ac'], 50_100]);
  });
});
