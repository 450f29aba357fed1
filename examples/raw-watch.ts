// The watch of the API itself, a single request, pulled event by event: raw-watch.ts [NAMESPACE]
// What ends it, and going on from there, is yours. `watcher` is this with all of that taken care of.

import { Api, Client, isExpired } from 'kube-rx';
import { ConfigMap } from 'kube-rx/k8s';

const [namespace = 'default'] = process.argv.slice(2);
const client = await Client.tryDefault();
const configMaps = Api.namespaced(client, ConfigMap, namespace);

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const list = await configMaps.list();
console.log(`${list.length} config maps at version ${list.resourceVersion}`);
try {
  const { resourceVersion } = list;
  for await (const event of configMaps.watch({ resourceVersion, signal: stop.signal })) {
    if (event.type === 'BOOKMARK') console.log('nothing new up to version', event.resourceVersion);
    else if (event.type === 'ERROR') console.log('the server gives up:', event.status.message);
    else console.log(event.type, event.object.metadata.name, Object.keys(event.object.data ?? {}));
  }
  console.log('the server has ended the watch: watch again from the last version');
} catch (error) {
  if (isExpired(error)) console.log('the server has forgotten that version: list again');
  else if (!stop.signal.aborted) throw error;
} finally {
  await client.close();
}
