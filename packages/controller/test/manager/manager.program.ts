// An operator on the system's clock, in a process of its own, as a container runs it. Its first argument says what its run
// does: `ends` with its signal, `hangs` whatever comes, or `fails` as the program itself.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { ConfigMap, Lease } from '@kube-rx/k8s';
import { Controller } from '../../src/controller/controller.ts';
import { Manager } from '../../src/manager/manager.ts';

const [, , what = 'ends'] = process.argv;
const say = (words: string): void => void process.stdout.write(`${words}\n`);
const server = new ApiServer();
const client = new Client(server.service);
const configs = Api.namespaced(client, ConfigMap, 'default');
await configs.create({ metadata: { name: 'red' } });

const colours = new Controller(configs, {
  reconcile: async (_, { signal }) => {
    say('runs');
    if (what === 'hangs') await new Promise(() => undefined);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  },
  drainTimeout: 100,
  log: false,
});

// What the program itself keeps open does not keep the process from ending.
setInterval(() => undefined, 1000);
process.on('exit', (code) => say(`exit ${code}`));
await new Manager({
  controllers: [colours],
  leaderElection: { name: 'operator', namespace: 'default', identity: 'me' },
  http: { port: 0, host: '127.0.0.1' },
  log: false,
})
  .addRunnable({
    name: 'failing',
    run: () => {
      if (what === 'fails') throw new Error('it cannot begin');
    },
  })
  .addRunnable(
    {
      name: 'last',
      run: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    },
    { leaderElection: false },
  )
  .run();
const lease = await Api.namespaced(client, Lease, 'default').get('operator');
say(`holder ${JSON.stringify(lease.spec?.holderIdentity ?? '')}`);
say(`listeners ${process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')}`);
process.exit(0);
