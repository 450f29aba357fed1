// Connections that break, fall silent or were never there.

import type { ChaosCase } from './case.ts';
import { always, atFirst, begun, during, endOpen, live, resetOpen, resumed } from './plots.ts';
import { pause, type Stage } from './stage.ts';

export const versions = [
  { label: 'HTTP/1.1', http2: false },
  { label: 'HTTP/2', http2: true },
];

/** Those that are over in seconds. */
export const connectionCases: readonly ChaosCase[] = versions.flatMap(({ label, http2 }) => [
  {
    name: `${label}: reset`,
    http2,
    by: 'wire',
    rightWithinMs: 5000,
    play: live(({ wire }) => void wire.cut('reset')),
  },
  {
    name: `${label}: closed`,
    http2,
    by: 'wire',
    rightWithinMs: 5000,
    play: live(({ wire }) => void wire.cut('close')),
  },
  {
    name: `${label}: reset by the proxy of HTTP`,
    http2,
    rightWithinMs: 5000,
    play: live(resetOpen),
  },
  {
    name: `${label}: the watch ends in good order, early`,
    http2,
    rightWithinMs: 5000,
    play: live(endOpen),
  },
  {
    name: `${label}: refused for 5 s`,
    http2,
    by: 'wire',
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      stage.fault();
      await stage.wire.refuse();
      stage.wire.cut();
      await stage.write();
      await stage.wait(5000);
      await stage.wire.accept();
      stage.heal();
    },
  },
  {
    name: `${label}: cut every 2 s for 20 s, while something happens all the time`,
    http2,
    by: 'wire',
    rightWithinMs: 5000,
    requests: 20,
    play: begun(async (stage) => {
      for (let round = 0; round < 10; round += 1) {
        await stage.wait(2000, 250);
        stage.wire.cut();
      }
    }),
  },
  {
    name: `${label}: no connection lives for more than 5 s, and a write each second`,
    http2,
    rightWithinMs: 1500,
    requests: 12,
    play: async (stage) => {
      await stage.open();
      stage.fault({ ask: (exchange) => void setTimeout(() => exchange.reset(), 5000) });
      resetOpen(stage);
      await laggingWrites(stage, 35_000);
    },
  },
  {
    name: `${label}: cut after every so many bytes`,
    http2,
    by: 'wire',
    rightWithinMs: 5000,
    play: begun(async (stage) => {
      for (const bytes of [0, 1, 5, 6, 40, 100, 200, 317, 500, 777, 1000, 1500, 2000, 3000, 4500]) {
        stage.wire.cutAfter(bytes);
        await stage.change('item-0');
        await stage.seen('item-0', 15_000);
      }
      stage.wire.cut();
    }),
  },
  {
    name: `${label}: the initial state cut after every so many bytes`,
    http2,
    by: 'wire',
    rightWithinMs: 11_000,
    isUnreachable: true,
    // Seven caches begin, and each asks once more at once.
    requests: 14,
    play: async (stage) => {
      stage.fault();
      for (const bytes of [0, 1, 5, 1400, 1900, 2500, 4000]) {
        stage.wire.cutAfter(bytes);
        await stage.open({ isAwaited: false });
        await stage.wait(400);
        if (bytes < 4000) await stage.drop();
      }
      await stage.write();
    },
  },
  {
    name: `${label}: frames cut at every byte, and ended in good order`,
    http2,
    rightWithinMs: 5000,
    play: async (stage) => {
      await stage.open();
      let bytes = 0;
      stage.fault({ cut: ({ kind }) => (kind === 'watch' ? { bytes, then: 'end' } : undefined) });
      resetOpen(stage);
      for (const next of [1, 2, 9, 20, 50, 100, 200, 300, 400]) {
        bytes = next;
        await stage.change('item-0');
        await stage.wait(400);
      }
      stage.heal();
      resetOpen(stage);
      await stage.write();
    },
  },
  {
    name: `${label}: bytes one at a time`,
    http2,
    rightWithinMs: 5000,
    play: always(() => ({ pieceBytes: 1 })),
  },
  {
    name: `${label}: all is packed`,
    http2,
    rightWithinMs: 5000,
    requests: 1,
    play: always(() => ({ gzip: true })),
  },
  {
    name: `${label}: all is packed, and cut off in the middle of it`,
    http2,
    rightWithinMs: 5000,
    play: live((stage) => {
      let cuts = 0;
      stage.proxy.faults = {
        gzip: true,
        ask: () => {
          cuts += 1;
          return false;
        },
        cut: () => (cuts === 1 ? { bytes: 100, then: 'end' } : undefined),
      };
      resetOpen(stage);
    }),
  },
  {
    name: `${label}: a large object, cut off in the middle of it`,
    http2,
    by: 'wire',
    rightWithinMs: 5000,
    play: live(async (stage) => {
      stage.wire.cutAfter(200_000);
      const data = { text: 'x'.repeat(400_000) };
      await stage.truth.create({ metadata: { name: 'large' }, data });
    }),
  },
  {
    name: `${label}: a balancer that resets what is idle for 3 s, and nothing happens for 20 s`,
    http2,
    rightWithinMs: 11_000,
    requests: 14,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      stage.fault({ ask: (exchange) => void setTimeout(() => exchange.reset(), 3000) });
      resetOpen(stage);
      await stage.wait(20_000);
      stage.heal();
      await stage.write();
    },
  },
  {
    name: `${label}: a cache of one namespace is reset`,
    http2,
    rightWithinMs: 5000,
    play: begun(resetOpen, { open: (stage) => stage.openPart() }),
  },
  {
    name: `${label}: a proxy that holds frames back for 5 s`,
    http2,
    rightWithinMs: 1000,
    play: async (stage) => {
      await stage.open();
      stage.fault();
      const held = [...stage.proxy.open];
      for (const exchange of held) exchange.silence();
      for (let round = 0; round < 3; round += 1) await stage.write();
      await stage.wait(5000);
      stage.heal();
      for (const exchange of held) exchange.speak();
    },
  },
  {
    name: `${label}: a head that never comes, for a watch, once`,
    http2,
    rightWithinMs: 45_000,
    isUnreachable: true,
    play: resumed(() => undefined),
  },
]);

