// Connections that are dead and do not say so, and answers that stop in the middle.

import type { Faults } from '../chaos-proxy.ts';
import type { ChaosCase } from './case.ts';
import { versions } from './connection-cases.ts';
import { always, begun, endOpen, resumed, toFirst } from './plots.ts';
import type { Stage } from './stage.ts';

/** The connections are dead, and nobody says so. */
const halfOpen = ({ wire }: Stage): void => wire.freeze();

/** Something happens each second. */
const busy = (stage: Stage): Promise<void> => stage.wait(20_000, 1000);

async function aBookmark(stage: Stage): Promise<void> {
  // A server sends bookmarks to whoever has had news.
  await stage.change('item-0');
  await stage.seen('item-0', 5000);
  const { lastEventAt = 0 } = stage.status;
  const hasBookmark = (): boolean => Number(stage.status.lastEventAt) > lastEventAt + 1000;
  await stage.until('a bookmark', hasBookmark, 90_000);
}

/** The first list stops in the middle. */
function firstListSilenced(): Faults {
  let cut = false;
  const isFirst = (kind: string): boolean => kind === 'list' && !cut;
  return {
    cut: (exchange) => {
      if (!isFirst(exchange.kind)) return undefined;
      setImmediate(() => {
        cut = true;
      });
      return { bytes: 1500, then: 'silence' };
    },
  };
}

/** They last for a minute and more, so they begin first. */
export const silenceCases: readonly ChaosCase[] = versions.flatMap(({ label, http2 }) => [
  {
    name: `${label}: half-open after a bookmark, and quiet`,
    http2,
    by: 'wire',
    rightWithinMs: 100_000,
    isUnreachable: true,
    play: begun(halfOpen, { first: aBookmark }),
  },
  {
    name: `${label}: half-open, and quiet since it began`,
    http2,
    by: 'wire',
    rightWithinMs: 60_000,
    isUnreachable: true,
    play: begun(halfOpen),
  },
  {
    name: `${label}: half-open while something happens each second`,
    http2,
    by: 'wire',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: begun(halfOpen, { first: busy }),
  },
  {
    name: `${label}: half-open while something happens each second, and it goes on happening`,
    http2,
    by: 'wire',
    rightWithinMs: 500,
    isUnreachable: true,
    play: begun(
      async (stage) => {
        halfOpen(stage);
        await busy(stage);
        stage.heal();
      },
      { first: busy },
    ),
  },
  {
    name: `${label}: a watch that is resumed is silent after its head`,
    http2,
    rightWithinMs: 100_000,
    isUnreachable: true,
    play: resumed((exchange) => exchange.start(200), endOpen),
  },
  {
    name: `${label}: nothing happens for 100 s`,
    http2,
    rightWithinMs: 1000,
    requests: 2,
    play: begun((stage) => stage.wait(100_000)),
  },
  {
    name: `${label}: a cache of one namespace, half-open while something happens each second`,
    http2,
    by: 'wire',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: begun(halfOpen, { open: (stage) => stage.openPart(), first: busy }),
  },
  {
    name: `${label}: a proxy that keeps a busy connection open and sends nothing`,
    http2,
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: begun(
      ({ proxy }) => {
        for (const exchange of proxy.open) exchange.silence();
      },
      { first: busy },
    ),
  },
  {
    name: `${label}: everything silent for 40 s, new connections too`,
    http2,
    by: 'wire',
    rightWithinMs: 30_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      await stage.wait(10_000, 1000);
      stage.fault();
      stage.wire.stall();
      await stage.write();
      await stage.wait(40_000);
      stage.wire.resume();
      stage.heal();
    },
  },
  {
    name: `${label}: half-open before the head of the initial state`,
    http2,
    rightWithinMs: 60_000,
    isUnreachable: true,
    play: always(() => toFirst(['stream', 'list'], () => undefined)),
  },
  {
    name: `${label}: silent after the head of a streamed initial state`,
    http2,
    rightWithinMs: 30_000,
    isUnreachable: true,
    play: always(() => toFirst(['stream'], (exchange) => exchange.start(200))),
  },
  {
    name: `${label}: silent in the middle of a streamed initial state`,
    http2,
    rightWithinMs: 30_000,
    isUnreachable: true,
    play: always(() => ({
      cut: ({ kind }) => (kind === 'stream' ? { bytes: 1500, then: 'silence' } : undefined),
    })),
  },
  {
    name: `${label}: silent in the middle of a list, once`,
    http2,
    rightWithinMs: 65_000,
    isUnreachable: true,
    play: always(firstListSilenced, { options: { initialState: 'list' } }),
  },
]);
