// One request of each shape that could cost more than its size, to the embedded API server and to the real one.
//
//   node --conditions=kube-rx:src bench/apiserver-costly.ts [--size 20000] [--only PATTERN] [--server embedded|real]
//
// Milliseconds of one request and the status of its answer; what prepares it is not counted. A server that has not
// answered after half a minute is given up for the shape. `--server`: that one alone.

import { parseArgs } from 'node:util';
import type { HttpRequest } from '@kube-rx/core';
import { shapes } from '../packages/apiserver/test/fuzz/costly/costly.ts';
import { thingDefinition } from '../packages/apiserver/test/fuzz/costly/shape.ts';
import { type Contender, embedded, real } from './apiserver/contender.ts';
import { HttpClient } from './apiserver/http-client.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '20000' },
    only: { type: 'string', default: '.' },
    server: { type: 'string', default: '' },
  },
});
const size = Number(values.size);
const only = new RegExp(values.only);

await using ours = values.server === 'real' ? undefined : await embedded();
await using theirs = values.server === 'embedded' ? undefined : await real();
const contenders = [ours, theirs].filter((one) => one !== undefined);
const clients = contenders.map((one: Contender) => new HttpClient(one));
console.log(
  `${`at ${size.toLocaleString('en')}`.padEnd(62)}${contenders.map(({ name }) => name.padStart(18)).join('')}`,
);
for (const client of clients) await client.send(thingDefinition);
for (const [name, shape] of Object.entries(shapes)) {
  if (!only.test(name)) continue;
  const requests = shape.requests(Math.min(size, shape.most ?? Number.POSITIVE_INFINITY));
  const figures: string[] = [];
  for (const client of clients) {
    const measured = await measure(client, requests);
    await sweep(client, requests);
    figures.push(measured.padStart(18));
  }
  console.log(`${name.padEnd(62)}${figures.join('')}`);
}
for (const client of clients) client.close();

async function measure(client: HttpClient, requests: readonly HttpRequest[]): Promise<string> {
  try {
    for (const request of requests.slice(0, -1)) await client.send(request);
    const last = requests.at(-1);
    if (!last) return '';
    const begun = performance.now();
    const { status } = await client.send(last);
    return `${(performance.now() - begun).toFixed(0)} (${status})`;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 17) : 'failed';
  }
}

// What the requests have made, for the next shape.
async function sweep(client: HttpClient, requests: readonly HttpRequest[]): Promise<void> {
  const paths = new Set(
    requests.flatMap(({ method, path }) =>
      method === 'POST' ? [path] : path.endsWith('/a') ? [path.slice(0, -2)] : [],
    ),
  );
  for (const path of paths)
    for (const name of ['a', 'as.x.dev', 'traps.trap.example.com'])
      await client
        .send({
          method: 'PATCH',
          path: `${path}/${name}`,
          query: [],
          headers: { 'content-type': 'application/merge-patch+json' },
          body: '{"metadata":{"finalizers":null}}',
        })
        .then(() =>
          client.send({
            method: 'DELETE',
            path: `${path}/${name}`,
            query: [['gracePeriodSeconds', '0']],
            headers: {},
          }),
        )
        .catch(() => undefined);
  for (const path of paths)
    if (requests.length > 100)
      await client.send({ method: 'DELETE', path, query: [], headers: {} }).catch(() => undefined);
}
