import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { settle } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { childOf, owned, SourceBench, Website, website } from '../support/source-bench.ts';

let bench: SourceBench;
let client: Client;
let sites: Api<Website>;
let maps: Api<ConfigMap>;

beforeEach(async () => {
  bench = SourceBench.websites();
  bench.sources.add(owned());
  client = await bench.cluster('', [website('web'), website('api')]);
  sites = Api.namespaced(client, Website, 'shop');
  maps = Api.namespaced(client, ConfigMap, 'shop');
  bench.told();
});

afterEach(() => bench[Symbol.asyncDispose]());

describe('owns', () => {
  test('runs the owner for each change of what it controls', async () => {
    const web = await sites.get('web');
    await maps.create(childOf(web, 'a'));
    await maps.patch.merge('a', { data: { b: 'c' } });
    await maps.delete('a');
    await settle();
    expect(bench.told()).toEqual([
      'added high shop/web <- configmaps shop/a',
      'updated high shop/web <- configmaps shop/a',
      'deleted high shop/web <- configmaps shop/a',
    ]);
  });
});
