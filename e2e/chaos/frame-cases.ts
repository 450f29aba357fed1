// Watches whose frames come twice, swapped, late, in pieces, with garbage between, or not at all.

import type { Faults } from '../chaos-proxy.ts';
import type { ChaosCase } from './case.ts';
import { type Frame, frameOf, initialFrames, isEnd } from './frames.ts';
import { always, endOpen, live, resetOpen } from './plots.ts';
import type { Stage } from './stage.ts';

/** Frames that follow an initial state, changed by `change`. */
function liveFrames(change: (line: string, frame: Frame) => readonly string[]): Faults {
  const isInitial = initialFrames();
  return {
    frame: (line, exchange) => {
      const frame = frameOf(line);
      return isInitial(frame, exchange) || frame.type === 'BOOKMARK' ? [line] : change(line, frame);
    },
  };
}

/** The frames of two objects, each time in the other order. */
function swapped(stage: Stage, isSame: (one: Frame, other: Frame) => boolean): Faults {
  let held: { readonly line: string; readonly frame: Frame } | undefined;
  return liveFrames((line, frame) => {
    if (!held || !isSame(held.frame, frame)) {
      const before = held?.line;
      held = { line, frame };
      // Nothing is held back for longer than this.
      setTimeout(() => {
        if (held?.line !== line) return;
        held = undefined;
        send(stage, line);
      }, 300);
      return before === undefined ? [] : [before];
    }
    const { line: before } = held;
    held = undefined;
    return [line, before];
  });
}

/** Some frames come a while later than they should, and before that so many times. */
function late(stage: Stage, isLate: (frame: Frame) => boolean, before = 0): Faults {
  return liveFrames((line, frame) => {
    if (!isLate(frame)) return [line];
    setTimeout(() => send(stage, line), 200);
    return Array.from({ length: before }, () => line);
  });
}

/** What the server has not said, or not now. */
function send({ proxy }: Stage, line: string): void {
  for (const exchange of proxy.opened('stream', 'watch')) exchange.write(`${line}\n`);
}

/** The same in all that is open. */
function tell({ proxy }: Stage, text: string): void {
  for (const exchange of proxy.open) exchange.write(text);
}

/** An event of a watch. */
function lineOf(type: string, object: object): string {
  return `${JSON.stringify({ type, object: { kind: 'ConfigMap', apiVersion: 'v1', ...object } })}\n`;
}

/** An object has changed, the cache knows it, and an event of another type tells of it as it was. */
async function toldAgain(stage: Stage, type: string): Promise<void> {
  const object = await stage.truth.get('item-3');
  await stage.change('item-3');
  await stage.seen('item-3', 5000);
  tell(stage, lineOf(type, object));
}

const isAny = (): boolean => true;

async function several(stage: Stage): Promise<void> {
  for (let round = 0; round < 4; round += 1) await stage.write();
}

function disturbed(faults: (stage: Stage) => Faults, hasStore = true): ChaosCase['play'] {
  return async (stage) => {
    await (hasStore ? stage.open() : stage.openEvents());
    stage.fault(faults(stage));
    await several(stage);
  };
}

/** Writes `text` into the open watches now and then while things happen. */
function interspersed(text: string): ChaosCase['play'] {
  return async (stage) => {
    await stage.open();
    stage.fault();
    for (let round = 0; round < 8; round += 1) {
      tell(stage, text);
      await stage.change('item-1');
      await stage.wait(100);
    }
    await stage.write();
  };
}

