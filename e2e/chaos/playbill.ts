// Plays cases, so many at once, and keeps what came of them.

import type { ChaosCase } from './case.ts';
import type { Outcome } from './outcome.ts';
import { type Place, Stage } from './stage.ts';

/** By name. */
export const played = new Map<string, Outcome>();

let namespaces = 0;

export async function playAll(
  cases: readonly ChaosCase[],
  atOnce: number,
  place: Omit<Place, 'namespace'>,
): Promise<void> {
  const waiting = cases.values();
  const play = async (): Promise<void> => {
    // The actors share one iterator, so each case is played once.
    for (const chaos of waiting) {
      namespaces += 1;
      const outcome = await Stage.play(chaos, { ...place, namespace: `chaos-${namespaces}` });
      played.set(chaos.name, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, play));
}
