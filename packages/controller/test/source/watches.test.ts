import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { type PartialObjectMetadata, settle } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import type { SourceMapper } from '../../src/source/declaration.ts';
import type { SourceChange } from '../../src/source/predicate.ts';
import { nowhere, SourceBench, watched, website } from '../support/source-bench.ts';

let bench: SourceBench;

beforeEach(() => {
  bench = SourceBench.websites();
});

afterEach(() => bench[Symbol.asyncDispose]());

/** Each ConfigMap names its Websites. */
const byData: SourceMapper<ConfigMap> = ({ data }) =>
  (data?.['sites'] ?? '')
    .split(',')
    .filter(Boolean)
    .map((name) => ({ name }));

async function start(): Promise<Api<ConfigMap>> {
  const client: Client = await bench.cluster('', [website('web')]);
  bench.told();
  return Api.namespaced(client, ConfigMap, 'shop');
}

const map = (sites: string): ConfigMap => ({ metadata: { name: 'a', namespace: 'shop' }, data: { sites } });

describe('watches', () => {
  test('runs what the mapper says of the old and of the new state, each once', async () => {
    bench.sources.add(watched(byData));
    const maps = await start();
    await maps.create(map('a,b,a'));
    await maps.patch.merge('a', { data: { sites: 'b,c' } });
    await maps.delete('a');
    await settle();
    expect(bench.told()).toEqual([
      'added high shop/a <- configmaps shop/a',
      'added high shop/b <- configmaps shop/a',
      'updated high shop/a <- configmaps shop/a',
      'updated high shop/b <- configmaps shop/a',
      'updated high shop/c <- configmaps shop/a',
      'deleted high shop/b <- configmaps shop/a',
      'deleted high shop/c <- configmaps shop/a',
    ]);
  });

  test('tells the mapper what has changed, with the last state of what is deleted', async () => {
    const told: unknown[] = [];
    bench.sources.add(
      watched((object, change: SourceChange<ConfigMap>) => {
        told.push([
          change.type,
          object.data?.['sites'],
          change.old?.data?.['sites'],
          change.new?.data?.['sites'],
        ]);
        return undefined;
      }),
    );
    const maps = await start();
    await maps.create(map('a'));
    await maps.patch.merge('a', { data: { sites: 'b' } });
    await maps.delete('a');
    await settle();
    expect(told).toEqual([
      ['added', 'a', undefined, 'a'],
      ['updated', 'a', 'a', 'b'],
      ['updated', 'b', 'a', 'b'],
      ['deleted', 'b', 'b', undefined],
    ]);
    expect([bench.told(), bench.troubles]).toEqual([[], []]);
  });

  test('goes on after a mapper that throws, and tells it once with the source and the object', async () => {
    bench.sources.add(
      watched((object, change) => {
        if (object.data?.['sites'] === 'boom') throw new Error('no such site');
        return byData(object, change);
      }),
    );
    const maps = await start();
    await maps.create(map('boom'));
    await maps.patch.merge('a', { data: { sites: 'b' } });
    await maps.patch.merge('a', { data: { sites: 'boom' } });
    await settle();
    // Of an update whose one state cannot be mapped, the other is.
    expect(bench.told()).toEqual([
      'updated high shop/b <- configmaps shop/a',
      'updated high shop/b <- configmaps shop/a',
    ]);
    expect(bench.troubles.map(({ message }) => message)).toEqual([
      'source configmaps: the mapper threw on "shop/a": no such site',
    ]);
  });

  test('swallows what a mapper rejects that is async by mistake, and says so', async () => {
    const mapper = (async () => Promise.reject(new Error('late'))) as unknown as SourceMapper<ConfigMap>;
    bench.sources.add(watched(mapper));
    const maps = await start();
    await maps.create(map('a'));
    await settle();
    expect(bench.troubles.map(({ message }) => message)).toEqual([
      'source configmaps: the mapper returned a promise, and has to answer at once on "shop/a"',
    ]);
  });

  test('asks the server for metadata alone where no more is wanted', async () => {
    const seen: PartialObjectMetadata<ConfigMap>[] = [];
    const metadata: SourceMapper<PartialObjectMetadata<ConfigMap>> = (object) => {
      seen.push(object);
      return [{ name: object.metadata.labels?.['site'] ?? '' }];
    };
    bench.sources.add<PartialObjectMetadata<ConfigMap>>({
      api: Api.all(nowhere, ConfigMap),
      mapping: { type: 'watches', mapper: metadata },
      options: { metadataOnly: true, labelSelector: 'site' },
    });
    const maps = await start();
    await maps.create({ ...map('x'), metadata: { name: 'a', labels: { site: 'web' } } });
    await maps.create({ ...map('x'), metadata: { name: 'b' } });
    await settle();
    expect(bench.told()).toEqual(['added high shop/web <- configmaps shop/a']);
    expect(seen.map((object) => Object.keys(object).sort())).toEqual([['apiVersion', 'kind', 'metadata']]);
  });
});
