// SPDY/3.1 byte by byte: what is no frame is refused, and no bytes break the server.

import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '../../src/index.ts';
import { controlFrame, dataFrame, frameTypes, numbersFrame, type SpdyFrame } from '../../src/spdy/frame.ts';
import { FrameReader } from '../../src/spdy/frame-reader.ts';
import { blockWriter, numbers, open, withLength } from '../support/spdy-client.ts';

function read(...pieces: Uint8Array[]): SpdyFrame[] {
  const reader = new FrameReader();
  return pieces.flatMap((piece) => [...reader.read(piece)]);
}

describe('the reader of frames', () => {
  test('reads header blocks against those before them, however the bytes are cut', async () => {
    const write = blockWriter();
    const bytes: Buffer[] = [];
    for (let index = 0; index < 200; index += 1)
      bytes.push(
        open(2 * index + 1, await write({ streamtype: 'data', port: '8080', requestid: `${index}` })),
      );
    const all = Buffer.concat(bytes);
    const whole = read(all);
    expect(whole).toHaveLength(200);
    expect(whole[150]).toEqual({
      type: 'open',
      stream: 301,
      isLast: false,
      headers: new Map(Object.entries({ streamtype: 'data', port: '8080', requestid: '150' })),
    });
    expect(read(...Array.from(all, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test('goes on behind more than the window of the compression', async () => {
    const write = blockWriter();
    const bytes: Buffer[] = [];
    for (let index = 0; index < 40; index += 1)
      bytes.push(open(2 * index + 1, await write({ a: String(index % 7).repeat(3_000), b: `${index}` })));
    const frames = read(...bytes);
    expect(frames.map((frame) => (frame.type === 'open' ? frame.headers.get('b') : ''))).toEqual(
      Array.from({ length: 40 }, (_, index) => `${index}`),
    );
  });

  test('hands on the bytes of a stream as they come, and its end with the last', () => {
    const bytes = dataFrame(1, Buffer.from('hello'), true);
    expect(read(bytes.subarray(0, 10), bytes.subarray(10))).toEqual([
      { type: 'data', stream: 1, bytes: Buffer.from('he'), isLast: false },
      { type: 'data', stream: 1, bytes: Buffer.from('llo'), isLast: true },
    ]);
    expect(read(dataFrame(1, Buffer.alloc(0), true))).toEqual([
      { type: 'data', stream: 1, bytes: Buffer.alloc(0), isLast: true },
    ]);
  });

  test.each<[what: string, bytes: () => Promise<Buffer> | Buffer, why: RegExp]>([
    ['a stream without a number', () => dataFrame(0, Buffer.alloc(1), false), /belongs to no stream/],
    ['another version', () => Buffer.from('8002000600000004' + '00000001', 'hex'), /another version/],
    ['a long control frame', () => Buffer.from('8003000100ffffff', 'hex'), /is longer than/],
    ['a short one', () => controlFrame(frameTypes.synStream, Buffer.alloc(5)), /ends too early/],
    ['a block without its prefix', () => open(1, Buffer.alloc(20)), /another dictionary/],
    ['a bomb', async () => open(1, await blockWriter()(Buffer.alloc(1_000_000))), /is too large/],
    ['many headers', async () => open(1, await blockWriter()(numbers(101))), /more than 100 headers/],
    ['a length beyond the end', async () => open(1, await blockWriter()(numbers(1, 9))), /ends too early/],
    [
      'a header twice',
      async () =>
        open(1, await blockWriter()(Buffer.concat([numbers(2), ...['a', 'b', 'A', 'c'].map(withLength)]))),
      /comes twice/,
    ],
  ])('refuses %s', async (...[, bytes, why]) => {
    const wrong = await bytes();
    expect(() => read(wrong)).toThrow(why);
  });
});

const query = 'command=cat&stdin=true&stdout=true';

async function exec(server: ApiServer) {
  const { status, headers, webSocket } = await server.service({
    method: 'POST',
    path: '/api/v1/namespaces/shop/pods/web-0/exec',
    query: [...new URLSearchParams(query)],
    headers: { upgrade: 'SPDY/3.1' },
    webSocket: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
  });
  expect([status, headers['x-stream-protocol-version']]).toEqual([101, 'v4.channel.k8s.io']);
  if (!webSocket) throw new Error('nothing was opened');
  return webSocket;
}

function start(): ApiServer {
  const server = new ApiServer();
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'shop' },
      spec: { nodeName: 'n', containers: [{ name: 'web', image: 'web' }] },
    },
  ]);
  server.containers.run('shop/web-0', 'web', {
    exec: async (_, { stdin, stdout }) => {
      for await (const bytes of stdin) await stdout.write(bytes);
      return 3;
    },
  });
  return server;
}

async function opening(): Promise<Buffer> {
  const write = blockWriter();
  const frames: Buffer[] = [];
  for (const [index, streamtype] of ['error', 'stdin', 'stdout'].entries())
    frames.push(open(2 * index + 1, await write({ streamtype })));
  return Buffer.concat([...frames, dataFrame(3, Buffer.from('hi'), true)]);
}

test('a command over SPDY: replies, its output, its end', async () => {
  await using server = start();
  const socket = await exec(server);
  await socket.send(Buffer.concat([numbersFrame(frameTypes.ping, 7), await opening()]));
  const answers: Buffer[] = [];
  for await (const bytes of socket) answers.push(Buffer.from(bytes));
  expect(answers[0]).toEqual(numbersFrame(frameTypes.ping, 7));
  const frames = read(Buffer.concat(answers));
  const said = frames.flatMap((frame) =>
    frame.type === 'data' && frame.bytes.length > 0
      ? [[frame.stream, Buffer.from(frame.bytes).toString()]]
      : [],
  );
  expect(said[0]).toEqual([5, 'hi']);
  expect(JSON.parse(String(said[1]?.[1]))).toMatchObject({ reason: 'NonZeroExitCode' });
  expect(frames.filter((frame) => frame.type === 'data' && frame.isLast)).toHaveLength(2);
  expect(frames.at(-1)).toEqual({ type: 'goAway' });
});

test('no bytes break the server', async () => {
  await using server = start();
  const valid = await opening();
  // A linear congruential generator: the same bytes in each run.
  let state = 42;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  let ended = 0;
  for (let round = 0; round < 1_000; round += 1) {
    const bytes = Buffer.from(valid.subarray(0, 1 + random(valid.length)));
    for (let change = random(4); change >= 0; change -= 1) bytes[random(bytes.length)] = random(256);
    const socket = await exec(server);
    await socket.send(bytes).catch(() => undefined);
    await socket.close();
    // The loop ends: nothing is left waiting.
    let answers = 0;
    for await (const { length } of socket) answers += length;
    expect(answers).toBeLessThan(100_000);
    ended += 1;
  }
  expect(ended).toBe(1_000);
  const socket = await exec(server);
  await socket.send(valid);
  let output = '';
  for await (const bytes of socket) output += Buffer.from(bytes).toString('latin1');
  expect(output).toContain('NonZeroExitCode');
});
