// The API server of the benchmark, in a process of its own: the embedded one, with ConfigMaps of about 1 kB.
//
//   server.ts OBJECTS VALUES    prints its URL; on stdin: `storm UPDATES KEYS`, `steady UPDATES PER-SECOND`
//
// Each ConfigMap has 600 bytes of data in so many values: one is a file, many are settings.

import { createInterface } from 'node:readline';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { ApiServer } from '@kube-rx/apiserver';
import { wallClock } from './wall-clock.ts';

const [objects = 0, values = 1] = process.argv.slice(2).map(Number);
const payload = Object.fromEntries(
  Array.from({ length: values }, (_, index) => [
    `SETTING_${index}`,
    `${index}`.padEnd(Math.floor(600 / values), 'x'),
  ]),
);

type Phase = 'listed' | 'stormed' | 'storming' | 'steady';

// An update that changes nothing would be no event.
let written = 0;

function configMap(index: number, phase: Phase, sentAt?: number) {
  written += 1;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `object-${index}`,
      namespace: `team-${index % 100}`,
      labels: { 'app.kubernetes.io/name': `app-${index % 1000}`, 'app.kubernetes.io/part-of': 'bench' },
      annotations: { 'bench.kube-rx.dev/owner': `owner-${index}` },
    },
    data: {
      phase,
      revision: String(written),
      ...(sentAt !== undefined && { sentAt: String(sentAt) }),
      ...payload,
    },
  };
}

const server = new ApiServer();
server.seed(
  (function* () {
    for (let index = 0; index < objects; index += 1) yield configMap(index, 'listed');
  })(),
);
const { url } = await server.listen();
console.log(url);

async function update(index: number, phase: Phase, sentAt?: number): Promise<void> {
  const object = configMap(index, phase, sentAt);
  const { status } = await server.service({
    method: 'PUT',
    path: `/api/v1/namespaces/${object.metadata.namespace}/configmaps/${object.metadata.name}`,
    query: [],
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(object)),
  });
  if (status !== 200) throw new Error(`an update answered ${status}`);
}

async function storm(updates: number, keys: number): Promise<void> {
  for (let sent = 0; sent < updates; sent += 1) {
    // The last update of each key says that it is the last.
    await update(sent % keys, sent < updates - keys ? 'storming' : 'stormed');
    // The sockets have their turn.
    if (sent % 10 === 0) await turn();
  }
}

async function steady(updates: number, perSecond: number): Promise<void> {
  const now = wallClock();
  const begun = performance.now();
  for (let sent = 0; sent < updates; sent += 1) {
    await sleep(Math.max(0, begun + (sent * 1000) / perSecond - performance.now()));
    await update(sent, 'steady', now());
  }
}

for await (const line of createInterface(process.stdin)) {
  const [word, updates, other] = line.split(' ');
  if (word === 'storm') await storm(Number(updates), Number(other));
  if (word === 'steady') await steady(Number(updates), Number(other));
}
