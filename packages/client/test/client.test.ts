import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Clock, DecodeError, onAbort, settle, systemClock, VirtualClock } from '@kube-rx/core';
import {
  BasicCredentials,
  ClientCertificate,
  type Credentials,
  StaticToken,
} from '../src/auth/credentials.ts';
import { credentialsChannel } from '../src/auth/credentials-channel.ts';
import { TokenFile } from '../src/auth/token-file.ts';
import { Client } from '../src/client.ts';
import type { Config } from '../src/config/config.ts';
import { ConfigError, DeadlineError, TransportError } from '../src/errors.ts';
import { requestChannel } from '../src/service/layers/tracing.ts';
import { warningChannel } from '../src/service/layers/warnings.ts';
import type { Layer } from '../src/service/service.ts';
import { folder } from './support/folder.ts';
import { freePort, pem, serveHttp, serveHttps } from './support/loopback.ts';
import { failureOf, get, listPods, readAll } from './support/requests.ts';
import { answer, bodyOf, failure, ok, script } from './support/script.ts';
import { untilEnd } from './support/until-end.ts';

const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

function opened(client: Client): Client {
  clients.push(client);
  return client;
}

describe('a client over a service', () => {
  test('decodes JSON, or gives text or bytes', async () => {
    const client = new Client(script(ok({ a: 1 }), ok('text'), ok('bytes')).service);
    expect(await client.request(get('/a'))).toEqual({ a: 1 });
    expect(await client.requestText(get('/b'))).toBe('text');
    expect(await client.requestBytes(get('/c'))).toEqual(new TextEncoder().encode('bytes'));
  });

  test('throws what the server answered with, instead of giving it out', async () => {
    const client = new Client(
      script(failure(403, { reason: 'Forbidden', message: 'no' }), answer(302), ok('{')).service,
    );
    expect(await failureOf(client.request(get('/a')))).toMatchObject({ name: 'ApiError' });
    expect(await failureOf(client.open(get('/b')))).toMatchObject({ code: 'NOT_KUBERNETES' });
    expect(await failureOf(client.request(get('/c')))).toBeInstanceOf(DecodeError);
  });

  test('knows its default namespace', () => {
    const { service } = script();
    expect(new Client(service).defaultNamespace).toBe('default');
    expect(new Client(service, { defaultNamespace: 'shop' }).defaultNamespace).toBe('shop');
  });

  test('hands the head out by open, with the body to be read', async () => {
    const response = await new Client(script(ok('stream')).service).open(get('/log'));
    expect(await readAll(response.body)).toBe('stream');
  });

  test('passes signal and marks down to the service', async () => {
    const { service, options } = script(ok());
    const { signal } = new AbortController();
    await new Client(service).open(get('/a'), { signal, retry: false });
    expect(options[0]).toEqual({ signal, retry: false });
  });

  test('asks for the version of the server', async () => {
    const { service, requests } = script(ok({ major: '1', minor: '36', gitVersion: 'v1.36.3' }));
    expect(await new Client(service).serverVersion()).toMatchObject({ gitVersion: 'v1.36.3' });
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/version' });
  });

  test('finds out that something without a version is no API server', async () => {
    const client = new Client(script(ok({ hello: 'world' })).service);
    expect(await failureOf(client.serverVersion())).toMatchObject({ code: 'NOT_KUBERNETES' });
  });

  test('frees what its service holds once, and refuses calls after', async () => {
    let closed = 0;
    const { service, requests } = script();
    const onClose = (): Promise<void> => Promise.resolve(void (closed += 1));
    const client = new Client(service, { onClose });
    await Promise.all([client.close(), client.close(), client[Symbol.asyncDispose]()]);
    expect(closed).toBe(1);
    expect(await failureOf(client.request(listPods))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(requests).toEqual([]);
  });
});

describe('a client with more layers', () => {
  const named =
    (name: string, seen: string[]): Layer =>
    (next) =>
    (request, options) => {
      seen.push(`${name} ${request.path}`);
      return next(request, options);
    };

  test('sends its calls through them, the first one outermost, and the original none', async () => {
    const seen: string[] = [];
    const original = new Client(named('own', seen)(script(ok(1), ok(2)).service));
    const client = original.layered([named('outer', seen), named('inner', seen)]);
    expect(await client.request(get('/a'))).toBe(1);
    expect(await original.request(get('/b'))).toBe(2);
    expect(seen).toEqual(['outer /a', 'inner /a', 'own /a', 'own /b']);
  });

  test('can be given more once again', async () => {
    const seen: string[] = [];
    const client = new Client(script(ok(1)).service).layered([named('first', seen)]);
    expect(await client.layered([named('second', seen)]).request(get('/a'))).toBe(1);
    expect(seen).toEqual(['second /a', 'first /a']);
  });

  test('has the options of the original', async () => {
    const clock = new VirtualClock();
    const { service } = script(ok('long'), failure(401, {}), 'silence');
    const original = new Client(service, {
      clock,
      timeout: 5000,
      maxAnswerBytes: 2,
      defaultNamespace: 'shop',
      adviseUnauthorized: () => 'log in again',
    });
    const client = original.layered([]);
    expect(client).toMatchObject({ clock, codec: original.codec, defaultNamespace: 'shop' });
    expect(await failureOf(client.request(get('/a')))).toMatchObject({ fault: 'tooLarge' });
    expect(String(await failureOf(client.request(get('/b'))))).toContain('log in again');
    const silent = failureOf(client.request(get('/c')));
    await clock.advance(5000);
    expect(await silent).toMatchObject({ timeoutMs: 5000 });
  });

  test('is told once of each request that goes out, and of none that a layer answers', async () => {
    const paths: unknown[] = [];
    const listener = (message: unknown): void => void paths.push((message as { path: string }).path);
    subscribe(requestChannel, listener);
    const answers: Layer = (next) => (request, options) =>
      request.path === '/here' ? Promise.resolve(ok('here')) : next(request, options);
    const client = new Client(script(ok('there')).service).layered([answers]);
    expect(await client.requestText(get('/here'))).toBe('here');
    expect(await client.requestText(get('/there'))).toBe('there');
    unsubscribe(requestChannel, listener);
    expect(paths).toEqual(['/there']);
  });

  test('names its server to those who observe it, however its layers', async () => {
    const hosts: unknown[] = [];
    const listener = (message: unknown): void => void hosts.push((message as { host: string }).host);
    subscribe(requestChannel, listener);
    // Nobody listens on this port.
    const config = { server: 'https://127.0.0.1:1/prefix' };
    const client = untilEnd(Client.fromConfig(config, { retry: { attempts: 1 } }));
    await failureOf(client.request(get('/version')));
    await failureOf(client.layered([]).request(get('/version')));
    unsubscribe(requestChannel, listener);
    expect(hosts).toEqual(['127.0.0.1:1', '127.0.0.1:1']);
  });

  test('ends only itself by close, and with the original', async () => {
    let closed = 0;
    const onClose = (): Promise<void> => Promise.resolve(void (closed += 1));
    const original = new Client(script(ok(1), ok(2)).service, { onClose });
    const [ended, kept] = [original.layered([]), original.layered([])];
    await ended.close();
    expect(closed).toBe(0);
    expect(await failureOf(ended.request(get('/a')))).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(await original.request(get('/a'))).toBe(1);
    expect(await kept.request(get('/a'))).toBe(2);
    await original.close();
    expect(await failureOf(kept.request(get('/a')))).toMatchObject({ code: 'CLIENT_CLOSED' });
  });
});

describe('the timeout of a plain call', () => {
  test('ends it after 60 s without an answer, and its request with it', async () => {
    const clock = new VirtualClock();
    const { service, options } = script('silence');
    const call = failureOf(new Client(service, { clock }).request(listPods));
    await clock.advance(59_999);
    expect(options[0]?.signal?.aborted).toBe(false);
    await clock.advance(1);
    const error = await call;
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ timeoutMs: 60_000 });
    expect(String(error)).toContain('list pods in shop: no answer for 60000 ms');
    expect(options[0]?.signal?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('counts silence, not how long an answer takes', async () => {
    const clock = new VirtualClock();
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (const chunk of ['[1', ',2', ']']) {
        await clock.advance(50);
        yield new TextEncoder().encode(chunk);
      }
    }
    const client = new Client(script({ status: 200, headers: {}, body: slowly() }).service, {
      clock,
      timeout: 60,
    });
    expect(await client.request(listPods)).toEqual([1, 2]);
    expect(clock.pending).toBe(0);
  });

  test('ends a body that stalls', async () => {
    const clock = new VirtualClock();
    const client = new Client(
      (_, options = {}) => {
        const body = bodyOf(['[1'], { endless: true });
        onAbort(options.signal, () => void body[Symbol.asyncIterator]().return?.());
        return Promise.resolve({ status: 200, headers: {}, body: stalled(body, options.signal) });
      },
      { clock },
    );
    const call = failureOf(client.request(listPods, { timeout: 100 }));
    await settle();
    await clock.advance(100);
    expect(await call).toMatchObject({ name: 'DeadlineError', timeoutMs: 100 });
  });

  test('may be set for one call, or switched off by 0', async () => {
    const clock = new VirtualClock();
    const client = new Client(script('silence', ok()).service, { clock });
    const call = failureOf(client.request(listPods, { timeout: 5 }));
    await clock.advance(5);
    expect(await call).toBeInstanceOf(DeadlineError);
    await client.request(listPods, { timeout: 0 });
    expect(clock.pending).toBe(0);
  });

  test.each([-1, Number.NaN])('is refused where it would bound nothing: %d', async (timeout) => {
    const { service, requests } = script();
    const error = await failureOf(new Client(service, { timeout }).request(listPods));
    expect(error).toMatchObject({ name: 'InvalidRequestError', message: expect.stringContaining('timeout') });
    expect(requests).toEqual([]);
  });

  test('is not one of open, which may wait for ever', async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const client = new Client(script('silence', 'silence').service, { clock });
    const call = failureOf(client.open(listPods, { signal: abort.signal }));
    await settle();
    expect(clock.pending).toBe(0);
    abort.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    const bounded = failureOf(client.open(listPods, { timeout: 10 }));
    await clock.advance(10);
    expect(await bounded).toBeInstanceOf(DeadlineError);
  });

  test('leaves an abort of the caller an abort', async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const call = failureOf(
      new Client(script('silence').service, { clock }).request(listPods, { signal: abort.signal }),
    );
    await settle();
    abort.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(clock.pending).toBe(0);
  });
});