export const http2Cases: readonly ChaosCase[] = [
  {
    name: 'HTTP/2: GOAWAY without an error, and the server ends its watches',
    http2: true,
    rightWithinMs: 5000,
    play: live(async (stage) => {
      stage.proxy.goAway();
      await pause(200);
      endOpen(stage);
    }),
  },
  {
    name: 'HTTP/2: GOAWAY without an error, and what is open goes on',
    http2: true,
    rightWithinMs: 5000,
    play: live(({ proxy }) => proxy.goAway()),
  },
  {
    name: 'HTTP/2: GOAWAY with ENHANCE_YOUR_CALM and the connection is gone',
    http2: true,
    rightWithinMs: 5000,
    play: live(async ({ proxy }) => {
      proxy.goAway(11);
      await pause(50);
      proxy.cut();
    }),
  },
  {
    name: 'HTTP/2: each stream reset as it begins, for 3 s',
    http2: true,
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: during(3000, () => ({ ask: (exchange) => (exchange.reset(), true) }), { then: resetOpen }),
  },
  {
    name: 'HTTP/1.1: each connection reset as it begins, for 3 s, at first',
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: atFirst(3000, () => ({ ask: (exchange) => (exchange.reset(), true) })),
  },
];

/** A write each second, each of which the cache must have soon. For so long and not so often, as requests are counted. */
async function laggingWrites(stage: Stage, forMs: number): Promise<void> {
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await stage.change('item-0');
    await stage.seen('item-0', 2500);
    await stage.wait(1000);
  }
}
