// The operator and the composite of one website, which die by each of their writes in turn. For more websites and moments:
// `npm run simulate -- --subjects operator --crashes`.

import { type CrashVerdict, crashSweep } from '@kube-rx/simulation';
import { compositeWorld } from './composite-world.ts';
import { surroundings, websiteWorld } from './website-world.ts';

const oneWebsite = surroundings({ names: ['a'] });

export function sweepOperator(seed: number, durationMs: number): AsyncGenerator<CrashVerdict> {
  return crashSweep({ seed, ...websiteWorld, ...oneWebsite, durationMs });
}

/** Under an even seed the children go in order. */
export function sweepComposite(seed: number, durationMs: number): AsyncGenerator<CrashVerdict> {
  return crashSweep({ ...compositeWorld(seed), ...oneWebsite, durationMs });
}