async function* stalled(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* body;
  signal?.throwIfAborted();
}

describe('a client of its own connections', () => {
  test('speaks through all its layers: identity, impersonation, user agent, warnings', async () => {
    const warned: string[] = [];
    const server = await serveHttp((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('warning', '299 - "deprecated"');
      response.end(JSON.stringify(request.headers));
    });
    const client = opened(
      Client.fromConfig(
        {
          server: `http://127.0.0.1:${server.port}`,
          credentials: new BasicCredentials('a', 'b'),
          credentialsWithoutTls: true,
          impersonation: { user: 'jane', groups: ['dev'] },
          defaultNamespace: 'shop',
        },
        { userAgent: 'test/1', onWarning: (text) => warned.push(text) },
      ),
    );
    expect(await client.request(get('/x'))).toMatchObject({
      authorization: 'Basic YTpi',
      'impersonate-user': 'jane',
      'impersonate-group': 'dev',
      'user-agent': 'test/1',
    });
    expect(warned).toEqual(['deprecated']);
    expect(client.defaultNamespace).toBe('shop');
  });

  test('logs a warning of the server once, where nothing else is said', async () => {
    const server = await serveHttp((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('warning', '299 - "deprecated"');
      response.end('{}');
    });
    const messages: unknown[] = [];
    const listen = (message: unknown): void => void messages.push(message);
    subscribe(warningChannel, listen);
    const client = opened(Client.fromConfig({ server: `http://127.0.0.1:${server.port}` }));
    await client.request(get('/x'));
    await client.request(get('/y'));
    unsubscribe(warningChannel, listen);
    expect(messages).toEqual([{ method: 'GET', path: '/x', text: 'deprecated' }]);
  });

  test('connects by a kubeconfig with certificates, over one connection', async () => {
    const server = await serveHttps(
      {
        cert: pem('server.crt'),
        key: pem('server.key'),
        ca: pem('authority.crt'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (_, response) => response.end('{"gitVersion":"v1.36.3"}'),
    );
    const files = folder();
    for (const name of ['authority.crt', 'client.crt', 'client.key']) files.write(name, pem(name));
    const kubeconfig = files.write(
      'config',
      `
current-context: test
contexts: [{ name: test, context: { cluster: c, user: u, namespace: shop } }]
clusters: [{ name: c, cluster: { server: "https://localhost:${server.port}", certificate-authority: authority.crt } }]
users: [{ name: u, user: { client-certificate: client.crt, client-key: client.key } }]`,
    );
    const client = opened(await Client.tryDefault({ kubeconfig }));
    for (let round = 0; round < 3; round += 1)
      expect((await client.serverVersion()).gitVersion).toBe('v1.36.3');
    expect(server.accepted()).toBe(1);
    await client.close();
    await server.quiet();
  });

  test('repeats what the server could not take, and lets own layers see it once', async () => {
    const clock = new VirtualClock();
    let requests = 0;
    const server = await serveHttp((_, response) => {
      requests += 1;
      response.writeHead(requests === 1 ? 503 : 200, { 'content-type': 'application/json' }).end('{}');
    });
    let seen = 0;
    const client = opened(
      Client.fromConfig(
        { server: `http://127.0.0.1:${server.port}` },
        {
          clock,
          random: () => 0,
          retry: { minMs: 10 },
          layers: [
            (next) => (request, options) => {
              seen += 1;
              return next(request, options);
            },
          ],
        },
      ),
    );
    const call = client.request(get('/x'), { timeout: 0 });
    while (clock.pending === 0) await settle();
    await clock.advance(5);
    expect(await call).toEqual({});
    expect([requests, seen]).toEqual([2, 1]);
  });

  test("reads a token file again after a minute on the client's clock", async () => {
    const clock = new VirtualClock();
    const files = folder();
    const server = await serveHttp(({ headers }, response) => {
      const sent = JSON.stringify(headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end(sent);
    });
    const credentials = new TokenFile(files.write('token', 'one'));
    const config = { server: `http://127.0.0.1:${server.port}`, credentials, credentialsWithoutTls: true };
    const client = opened(Client.fromConfig(config, { clock }));
    expect(await client.request(get('/x'))).toBe('Bearer one');
    files.write('token', 'two');
    await clock.advance(59_999);
    expect(await client.request(get('/x'))).toBe('Bearer one');
    await clock.advance(1);
    expect(await client.request(get('/x'))).toBe('Bearer two');
  });

  test('names where a certificate came from that cannot be used', () => {
    const connect = (): Client =>
      Client.fromConfig({
        server: 'https://localhost:1',
        clientCertificate: new ClientCertificate(pem('client.crt'), pem('server.key')),
        source: '/cfg: contexts[dev]',
      });
    expect(connect).toThrow(ConfigError);
    expect(connect).toThrow('/cfg: contexts[dev]: client-certificate and client-key: do not belong together');
  });

  test.each([
    ['no address', 'https://'],
    ['a user name', 'https://me:s3cret@localhost'],
    ['no scheme and a path', 'localhost:8080/s3cret'],
  ])('names where a server came from that has %s', (_, server) => {
    const connect = (): Client => Client.fromConfig({ server, source: '/cfg: contexts[dev]' });
    expect(connect).toThrow(expect.objectContaining({ where: '/cfg: contexts[dev]: server' }));
    expect(connect).not.toThrow(/s3cret/);
  });

  test.each([
    ['http', {}],
    ['https', { tls: { certificateAuthority: pem('authority.crt') } }],
    ['https', { tls: { rejectUnauthorized: false } }],
    ['https', { clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.key')) }],
  ])('takes a host and port for %s where its configuration is %j', async (scheme, config) => {
    const server = `localhost:${await freePort()}`;
    const client = opened(Client.fromConfig({ server, ...config }, { retry: { attempts: 1 } }));
    expect(String(await failureOf(client.serverVersion()))).toContain(`${scheme}://${server};`);
  });

  test('fails running calls when it is closed', async () => {
    const server = await serveHttp(() => undefined);
    const client = Client.fromConfig({ server: `http://127.0.0.1:${server.port}` });
    const call = failureOf(client.request(listPods));
    while (server.accepted() === 0) await settle();
    await client.close();
    const error = await call;
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'CLIENT_CLOSED' });
    await server.quiet();
  });
});

describe('credentials for a server without TLS', () => {
  async function open(config: Omit<Config, 'server'>): Promise<{ client: Client; config: Config }> {
    const server = await serveHttp(({ headers }, response) => {
      const isKnown = headers.authorization !== undefined;
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end('{}');
    });
    const whole = { server: `http://127.0.0.1:${server.port}`, source: '/cfg', ...config };
    return { client: opened(Client.fromConfig(whole)), config: whole };
  }

  test.each<[what: string, credentials: () => Credentials]>([
    ['a token', () => new StaticToken('s3cret')],
    ['a password', () => new BasicCredentials('me', 's3cret')],
    ['a token file', () => new TokenFile(folder().write('token', 's3cret'))],
  ])('are withheld, and the refusal says so: %s', async (_, credentials) => {
    const { client } = await open({ credentials: credentials() });
    const refusal = await failureOf(client.request(get('/x')));
    expect(String(refusal)).toMatch(
      /answered 401.*; credentials are withheld, as the server URL begins with http:/,
    );
  });

  test('are told of on a channel, once, without themselves', async () => {
    const messages: unknown[] = [];
    const listener = (message: unknown): void => void messages.push(message);
    subscribe(credentialsChannel, listener);
    const { client, config } = await open({ credentials: new StaticToken('s3cret') });
    for (let round = 0; round < 2; round += 1) await failureOf(client.request(get('/x')));
    unsubscribe(credentialsChannel, listener);
    expect(messages).toEqual([{ type: 'withheld', server: config.server, source: '/cfg' }]);
  });

  test('are sent where the program says so', async () => {
    const { client } = await open({ credentials: new StaticToken('abc'), credentialsWithoutTls: true });
    expect(await client.request(get('/x'))).toEqual({});
  });
});

test('a refusal names the client certificate that has expired', async () => {
  const server = await serveHttps(
    { cert: pem('server.crt'), key: pem('server.key'), requestCert: true, rejectUnauthorized: false },
    (_, response) => response.writeHead(401).end('Unauthorized'),
  );
  const clock: Clock = { ...systemClock, now: () => Date.UTC(2200, 0) };
  const config = {
    server: `https://localhost:${server.port}`,
    tls: { certificateAuthority: pem('authority.crt') },
    clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.key')),
  };
  const client = opened(Client.fromConfig(config, { clock }));
  expect(String(await failureOf(client.request(get('/x'))))).toMatch(
    /answered 401.*our client certificate \("O=system:masters, CN=admin"\) expired on 2126-10-29T12:55:42.000Z/,
  );
});
