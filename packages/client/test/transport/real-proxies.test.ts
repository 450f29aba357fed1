// Proxies as people run them. Where this machine has none, the tests are skipped, and say so.

import { describe, expect, test } from '@jest/globals';
import { Client } from '../../src/client.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { freePort, type Loopback, pem, serveHttp, serveHttps } from '../support/loopback.ts';
import { findProgram, runDante, runTinyproxy } from '../support/real-proxies.ts';
import { failureOf, get } from '../support/requests.ts';

const tls = { certificateAuthority: pem('authority.crt') };

function serveSecure(): Promise<Loopback> {
  const pair = { cert: pem('server.crt'), key: pem('server.key') };
  return serveHttps(pair, (request, response) => response.end(`secure ${request.url}`));
}

async function call(server: string, proxy: string): Promise<string> {
  const client = Client.fromConfig(
    { server, tls, proxy: new ProxyServer(proxy, { source: 'HTTPS_PROXY' }) },
    { retry: { attempts: 1 } },
  );
  try {
    const [first] = await Promise.all([1, 2, 3].map(() => client.requestText(get('/x'))));
    return first ?? '';
  } finally {
    await client.close();
  }
}

const tinyproxy = findProgram('tinyproxy');
const danted = findProgram('danted');

for (const [name, program] of Object.entries({ tinyproxy, 'dante-server': danted }))
  if (!program) process.stderr.write(`NOT RUN: the tests of a real proxy, as ${name} is not installed\n`);

(tinyproxy ? describe : describe.skip)('tinyproxy', () => {
  test('makes a connection, and passes on what is asked over plain HTTP', async () => {
    const server = await serveSecure();
    const plain = await serveHttp((request, response) => response.end(`plain ${request.url}`));
    const { port, log } = await runTinyproxy(tinyproxy ?? '', { ports: [server.port] });
    expect(await call(`https://127.0.0.1:${server.port}`, `http://127.0.0.1:${port}`)).toBe('secure /x');
    expect(await call(`http://127.0.0.1:${plain.port}`, `http://127.0.0.1:${port}`)).toBe('plain /x');
    expect(log()).toContain(`CONNECT 127.0.0.1:${server.port}`);
  });

  test('is told a user name and password', async () => {
    const server = await serveSecure();
    const { port } = await runTinyproxy(tinyproxy ?? '', {
      ports: [server.port],
      account: ['ann', 's3cret'],
    });
    const to = `https://127.0.0.1:${server.port}`;
    expect(await call(to, `http://ann:s3cret@127.0.0.1:${port}`)).toBe('secure /x');
    const wrong = await failureOf(call(to, `http://ann:CANARY@127.0.0.1:${port}`));
    expect(wrong).toMatchObject({ code: 'PROXY_FAILED' });
    expect(String(wrong)).toMatch(
      /the proxy http:\/\/127\.0\.0\.1:\d+ \(set by HTTPS_PROXY\) does not accept the user name and password in its URL/,
    );
    expect(String(wrong)).not.toContain('CANARY');
    const none = await failureOf(call(to, `http://127.0.0.1:${port}`));
    expect(String(none)).toMatch(/wants a user name and password/);
    const plain = await failureOf(call('http://127.0.0.1:1', `http://127.0.0.1:${port}`));
    expect(String(plain)).toMatch(/wants a user name and password/);
  });

  test('says where it may not, and where it cannot', async () => {
    const closed = await freePort();
    const { port } = await runTinyproxy(tinyproxy ?? '', { ports: [closed] });
    const forbidden = await failureOf(call('https://127.0.0.1:6443', `http://127.0.0.1:${port}`));
    expect(String(forbidden)).toMatch(/does not allow a connection to 127\.0\.0\.1:6443 \(403\)/);
    const refused = await failureOf(call(`https://127.0.0.1:${closed}`, `http://127.0.0.1:${port}`));
    expect(String(refused)).toMatch(/could not connect to 127\.0\.0\.1:\d+ \(50\d /);
  });
});

(danted ? describe : describe.skip)('Dante', () => {
  test('makes connections, also for plain HTTP, and says where it cannot', async () => {
    const server = await serveSecure();
    const plain = await serveHttp((request, response) => response.end(`plain ${request.url}`));
    const { port } = await runDante(danted ?? '');
    expect(await call(`https://127.0.0.1:${server.port}`, `socks5://127.0.0.1:${port}`)).toBe('secure /x');
    expect(await call(`http://localhost:${plain.port}`, `socks5h://127.0.0.1:${port}`)).toBe('plain /x');
    const refused = await failureOf(
      call(`https://127.0.0.1:${await freePort()}`, `socks5://127.0.0.1:${port}`),
    );
    expect(String(refused)).toMatch(/could not connect to 127\.0\.0\.1:\d+: nothing listens there/);
  });
});
