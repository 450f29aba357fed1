// Node's agents, which pool connections, with sockets that a `Connection` reads.

import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { Connection } from './connection.ts';

type OnConnected = (error: Error | null, stream: Duplex) => void;

export class PlainAgent extends HttpAgent {
  override createConnection(
    options: ClientRequestArgs,
    onConnected?: OnConnected,
  ): Duplex | null | undefined {
    return Connection.open((onread) => super.createConnection(withReader(options, onread), onConnected));
  }
}

export class SecureAgent extends HttpsAgent {
  override createConnection(options: RequestOptions, onConnected?: OnConnected): Duplex | null | undefined {
    return Connection.open((onread) => super.createConnection(withReader(options, onread), onConnected));
  }
}

// Node's types do not say that an agent hands all its options to `net.connect`.
function withReader<T>(options: T, onread: OnReadOpts): T & { readonly onread: OnReadOpts } {
  return { ...options, onread };
}
