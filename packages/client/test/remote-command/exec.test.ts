// Commands in containers of the embedded server: within the process, and over real sockets.

import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type CommandStreams, type FakeContainer } from '@kube-rx/apiserver';
import { ApiError, type HttpService, isAbortError } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { failureOf } from '../support/requests.ts';
import { RunningPod } from '../support/tokens.ts';
import { untilEnd } from '../support/until-end.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function* pieces(...all: (string | Error)[]): AsyncGenerator<string, void, undefined> {
  for (const one of all) {
    await Promise.resolve();
    if (one instanceof Error) throw one;
    yield one;
  }
}

async function decode(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const programs: Record<string, (streams: CommandStreams, words: readonly string[]) => Promise<number>> = {
  echo: async ({ stdout }, words) => {
    await stdout.write(words.join('|'));
    return 0;
  },
  fail: async ({ stderr }) => {
    await stderr.write('no');
    return 7;
  },
  cat: async ({ stdin, stdout }) => {
    for await (const bytes of stdin) await stdout.write(bytes);
    return 0;
  },
  first: async ({ stdin, stdout }) => {
    for await (const bytes of stdin) {
      await stdout.write(bytes.subarray(0, 1));
      break;
    }
    return 3;
  },
  yes: async ({ stdout }) => {
    for (;;) await stdout.write('y'.repeat(30_000));
  },
  size: async ({ sizes, stdout, tty }) => {
    for await (const { width, height } of sizes) {
      await stdout.write(`${tty} ${width}x${height};`);
      if (width === 1) break;
    }
    return 0;
  },
  wait: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(0))),
};

const exec: FakeContainer['exec'] & {} = ([name = '', ...words], streams) => {
  const program = programs[name];
  if (!program) throw new Error(`exec: "${name}": executable file not found in $PATH`);
  return program(streams, words);
};

type Ways = 'in the process' | 'over a socket';

async function start(way: Ways): Promise<{ server: ApiServer; pods: Api }> {
  const server = new ApiServer();
  open.push(server);
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'shop' },
      spec: {
        containers: [
          { name: 'web', image: 'web' },
          { name: 'side', image: 'side' },
        ],
      },
    },
  ]);
  server.containers.run('shop/web-0', 'web', { exec });
  let service: HttpService = server.service;
  if (way === 'over a socket') {
    const transport = new GotTransport({ server: (await server.listen()).url });
    open.push(transport);
    service = transport.service;
  }
  return {
    server,
    pods: Api.namespaced(new Client(service), RunningPod, 'shop'),
  };
}

const container = 'web';

