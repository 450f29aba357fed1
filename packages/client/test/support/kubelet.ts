// As much of a kubelet as forwards ports, by its plain protocol: over WebSockets of a real server, to real sockets.

import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Loopback, serve } from './loopback.ts';

export interface Kubelet extends Loopback {
  /** Targets that were asked for. */
  readonly targets: (string | undefined)[];
}

/** Forwards every port to `port` of this machine, or does what `forward` does. */
export async function serveKubelet(forward: number | ((webSocket: WebSocket) => void)): Promise<Kubelet> {
  const targets: (string | undefined)[] = [];
  const server = createServer();
  const webSockets = new WebSocketServer({ server, handleProtocols: () => 'v4.channel.k8s.io' });
  webSockets.on('connection', (webSocket, { url }) => {
    targets.push(url);
    webSocket.on('error', () => undefined);
    const port = Number(new URL(url ?? '', 'http://kubelet').searchParams.get('ports'));
    for (const channel of [0, 1]) webSocket.send(Uint8Array.of(channel, port & 0xff, port >> 8));
    if (typeof forward === 'function') forward(webSocket);
    else bridge(webSocket, forward);
  });
  return { ...(await serve(server)), targets };
}

function bridge(webSocket: WebSocket, port: number): void {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('data', (data) => {
    socket.pause();
    webSocket.send(Buffer.concat([Buffer.of(0), data]), () => socket.resume());
  });
  socket.on('end', () => webSocket.close());
  socket.on('error', (error) => {
    webSocket.send(Buffer.concat([Buffer.of(1), Buffer.from(`error forwarding port: ${error.message}`)]));
    webSocket.close();
  });
  webSocket.on('message', (data: Buffer) => {
    if (socket.write(data.subarray(1))) return;
    webSocket.pause();
    socket.once('drain', () => webSocket.resume());
  });
  webSocket.on('close', () => socket.destroy());
}