const calm: readonly ChaosCase[] = [
  {
    name: 'each frame comes twice',
    play: disturbed(() => liveFrames((line) => [line, line])),
    rightWithinMs: 5000,
    requests: 1,
  },
  {
    name: 'frames of objects are swapped',
    play: disturbed((stage) => swapped(stage, isAny)),
    rightWithinMs: 5000,
    requests: 3,
  },
  {
    name: 'the newer frame of an object comes first',
    rightWithinMs: 5000,
    requests: 3,
    play: async (stage) => {
      await stage.open();
      stage.fault(swapped(stage, (one, other) => one.object.metadata.uid === other.object.metadata.uid));
      for (let round = 0; round < 6; round += 1) await stage.change('item-2');
      await stage.wait(500);
      await several(stage);
    },
  },
  {
    name: 'frames of one object come late, after those of others',
    rightWithinMs: 5000,
    requests: 3,
    play: disturbed((stage) => late(stage, ({ object }) => object.metadata.name === 'item-1')),
  },
  {
    name: 'deletions come late, after what was made since',
    rightWithinMs: 5000,
    requests: 3,
    play: disturbed((stage) => late(stage, ({ type }) => type === 'DELETED')),
  },
  {
    name: 'each deletion comes three times, the last one late',
    rightWithinMs: 5000,
    requests: 1,
    play: disturbed((stage) => late(stage, ({ type }) => type === 'DELETED', 2)),
  },
  {
    name: 'no store: each frame comes twice',
    rightWithinMs: 5000,
    requests: 3,
    play: disturbed(() => liveFrames((line) => [line, line]), false),
  },
  {
    name: 'no store: frames of objects are swapped',
    rightWithinMs: 8000,
    play: disturbed((stage) => swapped(stage, isAny), false),
  },
  {
    name: 'no store: deletions come late, after what was made since',
    rightWithinMs: 8000,
    play: disturbed((stage) => late(stage, ({ type }) => type === 'DELETED'), false),
  },
  { name: 'blank lines', play: interspersed('\n'), rightWithinMs: 5000, requests: 1 },
  { name: 'lone CR LF', play: interspersed('\r\n'), rightWithinMs: 5000, requests: 1 },
  { name: 'lines of spaces and tabs', play: interspersed(' \t \n'), rightWithinMs: 5000, requests: 1 },
  {
    name: 'frames that end by CR LF',
    play: disturbed(() => liveFrames((line) => [`${line}\r`])),
    rightWithinMs: 5000,
    requests: 1,
  },
  { name: 'lines that are no JSON', play: interspersed('<!-- keep-alive -->\n'), rightWithinMs: 5000 },
  {
    name: 'a type of event that nobody knows',
    play: interspersed('{"type":"PING","object":{}}\n'),
    rightWithinMs: 5000,
  },
  {
    name: 'a bookmark that goes back',
    play: interspersed(lineOf('BOOKMARK', { metadata: { resourceVersion: '1' } })),
    rightWithinMs: 5000,
  },
  {
    name: 'a bookmark without a version',
    play: interspersed(lineOf('BOOKMARK', { metadata: {} })),
    rightWithinMs: 5000,
  },
  {
    name: 'a bookmark from the future, by which later frames are old',
    rightWithinMs: 5000,
    play: live(async (stage) => {
      const version = String(BigInt(stage.status.resourceVersion ?? '0') + 40n);
      tell(stage, lineOf('BOOKMARK', { metadata: { resourceVersion: version } }));
      await stage.wait(100);
    }),
  },
  {
    name: 'a deletion that never was, of an object with an older version',
    rightWithinMs: 5000,
    play: live((stage) => toldAgain(stage, 'DELETED')),
  },
  {
    name: 'what existed long ago is told again as ADDED',
    rightWithinMs: 5000,
    play: live((stage) => toldAgain(stage, 'ADDED')),
  },
  {
    name: 'what is deleted is told again as MODIFIED',
    rightWithinMs: 5000,
    play: live(async (stage) => {
      const object = await stage.truth.get('item-6');
      await stage.truth.delete('item-6');
      await stage.until('it is gone', () => stage.view.versionOf('item-6') === undefined);
      tell(stage, lineOf('MODIFIED', object));
    }),
  },
  {
    name: 'a frame of half an object, then the end',
    rightWithinMs: 5000,
    play: live((stage) => {
      tell(stage, '{"type":"ADDED","object":{"metadata":{"name":"item-0"');
      endOpen(stage);
    }),
  },
  {
    name: 'an object without a version',
    rightWithinMs: 5000,
    play: live((stage) => {
      const { namespace } = stage;
      tell(stage, lineOf('ADDED', { metadata: { name: 'ghost', namespace, uid: 'u' } }));
    }),
  },
  {
    name: 'versions that are no numbers, once',
    rightWithinMs: 5000,
    play: live((stage) => {
      const { namespace } = stage;
      tell(stage, lineOf('BOOKMARK', { metadata: { namespace, resourceVersion: 'abc' } }));
    }),
  },
  {
    name: 'the namespace is emptied, and filled anew under the same names, across a cut',
    rightWithinMs: 5000,
    play: live(async (stage) => {
      resetOpen(stage);
      for (const name of ['item-0', 'item-1', 'item-2']) {
        await stage.truth.delete(name);
        await stage.create(name);
      }
    }),
  },
];

const withoutEnd: Faults = { frame: (line) => (isEnd(frameOf(line)) ? [] : [line]) };

export const slowFrameCases: readonly ChaosCase[] = [
  {
    name: 'a streamed initial state without end mark, quiet',
    rightWithinMs: 20_000,
    isUnreachable: true,
    play: always(() => withoutEnd),
  },
  {
    name: 'a streamed initial state without end mark, while something happens each second',
    rightWithinMs: 500,
    isUnreachable: true,
    play: async (stage) => {
      stage.fault(withoutEnd);
      await stage.open({ isAwaited: false });
      await stage.wait(20_000, 1000);
      await stage.write();
    },
  },
];

export const frameCases: readonly ChaosCase[] = calm;
