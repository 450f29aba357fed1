import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap } from '../src/workload.ts';
import { World } from '../src/world.ts';

let world: World;
beforeEach(() => {
  world = new World(1);
});
afterEach(() => world.close());

/** The codes of requests that are sent one after the other. */
async function codes(count: number): Promise<number[]> {
  const send = world.network.service('test');
  const found: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const answer = send({ method: 'GET', path: '/version', query: [], headers: {} });
    await world.clock.advance(10);
    found.push((await answer).status);
  }
  return found;
}

describe('a world', () => {
  test('makes a fault hit as many requests as it says: none, some or all', async () => {
    world.inflict({ fault: { type: 'status', code: 503 }, times: 0 });
    expect(await codes(2)).toEqual([200, 200]);
    world.inflict({ fault: { type: 'status', code: 503 }, times: 1 });
    expect(await codes(2)).toEqual([503, 200]);
    world.inflict({ fault: { type: 'status', code: 503 } });
    expect(await codes(3)).toEqual([503, 503, 503]);
  });

  test('answers by one fault after the other where two hit the same requests', async () => {
    world.inflict({ fault: { type: 'status', code: 503 }, times: 1 });
    world.inflict({ fault: { type: 'status', code: 500 }, times: 2 });
    expect(await codes(4)).toEqual([503, 500, 500, 200]);
  });

  test('goes on with a fault when another of its kind ends', async () => {
    world.inflict({ fault: { type: 'duplicate', copies: 2 }, forMs: 1000 });
    world.inflict({ fault: { type: 'duplicate', copies: 3 }, forMs: 500 });
    const copies: number[] = [];
    for (const wait of [0, 700, 700]) {
      await world.clock.advance(wait);
      copies.push(world.network.conditions.copies);
    }
    expect(copies).toEqual([3, 2, 1]);
  });

  test('hears no bookmark of a server that does not know sendInitialEvents', async () => {
    const events = async (): Promise<string[]> => {
      const seen: string[] = [];
      const reading = (async () => {
        const watch = Api.all(world.client('test'), ConfigMap).watch({ allowWatchBookmarks: true });
        for await (const { type } of watch) seen.push(type);
      })();
      await world.clock.advance(200_000);
      world.inflict({ fault: { type: 'end' } });
      await reading;
      return seen;
    };
    expect(await events()).toContain('BOOKMARK');
    world.inflict({ fault: { type: 'ignoreSendInitialEvents' }, forMs: 300_000 });
    expect(await events()).toEqual([]);
  });
});
