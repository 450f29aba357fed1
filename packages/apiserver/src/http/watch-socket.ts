// A watch over a WebSocket: an event a message. Most Java operators watch so.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/handlers/watch.go (HandleWS)

import type { HttpRequest, HttpResponse } from '@kube-rx/core';
import { plainSubprotocols } from '../authentication/web-socket-token.ts';
import { targetOf } from '../faults/fault.ts';
import type { Handshake } from './handshake.ts';
import { type OpenedSocket, sent, takeHandshake } from './upgrades.ts';

/** Whether a request for a WebSocket is one for a watch. */
export function wantsWatchSocket(request: HttpRequest): boolean {
  return targetOf(request).verb === 'watch';
}

/** Why the real server opens none: a browser's page is known by its Origin, and one protocol at most is taken. */
function watchSocketFault({ headers, webSocket = [] }: HttpRequest): 400 | 403 | undefined {
  if (!URL.canParse(headers['origin'] ?? '')) return 403;
  return plainSubprotocols(webSocket).length > 1 ? 400 : undefined;
}

/** Sends the events of the response until either side is done. What the client says is not listened to. */
export async function openWatchSocket(
  handshake: Handshake,
  { request, response }: { readonly request: HttpRequest; readonly response: HttpResponse },
): Promise<void> {
  const events = response.body[Symbol.asyncIterator]();
  const leave = (): void => void events.return?.();
  // A handshake that is refused calls nobody back.
  handshake.socket.once('close', leave);
  if (handshake.socket.destroyed) leave();
  const [protocol] = plainSubprotocols(request.webSocket ?? []);
  await takeHandshake(handshake, { protocol, fault: watchSocketFault(request) }, (opened) => {
    opened.on('error', () => undefined).resume();
    void carryEvents(events, { opened, writeMs: handshake.writeMs });
  });
}

async function carryEvents(events: AsyncIterator<Uint8Array>, socket: OpenedSocket): Promise<void> {
  const { opened } = socket;
  try {
    for (let event = await events.next(); !event.done; event = await events.next())
      await sent(socket, event.value, false);
    opened.close(1000);
  } catch {
    opened.terminate();
  }
}
