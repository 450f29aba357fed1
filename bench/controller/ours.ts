// kube-rx as most users have it: a controller over got, with the defaults of its options and no log.

import { Api, Client } from '@kube-rx/client';
import { Controller } from '@kube-rx/controller';
import { ConfigMap } from '@kube-rx/k8s/core/v1';
import { say } from '../cache/peer.ts';
import { Progress } from './progress.ts';
import { wallClock } from './wall-clock.ts';

const [server = '', ...numbers] = process.argv.slice(2);
const [objects = 0, keys = 0, steady = 0] = numbers.map(Number);
const client = Client.fromConfig({ server });
const progress = new Progress(objects);
let now = Date.now;
const controller = new Controller(Api.all(client, ConfigMap), {
  log: false,
  reconcile: ({ metadata, data = {} }) => {
    progress.saw(metadata.name, data['phase'], () => now() - Number(data['sentAt']));
  },
});
const stop = new AbortController();

await say('ready');
let reached = progress.begin('listed', objects);
const stopped = controller.run({ signal: stop.signal });
await Promise.race([reached, stopped]);
for (const [phase, wanted, before] of [
  ['stormed', keys, 'listed'],
  ['steady', steady, 'stormed'],
] as const) {
  const { runs } = progress;
  reached = progress.begin(phase, wanted);
  await say(before, { runs });
  now = wallClock();
  await reached;
}
await say('steady', { runs: progress.runs, ...progress.latencies() });
for (let count = 0; count < 3; count += 1) globalThis.gc?.();
await say('retained');
stop.abort();
await stopped;
await client.close();
