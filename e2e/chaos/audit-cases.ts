// What no watch can notice, as nothing that is told contradicts it: a cache that is audited does.

import type { ChaosCase } from './case.ts';
import { expire, frameOf, withHoles } from './frames.ts';

const every = (): boolean => true;

export const auditCases: readonly ChaosCase[] = [
  {
    name: 'audited: the first initial state is empty, for 5 s',
    rightWithinMs: 75_000,
    isUnreachable: true,
    play: async (stage) => {
      stage.fault(withHoles(every));
      await stage.open({ auditMs: 30_000 });
      await stage.wait(5000);
      stage.heal();
      await stage.write();
    },
  },
  {
    name: 'audited: frames are lost for a while',
    rightWithinMs: 75_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open({ auditMs: 30_000 });
      stage.fault({ frame: (line) => (frameOf(line).type === 'BOOKMARK' ? [line] : []) });
      for (let round = 0; round < 3; round += 1) await stage.write();
      await stage.wait(500);
      stage.heal();
      await stage.write();
    },
  },
  {
    name: 'by itself, after a mass deletion that was believed: initial states are empty for 45 s',
    rightWithinMs: 90_000,
    requests: 14,
    isUnreachable: true,
    isDeceived: true,
    play: async (stage) => {
      await stage.open();
      await stage.write();
      stage.fault(withHoles(every));
      expire(stage);
      await stage.wait(45_000);
      stage.heal();
    },
  },
];
