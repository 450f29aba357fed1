// Many watches open at once, each on a connection of its own over HTTP/1.1, or as streams of a few connections over
// HTTP/2, as client-go has them.

import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import type { Contender } from './contender.ts';
import type { HttpClient } from './http-client.ts';

export type Version = 'HTTP/1.1' | 'HTTP/2';

type OnChunk = (chunk: Buffer) => void;

/** Opens as many watches of a path; gives what ends them all. */
export type OpenWatches = (path: string, count: number, onChunk: OnChunk) => Promise<() => void>;

export function overHttp1(client: HttpClient): OpenWatches {
  return async (path, count, onChunk) => {
    const open: { destroy(): unknown }[] = [];
    while (open.length < count) {
      const some = Array.from({ length: Math.min(50, count - open.length) }, () => client.open('GET', path));
      for (const response of await Promise.all(some)) open.push(response.on('data', onChunk));
    }
    return () => {
      for (const response of open) response.destroy();
    };
  };
}

/** A connection takes as many streams as the server's settings allow; for more there is another one. */
export function overHttp2({ url, ca, token }: Contender): OpenWatches {
  return async (path, count, onChunk) => {
    const sessions: ClientHttp2Session[] = [];
    for (let left = count; left > 0; ) {
      const session = connect(url, { ca });
      sessions.push(session);
      await once(session, 'remoteSettings');
      const streams = Math.min(left, session.remoteSettings.maxConcurrentStreams ?? left);
      left -= streams;
      const answers = Array.from({ length: streams }, async () => {
        const stream = session.request({
          ':path': path,
          accept: 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        });
        const [{ ':status': status }] = (await once(stream, 'response')) as [{ readonly ':status': number }];
        if (status !== 200) throw new Error(`GET ${path} got a ${status}`);
        stream.on('data', onChunk);
      });
      await Promise.all(answers);
    }
    return () => {
      for (const session of sessions) session.destroy();
    };
  };
}

/** Whether the server agrees to HTTP/2 when TLS begins. */
export async function speaksHttp2({ url, ca }: Contender): Promise<boolean> {
  const { hostname: host, port } = new URL(url);
  const socket = connectTls({ host, port: Number(port), ca, ALPNProtocols: ['h2', 'http/1.1'] });
  await once(socket, 'secureConnect');
  socket.destroy();
  return socket.alpnProtocol === 'h2';
}
