// The peer @kubernetes/client-node: its informer as the README shows it.
// What it must say and when: bench/peers/README.md.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';

const [server, , count, caFile] = process.argv.slice(2);
const updates = Number(count);
const config = new KubeConfig();
config.loadFromOptions({
  // Plain HTTP is refused unless TLS is said not to matter.
  clusters: [{ name: 'bench', server, caFile, skipTLSVerify: !caFile }],
  users: [{ name: 'bench', token: process.env.BENCH_TOKEN }],
  contexts: [{ name: 'bench', cluster: 'bench', user: 'bench' }],
  currentContext: 'bench',
});
const words = createInterface(process.stdin)[Symbol.asyncIterator]();
const say = async (word, facts = {}) => {
  console.log(`${word} ${JSON.stringify(facts)}`);
  await words.next();
};
const retained = async () => {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await sleep(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external };
};
const delay = monitorEventLoopDelay({ resolution: 1 });
const ms = (nanoseconds) => Math.max(0, Number((nanoseconds / 1e6 - 1).toFixed(2)));
const loopDelay = () => {
  delay.disable();
  return { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
};

const before = await retained();
await say('ready', before);
const api = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
let told = 0;
const streamed = Promise.withResolvers();
const synced = Promise.withResolvers();
informer.on('connect', () => setImmediate(() => informer.list().length > 0 && synced.resolve()));
informer.on('update', () => {
  told += 1;
  if (told === updates) streamed.resolve();
});
informer.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
delay.enable();
await informer.start();
if (informer.list().length === 0) await synced.promise;
await say('synced', loopDelay());
delay.reset();
delay.enable();
if (updates > 0) await streamed.promise;
await say('streamed', loopDelay());
await say('retained', { ...(await retained()), before });
process.exit(0);
