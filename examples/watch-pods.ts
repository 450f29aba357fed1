// Print every change of pods, whatever happens to the connection: watch-pods.ts [NAMESPACE]

import { Api, Client, watcher } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';

const [namespace] = process.argv.slice(2);
const client = await Client.tryDefault();
const pods = namespace === undefined ? Api.all(client, Pod) : Api.namespaced(client, Pod, namespace);

const subscription = watcher(pods).subscribe((event) => {
  switch (event.type) {
    case 'InitApply':
    case 'Apply':
    case 'Delete': {
      const { metadata, status } = event.object;
      console.log(event.type, `${metadata.namespace ?? ''}/${metadata.name}`, status?.phase);
      break;
    }
    case 'Interrupted':
      console.error(`${event.error.message}; next try in ${Math.round(event.retryInMs)} ms`);
      break;
    default: // Init, InitDone and Bookmark say how far the watch is.
  }
});

process.once('SIGINT', () => {
  subscription.unsubscribe();
  void client.close();
});
