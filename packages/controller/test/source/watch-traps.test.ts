// What other runtimes lose between a watch and its consumers.

import { afterEach, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { settle } from '@kube-rx/core';
import { owned, SourceBench, Website, website } from '../support/source-bench.ts';

let bench: SourceBench;

afterEach(() => bench[Symbol.asyncDispose]());

test('gzip watch, one member per event: every source asks for a watch that is not packed', async () => {
  bench = SourceBench.websites();
  bench.sources.add(owned());
  const asked: (string | undefined)[] = [];
  const server = bench.server();
  const client = bench.client((request, options) => {
    if (request.query.some(([name]) => name === 'watch')) asked.push(request.headers['accept-encoding']);
    return server.service(request, options);
  });
  bench.sources.addCluster('', client);
  await settle();
  expect(asked).toEqual(['identity', 'identity']);
});

test('client-side shard filter breaks watch-list: what keeps back every object keeps back no bookmark', async () => {
  bench = SourceBench.websites({ predicate: () => false, labelSelector: { shard: 'a' } });
  const client = await bench.cluster('', [website('web', { labels: { shard: 'a' } })]);
  expect([bench.sources.isSynced(''), bench.told()]).toEqual([true, []]);
  const other = website('other', { labels: { shard: 'b' } });
  const { metadata } = await Api.namespaced(client, Website, 'shop').create(other);
  // A second watch begins after 47 s, and has its first bookmark a minute later.
  await bench.clock.advance(110_000);
  expect(bench.sources.primaryStore('')?.resourceVersion).toBe(metadata.resourceVersion);
  expect(bench.told()).toEqual([]);
});
