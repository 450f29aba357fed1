// Rounds of requests by chance to both servers, and the report of what they answer differently.

import type { Found } from '../../packages/apiserver/test/conformance/chance/finding.ts';
import { Pair, type Services } from '../../packages/apiserver/test/conformance/chance/pair.ts';
import { reportOf } from '../../packages/apiserver/test/conformance/chance/report.ts';
import type { Difference } from '../../packages/apiserver/test/conformance/compare.ts';

export interface Rounds {
  /** Of which each round's namespace is named. */
  readonly name: string;
  readonly seed: number;
  readonly rounds: number;
  readonly counts: (difference: Difference) => boolean;
  readonly play: (pair: Pair, round: { readonly seed: number; readonly namespace: string }) => Promise<void>;
}

/** Round R of seed N is round 0 of seed N + R. */
export async function playByChance(
  services: Services,
  { name, seed: first, rounds, counts, play }: Rounds,
): Promise<void> {
  const found: (Found & { readonly seed: number })[] = [];
  let requests = 0;
  for (let seed = first; seed < first + rounds; seed += 1) {
    const namespace = `${name}-${seed}`;
    const pair = new Pair(services, { namespace, counts, found: (one) => found.push({ ...one, seed }) });
    await pair.quietly((session) =>
      session.post('/api/v1/namespaces', { metadata: { name: namespace } }, { quiet: true }),
    );
    await play(pair, { seed, namespace });
    requests += pair.requests;
  }
  process.stdout.write(`${reportOf(found)}\n${requests} requests in ${rounds} rounds of seed ${first}\n`);
  if (found.length > 0) process.exitCode = 1;
}
