// A server on the loopback interface that writes raw bytes, so that a test can break any rule of HTTP. A test says how
// the next requests are answered; all others get the answers of a small cluster with two objects.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { configMap, frame, listBody } from './objects.ts';

/** What one request gets instead of a good answer. */
export type Rudeness = (socket: Socket) => void;

const fixtures = new URL('../../../client/test/fixtures/tls/', import.meta.url);
const pem = (name: string): string => readFileSync(new URL(name, fixtures), 'utf8');

/** The authority that signed the server's certificate. */
export const authority: string = pem('authority.crt');

export const list: Uint8Array = listBody(10, [configMap('a', 5)]);
export const news: Uint8Array = frame('ADDED', configMap('b', 11));

export function head(status: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ 'content-type': 'application/json', ...headers });
  return `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export const chunkedHead: string = head('200 OK', { 'transfer-encoding': 'chunked' });

export function chunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

export class RudeServer implements AsyncDisposable {
  readonly url: string;
  readonly sockets: Set<Socket> = new Set();
  /** `list` or `watch`, in the order in which they were asked. */
  readonly requests: string[] = [];
  /** What the next connections get, before anything is read from them. */
  readonly atConnect: Rudeness[] = [];
  readonly #rude: Record<'list' | 'watch', Rudeness[]> = { list: [], watch: [] };
  readonly #server: Server;
  readonly #tls: TlsServer | undefined;

  private constructor(server: Server, tls: TlsServer | undefined) {
    this.#server = server;
    this.#tls = tls;
    const { port } = server.address() as AddressInfo;
    this.url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    server.on('connection', (socket) => this.#greet(socket));
    tls?.on('secureConnection', (socket) => this.#listen(socket));
    tls?.on('tlsClientError', () => undefined);
  }

  static async start(options: { readonly tls?: boolean } = {}): Promise<RudeServer> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const tls = options.tls
      ? createTlsServer({ cert: pem('server.crt'), key: pem('server.key') })
      : undefined;
    return new RudeServer(server, tls);
  }

  /** The next requests of this kind get these. */
  be(kind: 'list' | 'watch', ...rude: readonly Rudeness[]): void {
    this.#rude[kind].push(...rude);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => void this.#server.close(resolve));
  }

  #greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    const rude = this.atConnect.shift();
    if (rude) rude(socket.resume());
    else if (this.#tls) this.#tls.emit('connection', socket);
    else this.#listen(socket);
  }

  #listen(socket: Socket): void {
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (data) => {
      received += data.toString('latin1');
      for (let end = received.indexOf('\r\n\r\n'); end !== -1; end = received.indexOf('\r\n\r\n')) {
        this.#answer(socket, received.slice(0, end));
        received = received.slice(end + 4);
      }
    });
  }

  #answer(socket: Socket, request: string): void {
    const kind = /[?&]watch=/.test(request.split('\r\n', 1)[0] ?? '') ? 'watch' : 'list';
    this.requests.push(kind);
    const rude = this.#rude[kind].shift();
    if (rude) rude(socket);
    else if (kind === 'list')
      socket.write(head('200 OK', { 'content-length': `${list.length}` }) + Buffer.from(list).toString());
    else socket.write(Buffer.concat([Buffer.from(chunkedHead), chunk(news)]));
  }
}
