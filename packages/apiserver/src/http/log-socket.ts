// A log over a WebSocket: a piece a message, as it is or in Base64. Pages read it so.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/streaming/pkg/httpstream/wsstream/stream.go

import type { HttpRequest } from '@kube-rx/core';
import { plainSubprotocols } from '../authentication/web-socket-token.ts';
import type { LogBody } from '../containers/log-body.ts';
import type { Handshake } from './handshake.ts';
import { type OpenedSocket, sent, takeHandshake } from './upgrades.ts';

const inBase64 = 'base64.binary.k8s.io';
const protocols = ['binary.k8s.io', inBase64];

// As the real server reads at once.
const pieceBytes = 2048;

/** Sends the log until either side is done. What the client says is not listened to. */
export async function openLogSocket(
  handshake: Handshake,
  { request, log }: { readonly request: HttpRequest; readonly log: LogBody },
): Promise<void> {
  const offered = plainSubprotocols(request.webSocket ?? []);
  const protocol = offered.find((one) => protocols.includes(one));
  const fault = protocol === undefined && offered.length > 0 ? 403 : undefined;
  await takeHandshake(handshake, { protocol, fault }, (opened) => {
    opened.on('error', () => undefined).resume();
    void carryLog(log, { opened, writeMs: handshake.writeMs }, protocol === inBase64);
  });
}

async function carryLog(log: LogBody, socket: OpenedSocket, isBase64: boolean): Promise<void> {
  const { opened } = socket;
  const send = (bytes: Uint8Array): Promise<undefined> =>
    sent(socket, isBase64 ? Buffer.from(Buffer.from(bytes).toString('base64')) : bytes, !isBase64);
  try {
    // The client learns by a first, empty message that it is connected.
    await send(new Uint8Array());
    for await (const line of log)
      for (let at = 0; at < line.length; at += pieceBytes) await send(line.subarray(at, at + pieceBytes));
    opened.close(1000);
  } catch {
    opened.terminate();
  }
}
