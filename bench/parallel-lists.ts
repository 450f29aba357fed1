// How long a hundred lists at once hold up the event loop, beside how long their decoding does alone: what the loop does
// besides is the transport's.
//
//   node --conditions=kube-rx:src bench/parallel-lists.ts

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Api, Client } from '@kube-rx/client';
import { jsonCodec } from '@kube-rx/core/encoding';
import { Pod } from '@kube-rx/k8s/core/v1';
import { podText } from './cache/pod.ts';

const lists = 100;
const pods = 200;
const text = `{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[${Array.from(
  { length: pods },
  (_, index) => podText(index, index + 1),
).join(',')}]}`;

if (isMainThread) await measure();
else {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  parentPort?.postMessage((server.address() as AddressInfo).port);
}

async function measure(): Promise<void> {
  const worker = new Worker(new URL(import.meta.url));
  const [port] = (await once(worker, 'message')) as [number];
  await using client = Client.fromConfig({ server: `http://127.0.0.1:${port}` });
  const api = Api.all(client, Pod);
  for (let round = 0; round < 10; round += 1) await api.list();
  const bytes = new TextEncoder().encode(text);
  const started = performance.now();
  for (let round = 0; round < 20; round += 1) jsonCodec.decode(bytes, 'a list');
  const decodingMs = (performance.now() - started) / 20;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await Promise.all(Array.from({ length: lists }, () => api.list()));
  const wholeMs = performance.now() - began;
  delay.disable();
  const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
  console.log(
    `${lists} lists of ${(bytes.length / 1024).toFixed(0)} KiB at once: ${wholeMs.toFixed(0)} ms in all; ` +
      `decoding one takes ${decodingMs.toFixed(1)} ms; the event loop was held up ${ms(delay.max)} ms at most, ` +
      `${ms(delay.percentile(50))} ms in the middle`,
  );
  await worker.terminate();
}
