// What is left when everything a cache promises is taken away: node:http, JSON.parse and a Map.

import { get, type IncomingMessage } from 'node:http';
import { loopDelay, peerArguments, retained, say, watchLoop } from './peer.ts';

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; managedFields?: unknown };
}

const { server, pods, updates, read } = peerArguments();
const before = await retained();
await say('ready', before);

const cache = new Map<string, Pod>();
watchLoop();
let token = '';
do {
  let text = '';
  for await (const chunk of await open(`limit=500&continue=${token}`)) text += String(chunk);
  const page = JSON.parse(text) as { items: Pod[]; metadata: { continue?: string } };
  for (const pod of page.items) put(pod);
  token = page.metadata.continue ?? '';
} while (token !== '');
await say('synced', loopDelay());

watchLoop();
let told = 0;
let rest = '';
if (updates > 0)
  for await (const chunk of await open('watch=true')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { object } = JSON.parse(line) as { object: Pod };
      put(object);
      told += 1;
      if (told % 100 < read * 100 && object.metadata.name === '') throw new Error('no name');
    }
    if (told === updates) break;
  }
await say('streamed', loopDelay());
if (cache.size !== pods) throw new Error(`${cache.size} pods`);
await say('retained', { ...(await retained()), before });

function put(pod: Pod): void {
  delete pod.metadata.managedFields;
  cache.set(`${pod.metadata.namespace}/${pod.metadata.name}`, pod);
}

async function open(query: string): Promise<IncomingMessage> {
  const url = `${server}/api/v1/pods?${query}`;
  const response = await new Promise<IncomingMessage>((resolve) => get(url, resolve));
  return response.setEncoding('utf8');
}
