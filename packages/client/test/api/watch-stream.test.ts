import { describe, expect, test } from '@jest/globals';
import { DecodeError, type HttpService, settle } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import type { WatchStream } from '../../src/api/watch-stream.ts';
import { Client } from '../../src/client.ts';
import { TransportError } from '../../src/errors.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { serveHttp } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { bodyOf, type ScriptedBody, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

const frame = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

const frames = [
  frame('ADDED', pod('a', '1')),
  frame('MODIFIED', pod('a', '2')),
  frame('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '9' } }),
  frame('DELETED', pod('a', '10')),
  frame('ERROR', { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' }),
];

function watchOf(body: ScriptedBody, signal?: AbortSignal): WatchStream<Pod> {
  const { service } = script({ status: 200, headers: { 'content-type': 'application/json' }, body });
  const pods = Api.namespaced(new Client(service), Pod, 'shop');
  return pods.watch({ resourceVersion: '0', ...(signal && { signal }) });
}

/** Each event in few letters, as `ADDED a@1`. */
async function tell(stream: WatchStream<Pod>, told: string[] = []): Promise<string[]> {
  for await (const event of stream) {
    if (event.type === 'BOOKMARK') told.push(`BOOKMARK @${event.resourceVersion}`);
    else if (event.type === 'ERROR') told.push(`ERROR ${event.status.code}`);
    else told.push(`${event.type} ${event.object.metadata.name}@${event.encoded.resourceVersion}`);
  }
  return told;
}

const expected = ['ADDED a@1', 'MODIFIED a@2', 'BOOKMARK @9', 'DELETED a@10', 'ERROR 410'];

describe('a watch', () => {
  test('yields each frame as an event, errors too, and ends with the stream', async () => {
    expect(await tell(watchOf(bodyOf(frames)))).toEqual(expected);
  });

  test('that ends fires the signal that its service was given, as listeners may wait for it', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const service: HttpService = (_request, { signal } = {}) => {
      signals.push(signal);
      const headers = { 'content-type': 'application/json' };
      return Promise.resolve({ status: 200, headers, body: bodyOf(frames) });
    };
    await tell(Api.namespaced(new Client(service), Pod, 'shop').watch());
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test('gives objects whole, managed fields too', async () => {
    const managedFields = [{ manager: 'kubectl', operation: 'Update' }];
    const object = { ...pod('a'), metadata: { ...pod('a').metadata, managedFields } };
    const { value } = await watchOf(bodyOf([frame('ADDED', object)])).next();
    expect(value).toMatchObject({ type: 'ADDED', object });
  });

  test.each([1, 2, 7, 64])('does not care about chunks of %d bytes', async (size) => {
    const text = frames.join('');
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
    expect(await tell(watchOf(bodyOf(chunks)))).toEqual(expected);
  });

  test('asks for nothing before it is read', () => {
    const scripted = script();
    Api.all(new Client(scripted.service), Pod).watch();
    expect(scripted.requests).toEqual([]);
  });

  test.each([
    ['that is cut', [frames[0] ?? '', '{"type":"ADDED","obj'], 'malformed'],
    ['that is no JSON', [frames[0] ?? '', 'nonsense\n'], 'malformed'],
    ['of an unknown type', [frames[0] ?? '', frame('RENAMED', pod('a'))], 'protocol'],
    ['of another kind', [frames[0] ?? '', frame('ADDED', { ...pod('a'), kind: 'Table' })], 'protocol'],
  ])('fails at a frame %s, after what came before, and is over', async (_, chunks, fault) => {
    const body = bodyOf(chunks);
    const stream = watchOf(body);
    const told: string[] = [];
    const error = await failureOf(tell(stream, told));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ fault });
    expect(told).toEqual(['ADDED a@1']);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('passes on what breaks the connection', async () => {
    const cut = new TransportError('cut', { code: 'ECONNRESET' });
    const told: string[] = [];
    expect(await failureOf(tell(watchOf(bodyOf([frames[0] ?? '', cut])), told))).toBe(cut);
    expect(told).toEqual(['ADDED a@1']);
  });
});

describe('leaving a watch', () => {
  async function serveWatch() {
    const server = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(frames[0]);
    });
    const transport = new GotTransport({ server: `http://127.0.0.1:${server.port}` });
    return { server, pods: Api.namespaced(new Client(transport.service), Pod, 'shop') };
  }

  test('by a break closes the connection', async () => {
    const { server, pods } = await serveWatch();
    for await (const event of pods.watch()) {
      expect(event.type).toBe('ADDED');
      break;
    }
    await server.quiet();
  });

  test('by return while an event is awaited ends that wait and the connection', async () => {
    const { server, pods } = await serveWatch();
    const stream = pods.watch();
    await stream.next();
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await server.quiet();
  });

  test('by return while the head is awaited ends that wait and the connection', async () => {
    const server = await serveHttp(() => undefined);
    const { service } = new GotTransport({ server: `http://127.0.0.1:${server.port}` });
    const stream = Api.all(new Client(service), Pod).watch();
    const waiting = stream.next();
    while (server.accepted() === 0) await settle();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await server.quiet();
  });

  test('by an abort throws it and closes the connection', async () => {
    const { server, pods } = await serveWatch();
    const abort = new AbortController();
    const stream = pods.watch({ signal: abort.signal });
    await stream.next();
    const waiting = failureOf(stream.next());
    abort.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    await server.quiet();
  });

  test('before it began sends nothing', async () => {
    const scripted = script();
    const stream = Api.all(new Client(scripted.service), Pod).watch();
    await stream.return();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(scripted.requests).toEqual([]);
  });
});
