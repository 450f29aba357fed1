// Keep all pods in memory, always current, and ask that memory instead of the server: cache-pods.ts

import { Api, Client, reflector } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';

const client = await Client.tryDefault();
const cache = reflector(Api.all(client, Pod));
await cache.ready({ timeout: 10_000 });

const { store } = cache;
console.log(`${store.size} pods at version ${store.resourceVersion ?? ''}`);
for (const pod of store.list({ labelSelector: { app: 'web' } }))
  console.log('web:', pod.metadata.name, pod.status?.phase);

cache.changes$.subscribe(({ type, key, object, previous }) => {
  if (type !== 'updated') console.log(type, key);
  else if (previous?.status?.phase !== object.status?.phase) console.log(key, 'is now', object.status?.phase);
});
cache.status$.subscribe(({ phase, lastError }) => console.error(phase, lastError?.message ?? ''));

process.once('SIGINT', () => {
  void cache.close().then(() => client.close());
});
