// A controller on the system's clock, in a process of its own: it runs into every timer there is, is stopped, and says so.
// What it leaves behind keeps the process alive.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { sleep } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { Controller } from '../../src/controller/controller.ts';

const server = new ApiServer();
const configs = Api.namespaced(new Client(server.service), ConfigMap, 'default');
for (const name of ['fails', 'polls', 'waits']) await configs.create({ metadata: { name } });
const stop = new AbortController();
const controller = new Controller(configs, {
  reconcile: async ({ metadata }, { event, clock, signal }) => {
    event({ type: 'Normal', reason: 'Seen', action: 'Look', note: 'seen' });
    if (metadata.name === 'fails') throw new Error('no');
    if (metadata.name === 'polls') return Action.requeueAfter(1_000_000);
    // The last of them.
    stop.abort();
    await sleep(clock, 1_000_000, signal);
    return Action.done();
  },
  backoff: { minMs: 1_000_000, maxMs: 1_000_000 },
  concurrency: 3,
  drainTimeout: 10,
  log: false,
});
controller.status$.subscribe();
await controller.run({ signal: stop.signal });
await server.close();
process.stdout.write(JSON.stringify(controller.status));
