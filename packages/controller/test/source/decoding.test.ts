import { afterEach, expect, jest, test } from '@jest/globals';
import { type HttpService, type KubeObject, settle } from '@kube-rx/core';
import { unsynced } from '../../src/source/source-status.ts';
import { childOf, owned, SourceBench, type Website, website } from '../support/source-bench.ts';

let bench: SourceBench;

afterEach(async () => {
  jest.restoreAllMocks();
  await bench[Symbol.asyncDispose]();
});

/** A server that has these objects, and then tells these events. Everything is bytes before the test begins. */
function scripted(
  script: Record<string, { list: KubeObject[]; events: [string, KubeObject][] }>,
): HttpService {
  const text = new TextEncoder();
  const bodies = new Map(
    Object.entries(script).map(([plural, { list, events }]) => {
      const items = list.map((object) => JSON.stringify(object)).join(',');
      const frames = events.map(([type, object]) => `${JSON.stringify({ type, object })}\n`).join('');
      return [
        plural,
        [`{"metadata":{"resourceVersion":"10"},"items":[${items}]}`, frames].map((each) => text.encode(each)),
      ];
    }),
  );
  return (request) => {
    const [list, frames] = bodies.get(request.path.split('/').at(-1) ?? '') ?? [];
    const isWatch = request.query.some(([name]) => name === 'watch');
    async function* body(): AsyncGenerator<Uint8Array> {
      yield (isWatch ? frames : list) ?? new Uint8Array();
      if (isWatch) await new Promise(() => undefined);
    }
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body: body() });
  };
}

test('sources decode no object to tell that it is there, has changed, has another owner or is gone', async () => {
  const large = { large: 'yes' };
  const site = (name: string, resourceVersion: string): Website & KubeObject =>
    Object.assign(website(name, { uid: `uid-${name}`, resourceVersion, generation: 1 }), large);
  const child = (owner: string, resourceVersion: string): KubeObject =>
    Object.assign(childOf(site(owner, '1'), 'a', { uid: 'uid-a', resourceVersion }), large);
  const service = scripted({
    websites: {
      list: [site('a', '1'), site('b', '2'), site('c', '3')],
      events: [
        ['MODIFIED', site('a', '20')],
        ['DELETED', site('c', '21')],
      ],
    },
    configmaps: {
      list: [child('a', '4')],
      events: [
        ['MODIFIED', child('b', '11')],
        ['DELETED', child('a', '12')],
      ],
    },
  });
  bench = SourceBench.websites({ initialState: 'list' });
  bench.sources.add(owned({ initialState: 'list' }));
  const parse = jest.spyOn(JSON, 'parse');
  bench.sources.addCluster('', bench.client(service));
  await settle();
  expect(unsynced(bench.sources.statuses)).toBeUndefined();
  expect(bench.told().sort()).toEqual([
    'added low shop/a <- websites.shop.example',
    'added low shop/b <- websites.shop.example',
    'added low shop/c <- websites.shop.example',
    'deleted high shop/a <- configmaps shop/a',
    'deleted high shop/c <- websites.shop.example shop/c',
    'updated high shop/a <- configmaps shop/a',
    'updated high shop/a <- websites.shop.example shop/a',
    'updated high shop/b <- configmaps shop/a',
  ]);
  expect(parse.mock.calls.filter(([text]) => text.includes('large'))).toEqual([]);
});
