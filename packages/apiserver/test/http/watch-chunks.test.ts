// The frames of watches over HTTP/1.1 as they come over the socket: the server puts the chunks together itself.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { ApiServer } from '../../src/index.ts';
import { configMaps } from '../support/test-server.ts';

test.each(['1.1', '1.0'])(
  'watches of HTTP/%s end as their version says, and go on meanwhile',
  async (version) => {
    await using server = new ApiServer();
    await using listener = await server.listen();
    const sockets = [1, 2].map(() => connect(listener.port, '127.0.0.1'));
    const texts = sockets.map(() => '');
    for (const [at, socket] of sockets.entries()) {
      socket.on('data', (bytes: Buffer) => (texts[at] = `${texts[at] ?? ''}${bytes.toString('latin1')}`));
      const head = [`GET ${configMaps}?watch=true HTTP/${version}`, `Host: 127.0.0.1:${listener.port}`];
      socket.write(`${[...head, ...(version === '1.0' ? [] : ['Connection: close'])].join('\r\n')}\r\n\r\n`);
      await until(socket, () => texts[at]?.includes('\r\n\r\n') === true);
    }
    server.seed(
      ['a', 'b'].map((name) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'default' },
        data: { text: 'é' },
      })),
    );
    for (const [at, socket] of sockets.entries())
      await until(socket, () => texts[at]?.includes('"name":"b"') === true);
    const closed = sockets.map((socket) => once(socket, 'close'));
    await server.close();
    await Promise.all(closed);
    for (const text of texts) {
      const body = text.slice(text.indexOf('\r\n\r\n') + 4);
      const lines = version === '1.0' ? body : unchunked(body);
      const events = lines
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(events).toMatchObject(
        ['a', 'b'].map((name) => ({ type: 'ADDED', object: { metadata: { name } } })),
      );
    }
  },
);

async function until(socket: Socket, holds: () => boolean): Promise<void> {
  while (!holds()) await once(socket, 'data');
}

/** The content of chunks, which must be whole. */
function unchunked(body: string): string {
  let content = '';
  for (let rest = body; ; ) {
    const [, size = ''] = /^([\da-f]+)\r\n/.exec(rest) ?? [];
    const length = Number.parseInt(size, 16);
    const start = size.length + 2;
    expect(rest.slice(start + length, start + length + 2)).toBe('\r\n');
    if (length === 0) {
      expect(rest.slice(start + 2)).toBe('');
      return content;
    }
    content += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
  }
}
