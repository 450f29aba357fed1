// How long after its write a change stands on standard output of `kube-rx watch pods -A`:
//
//   node --conditions=kube-rx:src bench/cli-watch-latency.ts              on an embedded API server over HTTP
//   KUBECONFIG=... node --conditions=kube-rx:src bench/cli-watch-latency.ts --cluster    on a cluster; creates pods
//
// Both ends are clocks of this machine: the moment before the write is sent, the moment it was answered, and the
// moment the line arrives in this process.

import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';

const writes = 200;
const everyMs = 25;

const cluster = process.argv.includes('--cluster');
const server = new ApiServer();
const file = join(tmpdir(), `kube-rx-bench-${process.pid}`);
if (!cluster) await writeFile(file, kubeconfigOf((await server.listen()).url));
const kubeconfig = cluster ? undefined : file;
const client = await Client.tryDefault(kubeconfig === undefined ? {} : { kubeconfig });
const pods = Api.namespaced(client, Pod, 'default');

const seen = new Map<string, number>();
const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
const flags = ['--conditions=kube-rx:src', main, 'watch', 'pods', '-A'];
const child = spawn(
  process.execPath,
  kubeconfig === undefined ? flags : [...flags, '--kubeconfig', kubeconfig],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  const now = performance.now();
  for (const [name] of text.matchAll(/latency-\d+/g)) if (!seen.has(name)) seen.set(name, now);
});

const sent: { name: string; at: number; answeredAt: number }[] = [];
async function write(name: string): Promise<void> {
  const at = performance.now();
  await pods.create({
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'none.invalid/none' }] },
  });
  sent.push({ name, at, answeredAt: performance.now() });
}

// The first one only says that the watch is open.
await write('latency-0');
while (!seen.has('latency-0')) await delay(everyMs);
for (let i = 1; i <= writes; i += 1) {
  await write(`latency-${i}`);
  await delay(everyMs);
}
while (seen.size < sent.length) await delay(everyMs);
child.kill();

report('after the write was sent', ({ name, at }) => (seen.get(name) ?? 0) - at);
report('after the write was answered', ({ name, answeredAt }) => (seen.get(name) ?? 0) - answeredAt);
for (const { name } of sent) await pods.delete(name, { gracePeriodSeconds: 0 });
await client.close();
await server.close();
await rm(file, { force: true });

function report(what: string, latency: (write: (typeof sent)[number]) => number): void {
  const sorted = sent.slice(1).map(latency);
  sorted.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${what}: median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms, largest ${at(1)} ms, of ${writes}`,
  );
}

function kubeconfigOf(url: string): string {
  return JSON.stringify({
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server: url } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench' } }],
  });
}
