// Small proxies on the loopback interface, which take down what they are asked.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Loopback, serve } from './loopback.ts';

export interface ProxyOptions {
  /** With TLS, by this certificate and key. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** `user:password` that it wants. */
  readonly account?: string;
  /** Answers this instead of connecting. */
  readonly answer?: string | Buffer;
  /** The port to connect to, whatever it is asked for. */
  readonly port?: number;
}

export interface Proxy extends Loopback {
  /** The heads of HTTP, or `host:port` of SOCKS. */
  readonly asked: readonly string[];
}

/** An HTTP proxy: of connections, and of requests in absolute form, of which it passes on one a connection. */
export async function serveHttpProxy(options: ProxyOptions = {}): Promise<Proxy> {
  const asked: string[] = [];
  const onConnection = (socket: Socket): void => {
    socket
      .on('error', () => undefined)
      .once('data', (data) => {
        const head = data.toString('latin1');
        asked.push(head);
        const { account, answer } = options;
        const basic = account && Buffer.from(account).toString('base64');
        if (answer !== undefined) socket.end(answer);
        else if (
          basic &&
          !head.includes(`\r\nProxy-Authorization: Basic ${basic}\r\n`) &&
          !head.includes(`\r\nproxy-authorization: Basic ${basic}\r\n`)
        )
          socket.end(
            'HTTP/1.1 407 CANARY\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n',
          );
        else if (head.startsWith('CONNECT ')) {
          const [, port] = /^CONNECT \S+:(\d+) HTTP\/1.1\r\n/.exec(head) ?? [];
          join(socket, options.port ?? Number(port), () =>
            socket.write('HTTP/1.1 200 Connection established\r\nvia: x\r\n\r\n'),
          );
        } else {
          const [, port] = /^\w+ http:\/\/[^/]*:(\d+)\//.exec(head) ?? [];
          const upstream = join(socket, options.port ?? Number(port), () => undefined);
          upstream.write(
            data
              .toString('latin1')
              .replace(/http:\/\/[^/]*/, '')
              .replace(/proxy-authorization:.*\r\n/i, ''),
            'latin1',
          );
        }
      });
  };
  const server: Server = options.tls
    ? createTlsServer(options.tls, onConnection)
    : createServer(onConnection);
  return { ...(await serve(server)), asked };
}

/** A SOCKS5 proxy. */
export async function serveSocksProxy(
  options: ProxyOptions & { readonly reply?: number } = {},
): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    let state: 'method' | 'password' | 'request' = 'method';
    const onData = (data: Buffer): void => {
      if (options.answer !== undefined) {
        socket.end(options.answer);
        return;
      }
      if (state === 'method') {
        const wanted = options.account === undefined ? 0 : 2;
        state = wanted === 0 ? 'request' : 'password';
        socket.write(Uint8Array.of(5, data.includes(wanted, 2) ? wanted : 0xff));
      } else if (state === 'password') {
        const user = data.subarray(2, 2 + (data[1] ?? 0)).toString();
        const password = data.subarray(3 + user.length).toString();
        state = 'request';
        socket.write(Uint8Array.of(1, `${user}:${password}` === options.account ? 0 : 1));
      } else {
        socket.off('data', onData);
        const end = data.length - 2;
        const host = data[3] === 3 ? data.subarray(5, end).toString() : data.subarray(4, end).join('.');
        const port = data.readUInt16BE(end);
        asked.push(`${host}:${port}`);
        const reply = (code: number): boolean =>
          socket.write(Uint8Array.of(5, code, 0, 1, 127, 0, 0, 1, 0, 0));
        if (options.reply !== undefined) reply(options.reply);
        else join(socket, options.port ?? port, () => reply(0));
      }
    };
    socket.on('error', () => undefined).on('data', onData);
  });
  return { ...(await serve(server)), asked };
}

function join(socket: Socket, port: number, onConnected: () => void): Socket {
  const upstream = connect({ host: '127.0.0.1', port }, onConnected);
  socket.pipe(upstream).pipe(socket);
  upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  return upstream;
}
