// The figures of each exchange, for whoever listens.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExchangeMessage, exchangeChannel } from '../../src/transport/exchange-trace.ts';
import { freePort } from '../support/loopback.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { turns } from './lending.ts';
import { versions } from './versions.ts';

let messages: ExchangeMessage[] = [];
const listener = (message: unknown): number => messages.push(message as ExchangeMessage);

beforeEach(() => {
  messages = [];
  subscribe(exchangeChannel, listener);
});

afterEach(() => void unsubscribe(exchangeChannel, listener));

const plain = 'x'.repeat(100_000);
const packed = gzipSync(plain);

describe.each(versions)('over %s', (protocol, version) => {
  const connect = async (auditId: string) => {
    const server = await version.serve((request, response) => {
      if (request.url?.startsWith('/silent')) return;
      response.writeHead(200, { 'content-encoding': 'gzip', 'audit-id': auditId });
      if (request.url?.startsWith('/cut'))
        response.write(packed.subarray(0, 20), () => request.socket.destroy());
      else request.resume().on('end', () => response.end(packed));
    });
    return version.connectTo({ server: `http://127.0.0.1:${server.port}` });
  };

  test('a message tells what was sent and what came, and nothing secret', async () => {
    const { service } = await connect('9f1c-4b');
    const query = [['fieldManager', 's3cret']] as const;
    const headers = { authorization: 'Bearer s3cret' };
    for (let call = 0; call < 2; call += 1)
      await readAll((await service(get('/x', { method: 'PUT', query, headers, body: 'body' }))).body);
    const [first, second] = messages;
    expect(first).toEqual({
      id: expect.any(Number),
      method: 'PUT',
      path: '/x',
      protocol,
      reused: false,
      status: 200,
      auditId: '9f1c-4b',
      sentBytes: expect.any(Number),
      receivedBytes: expect.any(Number),
      bodyBytes: plain.length,
      connectedMs: expect.any(Number),
      headMs: expect.any(Number),
      durationMs: expect.any(Number),
      outcome: 'whole',
    });
    expect(second).toMatchObject({ reused: true, bodyBytes: plain.length });
    expect(second?.id).toBeGreaterThan(first?.id ?? Number.POSITIVE_INFINITY);
    for (const { sentBytes, receivedBytes } of messages) {
      expect(sentBytes).toBeGreaterThanOrEqual(4);
      expect(receivedBytes).toBeGreaterThanOrEqual(packed.length);
      expect(receivedBytes).toBeLessThan(packed.length + 1000);
    }
    expect(JSON.stringify(messages)).not.toContain('s3cret');
  });

  test('a message tells of what broke off, and of what was given up', async () => {
    const { service } = await connect('x'.repeat(65));
    await failureOf(service(get('/cut')).then(({ body }) => readAll(body)));
    const abort = new AbortController();
    const silent = failureOf(service(get('/silent'), { signal: abort.signal }));
    await turns(20);
    abort.abort();
    await silent;
    expect(messages.map(({ outcome, status, auditId }) => [outcome, status, auditId])).toEqual([
      ['failed', 200, undefined],
      ['givenUp', undefined, undefined],
    ]);
  });

  test('a message tells of what found no server', async () => {
    const transport = version.connectTo({ server: `http://127.0.0.1:${await freePort()}` });
    await failureOf(transport.service(get('/x')));
    expect(messages).toEqual([
      expect.objectContaining({ outcome: 'failed', sentBytes: 0, receivedBytes: 0 }),
    ]);
  });
});
