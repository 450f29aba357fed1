// Lists that lie: empty, with holes, stale, endless, torn.

import type { Exchange, Faults } from '../chaos-proxy.ts';
import type { ChaosCase } from './case.ts';
import { expire, listOf, statusOf, withHoles } from './frames.ts';
import { always, type Play, toFirst } from './plots.ts';
import type { Stage } from './stage.ts';

const every = (): boolean => true;
// Six objects that the cache knows in any case, more than it gives up on the word of one list.
const some = (name: string): boolean => /^item-[13579]$|^new-0$/.test(name);

/** A live watch whose history is gone, while initial states lie for so long. */
function lying(forMs: number, faults: (stage: Stage) => Faults): Play {
  return async (stage) => {
    await expired(stage, faults);
    await stage.wait(forMs);
    await stage.write();
    stage.heal();
  };
}

/** A live watch whose history is gone, and one initial state that lies. */
function lyingOnce(faults: (stage: Stage) => Faults): Play {
  return (stage) => expired(stage, () => firstOnly(faults(stage)));
}

/** A live watch whose history is gone while something else is wrong; then there are news. */
async function expired(stage: Stage, faults: (stage: Stage) => Faults): Promise<void> {
  await stage.open();
  await stage.write();
  await stage.seen('new-0', 5000);
  stage.fault(faults(stage));
  expire(stage);
  await stage.write();
}

/** The first initial state is changed, the others are true. */
function firstOnly(faults: Faults): Faults {
  let first: Exchange | undefined;
  const isChosen = (exchange: Exchange): boolean => exchange === first;
  return {
    ...faults,
    // Of those that begin from now on: what is open may still have something to say.
    ask: (exchange) => {
      const isDealtWith = faults.ask?.(exchange) === true;
      if (!isDealtWith && exchange.kind !== 'watch') first ??= exchange;
      return isDealtWith;
    },
    list: (text, exchange) => (isChosen(exchange) ? (faults.list?.(text, exchange) ?? text) : text),
    frame: (line, exchange) => (isChosen(exchange) ? (faults.frame?.(line, exchange) ?? [line]) : [line]),
  };
}

const cannotStream = (exchange: Exchange): boolean => {
  if (exchange.kind === 'stream') exchange.answer(422, statusOf(422, 'Invalid'));
  return exchange.kind === 'stream';
};

/** Opens a cache, and writes what it is told; lists are then as they were before. */
async function staleLists(stage: Stage): Promise<Faults> {
  await stage.open();
  const list = await stage.controlPlane.request(`/api/v1/namespaces/${stage.namespace}/configmaps`);
  const text = JSON.stringify(list.body);
  for (let round = 0; round < 3; round += 1) await stage.write();
  await stage.wait(200);
  return { ask: cannotStream, list: () => text };
}

/** A list in pages, to whose second one this is done, once. */
function secondPage(does: (exchange: Exchange) => void): Play {
  return always(() => toFirst(['page'], does), { options: { initialState: 'list', pageSize: 5 } });
}

/** Each list is cut off later than the one before. */
function listsCutOff(): Faults {
  let bytes = 0;
  return {
    cut: ({ kind }) => {
      if (kind !== 'list' || bytes > 3000) return undefined;
      bytes += 997;
      return { bytes, then: bytes % 2 === 0 ? 'reset' : 'end' };
    },
  };
}

/** Each page says that there is another, and is what `items` makes of it. */
function endless(
  { proxy }: Stage,
  items: (all: readonly unknown[], page: number) => readonly unknown[],
): Faults {
  let page = 0;
  return {
    ask: (exchange) => {
      if (exchange.kind !== 'page') return cannotStream(exchange);
      // The server does not know the tokens that were made up here.
      proxy.pass(exchange, { continue: undefined });
      return true;
    },
    list: (text, exchange) => {
      if (!exchange.query.has('limit')) return text;
      const list = listOf(text);
      page += 1;
      const metadata = { ...list.metadata, continue: `made-up-${page}` };
      return JSON.stringify({ ...list, metadata, items: items(list.items, page) });
    },
  };
}

export const slowListCases: readonly ChaosCase[] = [
  {
    name: 'empty initial states for 5 s',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: lying(5000, () => withHoles(every)),
  },
  {
    name: 'an empty initial state, once',
    rightWithinMs: 14_000,
    isUnreachable: true,
    play: lyingOnce(() => withHoles(every)),
  },
  {
    name: 'half of it missing, once',
    rightWithinMs: 14_000,
    isUnreachable: true,
    play: lyingOnce(() => withHoles(some)),
  },
  {
    name: 'half of it missing, for 5 s',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: lying(5000, () => withHoles(some)),
  },
  {
    name: 'stale lists for 5 s',
    rightWithinMs: 40_000,
    isUnreachable: true,
    play: async (stage) => {
      stage.fault(await staleLists(stage));
      expire(stage);
      await stage.wait(5000);
      stage.heal();
      await stage.write();
    },
  },
  {
    name: 'a stale list, once',
    rightWithinMs: 14_000,
    isUnreachable: true,
    play: async (stage) => {
      stage.fault(firstOnly(await staleLists(stage)));
      expire(stage);
      await stage.write();
    },
  },
  {
    name: 'lists that never end, with the same objects on each page, for 20 s',
    rightWithinMs: 31_000,
    requests: 40,
    isUnreachable: true,
    play: lying(20_000, (stage) => endless(stage, (all) => all)),
  },
  {
    name: 'lists that never end, with no objects on any further page, for 20 s',
    rightWithinMs: 31_000,
    requests: 40,
    isUnreachable: true,
    play: lying(20_000, (stage) => endless(stage, (all, page) => (page === 1 ? all : []))),
  },
  {
    name: 'lists whose pages never end, for ever, unless there is one page only',
    rightWithinMs: 15_000,
    requests: 15,
    isUnreachable: true,
    play: (stage) => always(() => endless(stage, (all) => all))(stage),
  },
];

export const listCases: readonly ChaosCase[] = [
  {
    name: 'a list with an object twice',
    rightWithinMs: 5000,
    play: always(() => ({
      ask: cannotStream,
      list: (text) => {
        const list = listOf(text);
        return JSON.stringify({ ...list, items: [...list.items, ...list.items.slice(-1)] });
      },
    })),
  },
  {
    name: 'a list in no order',
    rightWithinMs: 5000,
    play: always(() => ({
      ask: cannotStream,
      list: (text) => {
        const list = listOf(text);
        return JSON.stringify({ ...list, items: list.items.toReversed() });
      },
    })),
  },
  {
    name: 'a list whose items are null, once',
    rightWithinMs: 14_000,
    isUnreachable: true,
    play: lyingOnce(() => ({
      ask: cannotStream,
      list: (text) => JSON.stringify({ ...listOf(text), items: null }),
    })),
  },
  {
    name: 'a list without a version, once',
    rightWithinMs: 5000,
    play: lyingOnce(() => ({
      ask: cannotStream,
      list: (text) => JSON.stringify({ ...listOf(text), metadata: {} }),
    })),
  },
  {
    name: 'pages, the second of which is answered by 410',
    rightWithinMs: 5000,
    play: secondPage((exchange) => exchange.answer(410, statusOf(410, 'Expired'))),
  },
  {
    name: 'pages, the second of which is cut off',
    rightWithinMs: 5000,
    play: secondPage((exchange) => exchange.reset()),
  },
  {
    name: 'a list that is cut off at every byte, in turn',
    rightWithinMs: 12_000,
    isUnreachable: true,
    play: always(listsCutOff, { options: { initialState: 'list' } }),
  },
];
