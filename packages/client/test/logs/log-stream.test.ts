import { describe, expect, test } from '@jest/globals';
import { ApiError, defineResource, type KubeObject, type Resource } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { TransportError } from '../../src/errors.ts';
import type { LogReadOptions } from '../../src/logs/log-stream.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { serveHttp, serveTcp } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { answer, bodyOf, failure, script } from '../support/script.ts';
import { RunningPod } from '../support/tokens.ts';

const text = { 'content-type': 'text/plain' };

function podsOf(port: number): Api {
  const { service } = new GotTransport({ server: `http://127.0.0.1:${port}` });
  return Api.namespaced(new Client(service), RunningPod, 'shop');
}

async function readAll(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function linesOf(options: LogReadOptions, ...chunks: (string | Error)[]): Promise<string[]> {
  const { service } = script({ status: 200, headers: text, body: bodyOf(chunks) });
  const pods = Api.namespaced(new Client(service), RunningPod, 'shop');
  return readAll(pods.logs('web-0', options));
}

describe('the log of a container', () => {
  test('comes line by line', async () => {
    expect(await linesOf({}, 'one\ntw', 'o\n\nthr', 'ee')).toEqual(['one', 'two', '', 'three']);
  });

  test('asks for what it is told to, a tail of none too', async () => {
    const scripted = script(answer(200));
    const pods = Api.namespaced(new Client(scripted.service), RunningPod, 'shop');
    const options = { container: 'web', follow: true, since: '1500ms', tailLines: 0, timestamps: true };
    await readAll(pods.logs('web-0', options));
    expect(scripted.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/v1/namespaces/shop/pods/web-0/log',
        query: [
          ['container', 'web'],
          ['follow', 'true'],
          ['sinceSeconds', '2'],
          ['timestamps', 'true'],
          ['tailLines', '0'],
        ],
      },
    ]);
  });

  test('is asked for when it is first read', () => {
    const scripted = script();
    Api.namespaced(new Client(scripted.service), RunningPod, 'shop').logs('web-0');
    expect(scripted.requests).toEqual([]);
  });

  test('fails where it broke off, after the lines before, and is over then', async () => {
    const cut = new TransportError('cut', { code: 'ECONNRESET' });
    const { service } = script({ status: 200, headers: text, body: bodyOf(['one\ntw', cut]) });
    const stream = Api.namespaced(new Client(service), RunningPod, 'shop').logs('web-0');
    expect(await stream.next()).toEqual({ done: false, value: 'one' });
    expect(await failureOf(stream.next())).toBe(cut);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('says why the server has none', async () => {
    const said = { reason: 'BadRequest', message: 'container "web" in pod "web-0" is waiting to start' };
    const { service } = script(failure(400, said));
    const pods = Api.namespaced(new Client(service), RunningPod, 'shop');
    const error = await failureOf(pods.logs('web-0').next());
    expect(error).toBeInstanceOf(ApiError);
    expect(String(error)).toContain('get pods shop/web-0 (log): the server answered 400 BadRequest');
  });

  test('is no page of HTML that a proxy sent instead', async () => {
    const { service } = script(answer(200, '<html>', { 'content-type': 'text/html' }));
    const pods = Api.namespaced(new Client(service), RunningPod, 'shop');
    expect(await failureOf(pods.logs('web-0').next())).toMatchObject({ code: 'NOT_KUBERNETES' });
  });

  test.each<[string, LogReadOptions]>([
    ['both since and sinceTime', { since: 1000, sinceTime: '2026-04-22T10:00:00Z' }],
    ['a since of nothing', { since: 0 }],
    ['a since that is no duration', { since: '5 minutes' }],
    ['a sinceTime that is no time', { sinceTime: 'yesterday' }],
    ['a negative tail', { tailLines: -1 }],
    ['a limit of nothing', { limitBytes: 0 }],
    ['a container that can be none', { container: 'web/../x' }],
    ['lines of no bytes', { maxLineBytes: 0 }],
    ['a tail of one output', { tailLines: 1, stream: 'Stdout' }],
  ])('refuses %s before anything is sent', (_, options) => {
    const scripted = script();
    const pods = Api.namespaced(new Client(scripted.service), RunningPod, 'shop');
    expect(() => pods.logs('web-0', options)).toThrow(/since|time|tail|limit|container|duration|maxLine/);
    expect(scripted.requests).toEqual([]);
  });

  test('comes as one text', async () => {
    const scripted = script(answer(200, 'one\r\ntwo'), answer(200, 'x'.repeat(100)));
    const pods = Api.namespaced(new Client(scripted.service), RunningPod, 'shop');
    expect(await pods.logText('web-0', { tailLines: 2 })).toBe('one\r\ntwo');
    const error = await failureOf(pods.logText('web-0', { maxAnswerBytes: 99 }));
    expect(error).toMatchObject({ name: 'DecodeError', fault: 'tooLarge' });
  });

  test('is only for a resource that declares it', () => {
    const { service } = script();
    const Plain: Resource<KubeObject, 'Namespaced', never> = defineResource<KubeObject>({
      group: '',
      version: 'v1',
      kind: 'ConfigMap',
      plural: 'configmaps',
      scope: 'Namespaced',
      subresources: [],
    });
    const plain = Api.namespaced(new Client(service), Plain, 'shop');
    // @ts-expect-error: there is no such subresource.
    expect(() => void plain.logs('web-0')).toThrow('configmaps have no subresource "log"');
  });
});

describe('a log over a real connection', () => {
  test('that is cut in the middle is an error with its cause, and no end', async () => {
    const server = await serveTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n');
      socket.write('4\r\none\n\r\n', () => socket.resetAndDestroy());
    });
    const lines: string[] = [];
    const reading = (async () => {
      for await (const line of podsOf(server.port).logs('web-0', { follow: true })) lines.push(line);
    })();
    expect(await failureOf(reading)).toBeInstanceOf(TransportError);
    expect(lines).toEqual(['one']);
  });

  test('frees its connection when the loop is left, and when the signal fires', async () => {
    const server = await serveHttp((_, response) => {
      response.writeHead(200, text);
      response.write('one\n');
    });
    const pods = podsOf(server.port);
    for await (const line of pods.logs('web-0', { follow: true })) {
      expect(line).toBe('one');
      break;
    }
    await server.quiet();
    const abort = new AbortController();
    const stream = pods.logs('web-0', { follow: true, signal: abort.signal });
    await stream.next();
    const waiting = failureOf(stream.next());
    abort.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    await server.quiet();
  });

  test('holds the server back while nobody reads', async () => {
    const line = `${'x'.repeat(1023)}\n`;
    let written = 0;
    const server = await serveHttp((_, response) => {
      response.writeHead(200, text);
      const more = (): void => {
        while (written < 64 * 1024) {
          written += 1;
          if (!response.write(line)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    const stream = podsOf(server.port).logs('web-0');
    await stream.next();
    // All of it is 64 MiB; sockets and queues hold a few of them at most.
    for (let round = 0; round < 200; round += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(32 * 1024);
    let read = 1;
    for await (const { length } of stream) read += length === 1023 ? 1 : 0;
    expect(read).toBe(64 * 1024);
  });
});
