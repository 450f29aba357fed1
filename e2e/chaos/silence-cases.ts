// Connections that are dead and do not say so, and answers that stop in the middle.

import type { ChaosCase } from './case.ts';
import { versions } from './connection-cases.ts';
import { always, live, toFirst } from './plots.ts';

/** They last for a minute and more, so they begin first. */
export const silenceCases: readonly ChaosCase[] = versions.flatMap(({ label, http2 }) => [
  {
    name: `${label}: half-open after a bookmark, and quiet`,
    http2,
    by: 'wire',
    rightWithinMs: 100_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      const { resourceVersion } = stage.status;
      await stage.until('a bookmark', () => stage.status.resourceVersion !== resourceVersion, 90_000);
      stage.fault();
      stage.wire.freeze();
      await stage.write();
    },
  },
  {
    name: `${label}: half-open, and quiet since it began`,
    http2,
    by: 'wire',
    rightWithinMs: 100_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      stage.fault();
      stage.wire.freeze();
      await stage.write();
    },
  },
  {
    name: `${label}: half-open while something happens each second`,
    http2,
    by: 'wire',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      await stage.wait(20_000, 1000);
      stage.fault();
      stage.wire.freeze();
      await stage.write();
    },
  },
  {
    name: `${label}: half-open while something happens each second, and it goes on happening`,
    http2,
    by: 'wire',
    rightWithinMs: 500,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      await stage.wait(20_000, 1000);
      stage.fault();
      stage.wire.freeze();
      await stage.wait(20_000, 1000);
      stage.heal();
      await stage.write();
    },
  },
  {
    name: `${label}: a watch that is resumed is silent after its head`,
    http2,
    rightWithinMs: 100_000,
    isUnreachable: true,
    play: live((stage) => {
      stage.proxy.faults = toFirst(['watch'], (exchange) => exchange.start(200));
      for (const exchange of stage.proxy.open) exchange.end();
    }),
  },
  {
    name: `${label}: nothing happens for 100 s`,
    http2,
    rightWithinMs: 1000,
    requests: 2,
    play: async (stage) => {
      await stage.open();
      stage.fault();
      await stage.wait(100_000);
      await stage.write();
    },
  },
  {
    name: `${label}: a cache of one namespace, half-open while something happens each second`,
    http2,
    by: 'wire',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.openPart();
      await stage.wait(20_000, 1000);
      stage.fault();
      stage.wire.freeze();
      await stage.write();
    },
  },
  {
    name: `${label}: a proxy that keeps a busy connection open and sends nothing`,
    http2,
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      await stage.wait(20_000, 1000);
      stage.fault();
      for (const exchange of stage.proxy.open) exchange.silence();
      await stage.write();
    },
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
    play: async (stage) => {
      let cut = false;
      const isFirst = (kind: string): boolean => kind === 'list' && !cut;
      stage.fault({
        cut: (exchange) => {
          if (!isFirst(exchange.kind)) return undefined;
          setImmediate(() => {
            cut = true;
          });
          return { bytes: 1500, then: 'silence' };
        },
      });
      await stage.open({ initialState: 'list', isAwaited: false });
      await stage.write();
    },
  },
]);
