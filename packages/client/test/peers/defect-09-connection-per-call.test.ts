// A defect of another client: each call made a connection of its own, and left it open, so that 20 lists were 20 TLS
// handshakes and 20 open sockets.
// https://github.com/kubernetes-client/javascript/issues/2893

import type { RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { expect, test } from '@jest/globals';
import { Client, type ClientOptions } from '../../src/client.ts';
import type { Config } from '../../src/config/config.ts';
import { type Loopback, pem, serve, serveHttp, serveHttps } from '../support/loopback.ts';
import { get } from '../support/requests.ts';
import { untilEnd } from '../support/until-end.ts';
import { alike } from '../transport/versions.ts';

const keys = { cert: pem('server.crt'), key: pem('server.key') };
const calls = 20;

const answer: RequestListener = (request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  response.end('{"kind":"PodList","items":[]}');
};

const servers: [name: string, scheme: string, start: () => Promise<Loopback>, options: ClientOptions][] = [
  ['plain HTTP', 'http', () => serveHttp(answer), {}],
  ['TLS', 'https', () => serveHttps(keys, answer), {}],
  ['HTTP/2', 'https', () => serve(alike(createSecureServer(keys, answer as never))), { http2: true }],
];

test.each(servers)(
  '20 calls, one after the other, are one connection: %s',
  async (...[, scheme, start, options]) => {
    const server = await start();
    const config: Config = {
      server: `${scheme}://localhost:${server.port}`,
      tls: { certificateAuthority: pem('authority.crt') },
    };
    const client = untilEnd(Client.fromConfig(config, options));
    for (let call = 0; call < calls; call += 1) await client.requestText(get('/api/v1/pods'));
    expect([server.accepted(), server.openSockets()]).toEqual([1, 1]);
    await client.close();
    await server.quiet();
  },
);