describe.each<Ways>(['in the process', 'over a socket'])('a command %s', (way) => {
  test('gives its output and its exit code', async () => {
    const { pods } = await start(way);
    expect(await pods.exec('web-0', ['echo', 'a b', '&', ''], { container })).toEqual({
      exitCode: 0,
      stdout: 'a b|&|',
      stderr: '',
    });
    expect(await pods.exec('web-0', ['fail'], { container })).toEqual({
      exitCode: 7,
      stdout: '',
      stderr: 'no',
    });
  });

  test.each([
    ['a text', () => 'hello'],
    ['bytes', () => Buffer.from('hello')],
    [
      'a stream of Node',
      () => {
        const stream = new PassThrough();
        stream.write('hel');
        stream.end('lo');
        return stream;
      },
    ],
    ['a web stream', () => new Blob(['hello']).stream()],
    ['a generator', () => pieces('hel', 'lo')],
  ])('reads %s to its end', async (_, stdin) => {
    const { pods } = await start(way);
    expect(await pods.exec('web-0', ['cat'], { container, stdin: stdin() })).toMatchObject({
      stdout: 'hello',
    });
  });

  test('takes and gives much', async () => {
    const { pods } = await start(way);
    const text = 'x'.repeat(5_000_000);
    const { stdout } = await pods.exec('web-0', ['cat'], { container, stdin: text });
    expect(stdout.length).toBe(text.length);
  });

  test('may end before its input', async () => {
    const { pods } = await start(way);
    // Far more than all buffers on the way hold.
    const much = pieces(...new Array<string>(2_000).fill('z'.repeat(40_000)));
    expect(await pods.exec('web-0', ['first'], { container, stdin: much })).toEqual({
      exitCode: 3,
      stdout: 'z',
      stderr: '',
    });
  });

  test('leaves a stream that has more as it was', async () => {
    const { pods } = await start(way);
    const stdin = new PassThrough();
    stdin.write('a');
    await pods.exec('web-0', ['first'], { container, stdin });
    expect(stdin.destroyed).toBe(false);
    expect(stdin.listenerCount('data')).toBe(0);
    expect(stdin.isPaused()).toBe(true);
  });

  test('with too much output is given up', async () => {
    const { pods, server } = await start(way);
    const failure = await failureOf(pods.exec('web-0', ['yes'], { container, maxOutputBytes: 100_000 }));
    expect(failure).toMatchObject({
      name: 'DecodeError',
      fault: 'tooLarge',
      message: expect.stringContaining('its output has more than 100000 bytes; raise maxOutputBytes'),
    });
    await server.close();
  });

  test('that the container does not have is an error with its words', async () => {
    const { pods } = await start(way);
    const failure = await failureOf(pods.exec('web-0', ['nope'], { container }));
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({
      message:
        'connect to pods shop/web-0 (exec): the server could not run it: Internal error occurred: error executing command in container: exec: "nope": executable file not found in $PATH',
    });
  });

  test.each([
    ['web-1', container, 'pods "web-1" not found'],
    ['web-0', 'no', 'container no is not valid for pod web-0'],
    ['web-0', undefined, 'a container name must be specified for pod web-0, choose one of: [web side]'],
    ['web-0', 'side', 'pod web-0 does not have a host assigned'],
  ])('in %s, container %s, is refused', async (name, named, words) => {
    const { pods } = await start(way);
    const failure = await failureOf(pods.exec(name, ['echo'], { container: named }));
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ message: expect.stringContaining(words) });
  });

  test('ends by an abort', async () => {
    const { pods } = await start(way);
    const abort = new AbortController();
    const streams = untilEnd(await pods.spawn('web-0', ['wait'], { container, signal: abort.signal }));
    abort.abort();
    expect(await failureOf(streams.wait())).toMatchObject({ name: 'AbortError' });
    expect(isAbortError(await failureOf(decode(streams.stdout)))).toBe(true);
  });

  test('whose connection is cut is no success', async () => {
    const { pods, server } = await start(way);
    const streams = untilEnd(await pods.spawn('web-0', ['wait'], { container }));
    server.disconnect();
    expect(await failureOf(streams.wait())).toMatchObject({ code: 'ECONNRESET' });
  });

  test('whose connection ends in order, without an exit code, is no success', async () => {
    const { pods, server } = await start(way);
    const streams = untilEnd(await pods.spawn('web-0', ['cat'], { container, stdin: 'pipe' }));
    await server.close();
    expect(await failureOf(streams.wait())).toMatchObject({ name: 'TransportError', code: 'NO_EXIT_CODE' });
  });

  test('with streams is written to and read as it runs', async () => {
    const { pods } = await start(way);
    const streams = untilEnd(await pods.spawn('web-0', ['cat'], { container, stdin: 'pipe' }));
    const output = streams.stdout[Symbol.asyncIterator]();
    for (const word of ['one', 'two']) {
      await streams.write(word);
      expect(await output.next()).toEqual({ done: false, value: Buffer.from(word) });
    }
    await streams.endInput();
    expect(await output.next()).toMatchObject({ done: true });
    expect(await streams.wait()).toBe(0);
    expect(await failureOf(streams.write('x'))).toBeInstanceOf(Error);
  });

  test('is told the size of its terminal', async () => {
    const { pods } = await start(way);
    const streams = untilEnd(await pods.spawn('web-0', ['size'], { container, tty: true }));
    await streams.resize({ width: 80, height: 24 });
    await streams.resize({ width: 1, height: 2 });
    expect(await decode(streams.stdout)).toBe('true 80x24;true 1x2;');
  });

  test('waits for a reader', async () => {
    const { pods } = await start(way);
    let taken = 0;
    const gate = Promise.withResolvers<undefined>();
    const streams = await pods.spawn('web-0', ['yes'], {
      container,
      stdout: async () => {
        taken += 1;
        await gate.promise;
      },
    });
    while (taken === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(1);
    const closing = streams.close();
    gate.resolve(undefined);
    await closing;
  });

  test('writes to targets, and never ends them', async () => {
    const { pods } = await start(way);
    const stdout = new PassThrough();
    const web: string[] = [];
    const stderr = new WritableStream<Uint8Array>({
      write: (bytes) => void web.push(Buffer.from(bytes).toString()),
    });
    const echo = untilEnd(await pods.spawn('web-0', ['echo', 'a'], { container, stdout, stderr }));
    expect(await echo.wait()).toBe(0);
    const fail = untilEnd(await pods.spawn('web-0', ['fail'], { container, stdout, stderr }));
    expect(await fail.wait()).toBe(7);
    expect(stdout.writableEnded).toBe(false);
    expect(stdout.listenerCount('error')).toBe(0);
    expect(String(stdout.read())).toBe('a');
    expect(web).toEqual(['no']);
    expect(stderr.locked).toBe(false);
  });

  test('whose output nobody can take any more is given up', async () => {
    const { pods } = await start(way);
    const stdout = new PassThrough();
    const streams = untilEnd(await pods.spawn('web-0', ['yes'], { container, stdout }));
    stdout.once('data', () => stdout.destroy(new Error('the disk is full')));
    expect(await failureOf(streams.wait())).toMatchObject({ message: 'the disk is full' });
  });

  test('whose input fails is given up', async () => {
    const { pods } = await start(way);
    const stdin = pieces('a', new Error('the file is gone'));
    expect(await failureOf(pods.exec('web-0', ['cat'], { container, stdin }))).toMatchObject({
      message: 'the file is gone',
    });
  });
});

describe('an attachment', () => {
  test('carries the streams of the container, and tells no exit code', async () => {
    const { pods, server } = await start('over a socket');
    server.containers.run('shop/web-0', 'web', {
      attach: async ({ stdin, stdout }) => {
        for await (const bytes of stdin) await stdout.write(`> ${Buffer.from(bytes).toString()}`);
        return 4;
      },
    });
    const streams = untilEnd(await pods.attach('web-0', { container, stdin: Buffer.from('hello') }));
    expect(await decode(streams.stdout)).toBe('> hello');
    await streams.wait();
  });
});

test('what no server takes is refused before anything is sent', async () => {
  const { pods } = await start('in the process');
  const all = [
    () => pods.exec('web-0', []),
    () => pods.exec('web-0', ['']),
    () => pods.exec('web-0', ['a'], { container: '../x' }),
    () => pods.spawn('web-0', ['a'], { stdout: 'ignore', stderr: 'ignore' }),
    () => pods.spawn('web-0', ['a'], { tty: true, stderr: 'pipe' }),
  ];
  for (const call of all)
    expect(await failureOf((async () => call())())).toMatchObject({ name: 'InvalidRequestError' });
});
