// A connection that Node has handed over, since its request asks for another protocol.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Handshake {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the head. */
  readonly head: Buffer;
  /** A client that takes nothing for so long is taken for dead, in ms. */
  readonly writeMs: number;
}
