// A peer that speaks HTTP/2 frame by frame (RFC 9113, section 4), so that it can break every rule. It reads no header
// and no body: a test knows what it sent.

import { createServer, type Socket } from 'node:net';
import { type Loopback, serve } from './loopback.ts';

export const frameTypes = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goaway: 7 } as const;
export const endStream = 1;
const endHeaders = 4;
const ack = 1;
const maxConcurrentStreams = 3;
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** One connection, as its peer sees it. */
export class Http2Peer {
  readonly socket: Socket;
  /** Whether pings are answered. */
  answersPings = true;
  /** The pings that came. */
  pings = 0;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(type: number, { flags = 0, stream = 0, payload = Buffer.alloc(0) }: Partial<Frame> = {}): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = flags;
    head.writeUInt32BE(stream, 5);
    if (!this.socket.destroyed) this.socket.write(Buffer.concat([head, payload]));
  }

  settings(values: readonly (readonly [id: number, value: number])[] = []): void {
    const payload = Buffer.alloc(values.length * 6);
    for (const [at, [id, value]] of values.entries()) {
      payload.writeUInt16BE(id, at * 6);
      payload.writeUInt32BE(value, at * 6 + 2);
    }
    this.send(frameTypes.settings, { payload });
  }

  limitStreams(count: number): void {
    this.settings([[maxConcurrentStreams, count]]);
  }

  head(stream: number, headers: Readonly<Record<string, string>> = {}, flags = 0): void {
    this.send(frameTypes.headers, { flags: flags | endHeaders, stream, payload: headerBlock(headers) });
  }

  data(stream: number, text: string | Uint8Array, flags = 0): void {
    this.send(frameTypes.data, { flags, stream, payload: Buffer.from(text as Uint8Array) });
  }

  /** Ends a stream by a header behind its body. */
  trailer(stream: number): void {
    const payload = Buffer.of(0, 1, 0x78, 1, 0x79);
    this.send(frameTypes.headers, { flags: endStream | endHeaders, stream, payload });
  }

  reset(stream: number, code: number): void {
    this.send(frameTypes.reset, { stream, payload: numbers(code) });
  }

  goaway(lastStream: number, code: number): void {
    this.send(frameTypes.goaway, { payload: numbers(lastStream, code) });
  }

  answer(stream: number, text = '{}', headers: Readonly<Record<string, string>> = {}): void {
    this.head(stream, headers);
    this.data(stream, text, endStream);
  }
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

/** As HPACK writes what is not in its tables (RFC 7541, section 6.2.2). */
function headerBlock({ ':status': status = '200', ...headers }: Readonly<Record<string, string>>): Buffer {
  const text = (value: string): Buffer => Buffer.concat([length(value.length), Buffer.from(value, 'latin1')]);
  const literal = ([name, value]: [string, string]): Buffer =>
    Buffer.concat([Buffer.of(0), text(name), text(value)]);
  return Buffer.concat([[':status', status] as [string, string], ...Object.entries(headers)].map(literal));
}

function length(value: number): Buffer {
  if (value < 127) return Buffer.of(value);
  const bytes = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

export interface Http2PeerOptions {
  /** Instead of SETTINGS without a word in them. */
  readonly greet?: (peer: Http2Peer) => void;
  readonly onFrame?: (peer: Http2Peer, frame: Frame) => void;
}

/** Listens for connections; `onRequest` is told of the head of each request. */
export async function serveHttp2Frames(
  onRequest: (peer: Http2Peer, stream: number) => void,
  { greet = (peer) => peer.settings(), onFrame }: Http2PeerOptions = {},
): Promise<Loopback & { readonly peers: Http2Peer[] }> {
  const peers: Http2Peer[] = [];
  const receive = (peer: Http2Peer, frame: Frame): void => {
    const isAck = (frame.flags & ack) !== 0;
    if (frame.type === frameTypes.settings && !isAck) peer.send(frameTypes.settings, { flags: ack });
    if (frame.type === frameTypes.ping && !isAck) {
      peer.pings += 1;
      if (peer.answersPings) peer.send(frameTypes.ping, { flags: ack, payload: frame.payload });
    }
    onFrame?.(peer, frame);
    if (frame.type === frameTypes.headers) onRequest(peer, frame.stream);
  };
  const server = createServer((socket) => {
    const peer = new Http2Peer(socket.setNoDelay());
    peers.push(peer);
    greet(peer);
    let bytes = Buffer.alloc(0);
    let began = false;
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      if (!began && bytes.length < preface.length) return;
      if (!began) bytes = bytes.subarray(preface.length);
      began = true;
      while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const end = 9 + bytes.readUIntBE(0, 3);
        const [type = 0, flags = 0] = bytes.subarray(3);
        const stream = bytes.readUInt32BE(5);
        const payload = bytes.subarray(9, end);
        bytes = bytes.subarray(end);
        receive(peer, { type, flags, stream, payload });
      }
    });
  });
  return { ...(await serve(server)), peers };
}
