import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { configMap, configMaps } from '../support/test-server.ts';

describe('over HTTP', () => {
  let server: ApiServer;
  let url: string;

  beforeEach(async () => {
    server = new ApiServer();
    url = (await server.listen()).url;
  });

  afterEach(() => server.close());

  const create = (name: string, data: Record<string, string> = {}): Promise<Response> =>
    fetch(url + configMaps, {
      method: 'POST',
      body: JSON.stringify(configMap(name, data)),
      headers: { 'content-type': 'application/json' },
    });

  test('answers on the loopback interface', async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${url}/readyz`);
    expect(await response.text()).toBe('ok');
  });

  test('flushes the head of a watch before any event, and each frame as it comes', async () => {
    const response = await fetch(`${url}${configMaps}?watch=1`);
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    const reader = response.body?.getReader();
    await create('a');
    const chunk = (await reader?.read()) as { value: Uint8Array };
    expect(new TextDecoder().decode(chunk.value)).toMatch(/^\{"type":"ADDED".*\}\n$/);
    await reader?.cancel();
  });

  test('compresses what is large, and no watch', async () => {
    for (const name of ['a', 'b']) await create(name, { k: 'x'.repeat(100_000) });
    const list = await fetch(url + configMaps, { headers: { 'accept-encoding': 'gzip' } });
    expect(list.headers.get('content-encoding')).toBe('gzip');
    expect(((await list.json()) as { items: unknown[] }).items).toHaveLength(2);
    const one = await fetch(`${url}${configMaps}/a`, { headers: { 'accept-encoding': 'gzip' } });
    expect(one.headers.get('content-encoding')).toBeNull();
    const watch = await fetch(`${url}${configMaps}?watch=1`, { headers: { 'accept-encoding': 'gzip' } });
    expect(watch.headers.get('content-encoding')).toBeNull();
    await watch.body?.cancel();
  });

  test('sends a line for each warning, whatever its language', async () => {
    const body = JSON.stringify({ metadata: { name: 'a' }, ключ: 1, 'b"': 2 });
    const posted = request(`${url}${configMaps}?fieldValidation=Warn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    }).end(body);
    const [response] = (await once(posted, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(201);
    const lines = response.headersDistinct['warning'] ?? [];
    expect(lines.map((line) => Buffer.from(line, 'latin1').toString())).toEqual([
      '299 - "unknown field \\"ключ\\""',
      '299 - "unknown field \\"b\\\\\\"\\""',
    ]);
  });

  test('says nothing of an encoding where nothing is sent, and of all that an answer varies with', async () => {
    const get = (headers = {}): Promise<Response> =>
      fetch(`${url}/openapi/v2`, { headers: { 'accept-encoding': 'gzip', ...headers } });
    const whole = await get();
    expect(whole.headers.get('content-encoding')).toBe('gzip');
    expect(whole.headers.get('vary')).toBe('Accept, Accept-Encoding');
    await whole.arrayBuffer();
    const held = await get({ 'if-none-match': whole.headers.get('etag') ?? '' });
    expect(held.status).toBe(304);
    expect(held.headers.get('content-encoding')).toBeNull();
  });

  test.each([
    [['text/plain', 'application/json'], 406],
    [['application/json', 'text/plain'], 200],
  ])('sees the first of the fields %j alone', async (accept, status) => {
    const asked = request(url + configMaps, { headers: { accept } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(status);
  });

  test('lets a watch go when its client has gone', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`GET ${configMaps}?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await once(socket, 'data');
    expect(server.watches).toBe(1);
    socket.destroy();
    while (server.watches > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server.watches).toBe(0);
  });

  test('cuts every connection on request', async () => {
    const response = await fetch(`${url}${configMaps}?watch=1`);
    server.disconnect();
    await expect(response.text()).rejects.toThrow();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test('refuses a body over 3 MiB and goes on', async () => {
    const response = await create('a', { k: 'x'.repeat(3 * 1024 * 1024) });
    expect(response.status).toBe(413);
    expect((await create('a')).status).toBe(201);
  });

  test('closes with watches open, twice if need be', async () => {
    const response = await fetch(`${url}${configMaps}?watch=1`);
    await Promise.all([server.close(), server.close()]);
    expect(await response.text()).toBe('');
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
  });
});
