// kube-rx as an operator that has nothing to do: a manager with a controller for each of ten kinds, leader election and
// probes, with the defaults of their options.

import { Api, Client, Controller, type KubeObject, Manager, type Resource } from 'kube-rx';
import { DaemonSet, Deployment, StatefulSet } from 'kube-rx/k8s/apps/v1';
import { CronJob, Job } from 'kube-rx/k8s/batch/v1';
import { ConfigMap, Pod, Secret, Service, ServiceAccount } from 'kube-rx/k8s/core/v1';

const [kubeconfig = '', objects] = process.argv.slice(2);
process.env['KUBECONFIG'] = kubeconfig;
const client = await Client.tryDefault();
const manager = new Manager({
  leaderElection: { client, name: 'bench', namespace: 'default' },
  http: { port: 0, host: '127.0.0.1' },
  log: false,
});
const all = Promise.withResolvers<undefined>();
const stop = new AbortController();
let left = Number(objects) * 10;

function control<K extends KubeObject>(kind: Resource<K>): void {
  const reconcile = (): void => {
    left -= 1;
    if (left === 0) all.resolve(undefined);
  };
  manager.add(new Controller(Api.all(client, kind), { log: false, reconcile }));
}

console.log('ready {}');
await heard();
control(ConfigMap);
control(Secret);
control(Service);
control(ServiceAccount);
control(Pod);
control(Deployment);
control(StatefulSet);
control(Job);
control(CronJob);
control(DaemonSet);
const running = manager.run({ signal: stop.signal });
await Promise.race([all.promise, running]);
console.log('synced {}');
await heard();
stop.abort();
await running;
await client.close();

/** The next line on the standard input, or its end. */
async function heard(): Promise<void> {
  await new Promise((resolve) => process.stdin.once('data', resolve).once('end', resolve));
}
