import { describe, expect, test } from '@jest/globals';
import { type HttpRequest, readBody, type Service, VirtualClock } from '@kube-rx/core';
import { SimulatedNetwork } from '../src/simulated-network.ts';

const request: HttpRequest = { method: 'GET', path: '/x', query: [['watch', 'true']], headers: {} };

/** A network before a server that answers with `lines`, and then stays open. */
function start(lines: readonly string[], ends = true) {
  const clock = new VirtualClock();
  let left = 0;
  const server: Service = () =>
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
  const network = new SimulatedNetwork({ clock, target: () => server });
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
    network.conditions.pieceBytes = () => 3;
    const seen = read(service(request));
    await clock.advance(5000);
    expect(seen).toEqual({ chunks: ['abc', '\n', 'def', '\n'], end: 'clean' });
  });

  test.each<['reset' | 'end', string]>([
    ['reset', 'ECONNRESET'],
    ['end', 'clean'],
  ])('ends after a byte inside a frame by %s', async (how, end) => {
    const { clock, service, network } = start(['abcdef\n'], false);
    network.conditions.latencyMs = () => 10;
    const seen = read(service(request));
    await clock.advance(15);
    network.connections()[0]?.cutAfter(2, how);
    await clock.advance(100);
    expect(seen).toEqual({ chunks: ['ab'], end });
  });

  test('is silent for ever on a half-open connection, and frees it when the client gives up', async () => {
    const { clock, service, network, left } = start(['a\n', 'b\n'], false);
    network.conditions.latencyMs = () => 10;
    const abort = new AbortController();
    const seen = read(service(request, { signal: abort.signal }));
    await clock.advance(15);
    network.connections()[0]?.stall();
    await clock.advance(3_600_000);
    expect(seen).toEqual({ chunks: [], end: 'open' });
    abort.abort();
    await clock.advance(0);
    expect(seen.end).toContain('AbortError');
    expect([network.open, clock.pending, left()]).toEqual([0, 0, 0]);
  });

  test('refuses, or does not answer at all, while it is told to', async () => {
    const { clock, service, network } = start(['a\n']);
    network.reach = 'refused';
    const refused = read(service(request));
    await clock.advance(10);
    network.reach = 'lost';
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
    network.fakeAnswers.push({ status: 503, contentType: 'text/plain', body: 'busy' });
    const [first, second] = [service(request), service(request)];
    await clock.advance(10);
    expect((await first).status).toBe(503);
    expect(new TextDecoder().decode(await readBody((await first).body))).toBe('busy');
    expect((await second).status).toBe(200);
    await (await second).body[Symbol.asyncIterator]().return?.();
  });
});
