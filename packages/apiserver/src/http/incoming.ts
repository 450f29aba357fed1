// What a client asks, before its body is there.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** A request as either version of HTTP brings it. */
export interface Incoming extends RequestHead {
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly socket: Socket;
  readonly body: Readable;
}
