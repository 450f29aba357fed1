/**
 * A loopback port which is free now and stays ours to listen on again after a restart. Ports given out by the kernel
 * (`listen(0)`) come from the range that outgoing connections are numbered from (32768 and up on Linux), so that a
 * server which went down may find its own port taken by somebody's connection; these lie below that range.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';

const LOWEST = 20_000;
const COUNT = 10_000;

/** Some of them nobody listens on yet, so that they look free. */
const given = new Set<number>();

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (given.has(port)) continue;
    given.add(port);
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port found on 127.0.0.1 between ${LOWEST} and ${LOWEST + COUNT}`);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
