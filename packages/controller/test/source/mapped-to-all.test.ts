import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { settle } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import type { Mapping } from '../../src/source/declaration.ts';
import { nowhere, SourceBench, website } from '../support/source-bench.ts';

let bench: SourceBench;
let west: Client;

beforeEach(async () => {
  bench = SourceBench.websites();
  const api = Api.all(nowhere, ConfigMap);
  const mapping: Mapping<ConfigMap> = { type: 'watches', mapper: () => 'all' };
  bench.sources.add({ api, mapping, options: {} });
  await bench.cluster('east', [website('web')]);
  west = await bench.cluster('west', [website('web'), website('api')]);
  bench.told();
});

afterEach(() => bench[Symbol.asyncDispose]());

test("a mapper that answers 'all' runs everything of the cluster in which the object is, and nothing of another", async () => {
  await Api.namespaced(west, ConfigMap, 'shop').create({ metadata: { name: 'a' } });
  await settle();
  expect(bench.told().sort()).toEqual([
    'added high west/shop/api <- configmaps shop/a',
    'added high west/shop/web <- configmaps shop/a',
  ]);
  expect(bench.troubles).toEqual([]);
});
