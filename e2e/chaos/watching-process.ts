// A cache in a process of its own, so that it can be stopped as by a laptop that sleeps. Started with a kubeconfig, a
// namespace, and `http2` or not; it says in lines of JSON what it is told. The other side is process-view.ts.

import { Api, Client, inferConfig } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { identify } from './view.ts';

const [kubeconfig = '', namespace = '', version = ''] = process.argv.slice(2);
const client = Client.fromConfig(await inferConfig({ kubeconfig }), { http2: version === 'http2' });
const cache = reflector(Api.namespaced(client, ConfigMap, namespace));
const say = (said: object): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
cache.changes$.subscribe(({ type, key, encoded, object }) => {
  const { uid, resourceVersion } = encoded;
  const { epoch } = cache.status;
  say({ told: { type, key, uid, version: resourceVersion, epoch, content: identify(object) } });
});
cache.status$.subscribe((status) => {
  const { message } = status.lastError ?? {};
  say({ status: { ...status, lastError: undefined }, ...(message !== undefined && { trouble: message }) });
});
