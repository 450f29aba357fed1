// One test for each check of a client in another language.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClientProgram, Seen } from './client-program.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded-cluster.ts';

/** @param expected what is seen, by the name of the check. */
export function testClient(
  name: string,
  program: ClientProgram | undefined,
  expected: Readonly<Record<string, unknown>>,
): void {
  (program === undefined ? describe.skip : describe)(name, () => {
    let cluster: EmbeddedCluster | undefined;
    let seen: readonly Seen[] = [];

    beforeAll(async () => {
      cluster = await startEmbedded();
      seen = (await program?.run(cluster.kubeconfig)) ?? [];
    }, 150_000);

    afterAll(async () => {
      await cluster?.[Symbol.asyncDispose]();
    });

    test.each(Object.entries(expected))('%s', (check, what) => {
      expect(seen.find((each) => each.check === check)).toEqual({ check, ok: true, seen: what });
    });

    test('has no check that nobody looks at', () => {
      expect(seen.map(({ check }) => check).toSorted()).toEqual(Object.keys(expected).toSorted());
    });
  });
}
