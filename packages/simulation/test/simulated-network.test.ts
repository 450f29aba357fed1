import { describe, expect, test } from '@jest/globals';
import { type HttpRequest, type HttpService, readBody, VirtualClock } from '@kube-rx/core';
import type { ConnectionFault } from '../src/simulated-connection.ts';
import { SimulatedNetwork } from '../src/simulated-network.ts';

const request: HttpRequest = { method: 'GET', path: '/x', query: [['watch', 'true']], headers: {} };

/** A network before a server that answers with `lines`, and then stays open. */
function start(lines: readonly string[], ends = true) {
  const clock = new VirtualClock();
  let left = 0;
  const server: HttpService = () =>
    Promise.resolve({
      status: 200,
      headers: {},
      body: (async function* () {
        try {
          for (const line of lines) yield await Promise.resolve(new TextEncoder().encode(line));
          if (!ends) await new Promise(() => undefined);
        } finally {
          left += 1;
        }
      })(),
    });
  const network = new SimulatedNetwork({ clock, service: server });
  return { clock, network, service: network.service('test'), left: () => left };
}

/** What a reader got so far, and how it ended. */
function read(answer: Promise<{ readonly body: AsyncIterable<Uint8Array> }>) {
  const seen = { chunks: [] as string[], end: 'open' };
  void (async () => {
    try {
      for await (const chunk of (await answer).body) seen.chunks.push(new TextDecoder().decode(chunk));
      seen.end = 'clean';
    } catch (error) {
      seen.end = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  })();
  return seen;
}

describe('a simulated network', () => {
  test('passes everything on, in order, when it is calm', async () => {
    const { clock, service, network } = start(['a\n', 'b\n', 'c\n']);
    const seen = read(service(request));
    await clock.advance(100);
    expect(seen).toEqual({ chunks: ['a\n', 'b\n', 'c\n'], end: 'clean' });
    expect(network.open).toBe(0);
  });

  test('keeps the order within a connection under any latency, and cuts chunks up', async () => {
    const { clock, service, network } = start(['abc\n', 'def\n']);
    let latency = 1000;
    network.conditions.latencyMs = () => (latency -= 100);
    network.conditions.pieceBytes = 3;
    const seen = read(service(request));
    await clock.advance(5000);
    expect(seen).toEqual({ chunks: ['abc', '\n', 'def', '\n'], end: 'clean' });
  });

  test('closes a watch that flapped and fell silent when its reader gives it up', async () => {
    const { clock, network } = start([]);
    network.conditions.flaps = true;
    network.conditions.latencyMs = () => 10;
    const giveUp = new AbortController();
    const answer = network.service('test')(request, { signal: giveUp.signal });
    await clock.advance(15);
    await answer;
    network.connections()[0]?.inflict({ type: 'silence' });
    await clock.advance(100);
    expect(network.open).toBe(1);
    giveUp.abort();
    await clock.advance(100);
    expect(network.open).toBe(0);
  });

  test.each<['cut' | 'end', string]>([
    ['cut', 'ECONNRESET'],
    ['end', 'clean'],
  ])('ends after a byte inside a frame by %s', async (type, end) => {
    const { clock, service, network } = start(['abcdef\n'], false);
    network.conditions.latencyMs = () => 10;
    const seen = read(service(request));
    await clock.advance(15);
    network.connections()[0]?.inflict({ type, afterBytes: 2 });
    await clock.advance(100);
    expect(seen).toEqual({ chunks: ['ab'], end });
  });

  test.each<[string, ConnectionFault, { chunks: string[]; end: string }]>([
    ['ends after a frame', { type: 'end', afterFrames: 1 }, { chunks: ['a\n'], end: 'clean' }],
    ['falls silent after two bytes', { type: 'silence', afterBytes: 2 }, { chunks: ['a\n'], end: 'open' }],
    [
      'sends a line that is no frame',
      { type: 'garbage', line: '??', afterFrames: 1 },
      { chunks: ['a\n', '??\n', 'b\n'], end: 'open' },
    ],
    [
      'reports an error',
      { type: 'errorEvent', code: 410, afterFrames: 2 },
      {
        chunks: ['a\n', 'b\n', expect.stringMatching(/^{"type":"ERROR",.*"code":410/) as unknown as string],
        end: 'open',
      },
    ],
  ])('%s on an open connection', async (_, fault, expected) => {
    const { clock, service, network } = start([''], false);
    const abort = new AbortController();
    const seen = read(service(request, { signal: abort.signal }));
    await clock.advance(15);
    const [connection] = network.connections();
    connection?.inflict(fault);
    for (const frame of ['a\n', 'b\n']) connection?.send(new TextEncoder().encode(frame), true);
    await clock.advance(100);
    expect(seen).toEqual(expected);
    abort.abort();
  });

  test('pauses between the pieces of a chunk that drips', async () => {
    const { clock, service, network } = start(['abcd\n']);
    Object.assign(network.conditions, { pieceBytes: 2, pieceEveryMs: 1000 });
    const seen = read(service(request));
    await clock.advance(1500);
    expect(seen.chunks).toEqual(['ab', 'cd']);
    await clock.advance(1000);
    expect(seen).toEqual({ chunks: ['ab', 'cd', '\n'], end: 'clean' });
  });

  test('ends its faults on open connections, too, when it is calm again', async () => {
    const { clock, service, network } = start([''], false);
    network.conditions.dropsBookmarks = true;
    const abort = new AbortController();
    const seen = read(service(request, { signal: abort.signal }));
    await clock.advance(15);
    network.calm();
    network.connections()[0]?.send(new TextEncoder().encode('{"type":"BOOKMARK"}\n'), true);
    await clock.advance(15);
    expect(seen.chunks).toEqual(['{"type":"BOOKMARK"}\n']);
    abort.abort();
  });

  test('is silent for ever on a half-open connection, and frees it when the client gives up', async () => {
    const { clock, service, network, left } = start(['a\n', 'b\n'], false);
    network.conditions.latencyMs = () => 10;
    const abort = new AbortController();
    const seen = read(service(request, { signal: abort.signal }));
    await clock.advance(15);
    network.connections()[0]?.inflict({ type: 'silence' });
    await clock.advance(3_600_000);
    expect(seen).toEqual({ chunks: [], end: 'open' });
    abort.abort();
    await clock.advance(0);
    expect(seen.end).toContain('AbortError');
    expect([network.open, clock.pending, left()]).toEqual([0, 0, 0]);
  });

  test('refuses, or does not answer at all, while it is told to', async () => {
    const { clock, service, network } = start(['a\n']);
    const refusing = network.faults.inject({ fault: { type: 'refuse' } });
    const refused = read(service(request));
    await clock.advance(10);
    refusing.remove();
    network.faults.inject({ fault: { type: 'delay' } });
    const abort = new AbortController();
    const lost = read(service(request, { signal: abort.signal }));
    await clock.advance(100_000);
    expect([refused.end, lost.end, network.open]).toEqual(['ECONNREFUSED', 'open', 1]);
    abort.abort();
    await clock.advance(0);
    expect([network.open, lost.end.includes('AbortError')]).toEqual([0, true]);
  });

  test('gives a false answer once for each that was put in', async () => {
    const { clock, service, network } = start(['a\n']);
    network.faults.inject({ fault: { type: 'status', code: 503, body: 'busy' }, times: 1 });
    const [first, second] = [service(request), service(request)];
    await clock.advance(10);
    expect((await first).status).toBe(503);
    expect(new TextDecoder().decode(await readBody((await first).body))).toBe('busy');
    expect((await second).status).toBe(200);
    await (await second).body[Symbol.asyncIterator]().return?.();
  });
});
