// kube-rx as most users have it: a reflector over got.

import { readFileSync } from 'node:fs';
import { Api, Client, StaticToken } from '@kube-rx/client';
import { Pod } from '@kube-rx/k8s/core/v1';
import { decodedObjects, reflector } from '@kube-rx/runtime';
import { cost, loopDelay, peerArguments, type Retained, retained, say, watchLoop } from './peer.ts';

const { server, pods, updates, certificateAuthority, read } = peerArguments();
const tls = certificateAuthority && { certificateAuthority: readFileSync(certificateAuthority) };
const token = process.env['BENCH_TOKEN'];
const credentials = token === undefined ? undefined : new StaticToken(token);
const client = Client.fromConfig({ server, credentials, ...(tls && { tls }) });
// What is compared is a client in use: the first list loads got and the scanner, which peers load when they start.
const all = Api.all(client, Pod);
await all.list({ limit: 1 });
const before = await withShared();
await say('ready', before);

watchLoop();
const streamed = Promise.withResolvers<undefined>();
let told = 0;
const cache = reflector(all, {
  initialState: token === undefined ? 'list' : 'auto',
  // Queries are measured in a run of their own: peers have no such index while events are counted.
  ...(process.env['BENCH_INDEX'] && {
    labelIndexes: ['app'],
    indexes: { byNode: (pod: Pod) => [pod.spec?.nodeName] },
  }),
});
const subscribe = (): void =>
  void cache.changes$.subscribe({
    next: (change) => {
      if (change.type !== 'updated') return;
      told += 1;
      if (told % 100 < read * 100 && change.object.metadata.name === '') throw new Error('no name');
      if (told === updates) streamed.resolve(undefined);
    },
    error: (error: unknown) => streamed.reject(error),
  });
const isLate = process.env['BENCH_LATE'] === '1';
if (!isLate) subscribe();
await cache.ready();
if (isLate) subscribe();
await say('synced', loopDelay());

watchLoop();
if (updates > 0) await streamed.promise;
await say('streamed', loopDelay());

if (cache.store.size !== pods) throw new Error(`${cache.store.size} pods`);
await say('retained', { ...(await withShared()), before });

const { store } = cache;
const keys = [...store.keys()];
const at = (index: number): string => keys[(index * 7919) % keys.length] ?? '';
const cold = cost(2000, (index) => {
  if (index === 0) decodedObjects.resize(64 * 1024 * 1024);
  return store.get(at(index));
});
// What of it is the engine's.
const texts = Array.from({ length: 2000 }, (_, index) => JSON.stringify(store.get(at(index))));
const parse = cost(2000, (index) => JSON.parse(texts[index] as string) as unknown);
for (let index = 0; index < 100; index += 1) store.get(at(index));
const hot = cost(100_000, (index) => store.get(at(index % 100)));
const byLabel = cost(50, (index) => store.list({ labelSelector: { app: `web-${index}` } }));
const keysByLabel = cost(50, (index) => store.count({ labelSelector: { app: `web-${index}` } }));
const byIndex = process.env['BENCH_INDEX']
  ? cost(50, (index) => store.byIndex('byNode', `node-${index}`))
  : 0;
const byOtherLabel = cost(1, () => store.count({ labelSelector: { tier: 'front' } }));
const scan = cost(1, () => {
  decodedObjects.resize(64 * 1024 * 1024);
  return Array.from(store).length;
});
await say('queries', { cold, parse, hot, byLabel, keysByLabel, byIndex, byOtherLabel, scan });
await cache.close();
await client.close();

// The store is in shared memory. What is not shared counts twice here, which does not favour it.
async function withShared(): Promise<Retained> {
  const { heap, external, arrayBuffers } = await retained();
  return { heap, external: external + arrayBuffers, arrayBuffers };
}
