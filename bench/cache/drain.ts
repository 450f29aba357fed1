// The limit: the same bytes from the same socket, looked at by nobody.

import { get, type IncomingMessage } from 'node:http';
import { peerArguments, retained, say } from './peer.ts';

const { server, updates } = peerArguments();
const before = await retained();
await say('ready', before);
await once('limit=500', () => false);
await say('synced');
let frames = 0;
if (updates > 0)
  await once('watch=true', (chunk) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) frames += 1;
    return frames === updates;
  });
await say('streamed');
await say('retained', { ...(await retained()), before });

async function once(query: string, enough: (chunk: Buffer) => boolean): Promise<void> {
  let token = '';
  do {
    const url = `${server}/api/v1/pods?${query}&continue=${token}`;
    const response = await new Promise<IncomingMessage>((resolve) => get(url, resolve));
    token = '';
    let first = true;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (enough(chunk)) return;
      // The token is all that has to be known of a page.
      if (first) token = /"continue":"(\d+)"/.exec(chunk.toString('latin1', 0, 200))?.[1] ?? '';
      first = false;
    }
  } while (token !== '');
}
