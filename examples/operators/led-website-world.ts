// A world to prove several processes of the operator of websites in, one of which leads: leadership moves while it writes.
// `npm run simulate -- --subjects led` runs it.

import { electionWorld, type SimulateOptions } from '@kube-rx/simulation';
import { websiteOperator } from './website.ts';
import { Website } from './website-kind.ts';
import { notReady, surroundings } from './website-world.ts';

export function ledWebsiteWorld(seed: number): SimulateOptions {
  return {
    ...surroundings(),
    ...electionWorld(seed, {
      controller: {
        name: 'websites',
        build: ({ client, ...options }) => websiteOperator(client, options),
        primary: Website,
        desired: notReady,
      },
    }),
  };
}
