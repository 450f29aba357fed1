// Answers as they stand on the wire, told byte by byte: however they are cut, whatever is unusual about them, and one
// behind the other over one connection, they are read as Node reads them.

import { once } from 'node:events';
import { Agent, get as getByNode } from 'node:http';
import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import type { HttpMethod, ResponseBody } from '@kube-rx/core';
import { serveTcp } from '../support/loopback.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';
import { connect, drip, lend, serveWire, text, turns, ways } from './lending.ts';

const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

const answers: [what: string, bytes: string, body: string][] = [
  ['in chunks', `${head}5\r\nhello\r\nB\r\n wide world\r\n0\r\n\r\n`, 'hello wide world'],
  ['with trailers', `${head}5\r\nhello\r\n0\r\na: b\r\nc: d\r\n\r\n`, 'hello'],
  ['of nothing', `${head}0\r\n\r\n`, ''],
  ['with more zeros', `${head}0005\r\nhello\r\n000\r\n\r\n`, 'hello'],
  [
    'whose bytes look like framing',
    `${head}c\r\n\r\n0\r\n\r\n5\r\n\r\n\r\n0\r\n\r\n`,
    '\r\n0\r\n\r\n5\r\n\r\n',
  ],
  ['whose bytes look like a chunk', `${head}b\r\nabc3\r\nxyz\r\n\r\n0\r\n\r\n`, 'abc3\r\nxyz\r\n'],
  ['with an extension to begin with', `${head}5;a=b\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`, 'hello world'],
  [
    'with extensions in the middle',
    `${head}5\r\nhello\r\n1;a\r\n \r\n4;b=c\r\nwide\r\n6\r\n world\r\n0\r\n\r\n`,
    'hello wide world',
  ],
  ['with an extension of the last chunk', `${head}5\r\nhello\r\n0;a="b"\r\n\r\n`, 'hello'],
  [
    'with more digits than anybody writes',
    `${head}5\r\nhello\r\n00000000000006\r\n world\r\n0\r\n\r\n`,
    'hello world',
  ],
  [
    'behind an early hint',
    `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head}5\r\nhello\r\n0\r\n\r\n`,
    'hello',
  ],
  ['told to go on', `HTTP/1.1 100 Continue\r\n\r\n${head}5\r\nhello\r\n0\r\n\r\n`, 'hello'],
  [
    'behind several hints',
    `${'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(3)}${head}5\r\nhello\r\n0\r\n\r\n`,
    'hello',
  ],
  ['behind empty lines', `\r\n\r\n${head}5\r\nhello\r\n0\r\n\r\n`, 'hello'],
  ['of a declared length', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', 'hello'],
];

describe.each(ways)('an answer read by %s', (_way, read) => {
  test.each(answers)(
    '%s is the same wherever it is cut, and leaves the connection whole',
    async (_, bytes, body) => {
      let pieces: string[] = [];
      const server = await serveWire((socket) => drip(socket, pieces));
      const { service } = connect(server);
      const found: string[] = [];
      const headEnd = bytes.includes(head) ? bytes.indexOf(head) + head.length : 0;
      for (let first = 0; first <= bytes.length; first += 1) {
        // Where the end of the head is cut, a cut of the body shows who reads it.
        const seconds = first > headEnd - 4 && first < headEnd ? bytes.length : first;
        for (let second = first; second <= seconds; second += 1) {
          pieces = [bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)];
          found.push(text(await read((await service(listPods)).body)));
        }
      }
      expect(found).toEqual(found.map(() => body));
      expect(server.accepted()).toBe(1);
    },
  );

  test.each(answers)('%s is the same byte by byte', async (_, bytes, body) => {
    const server = await serveWire((socket) => drip(socket, Array.from(bytes)));
    const response = await connect(server).service(listPods);
    expect(response.status).toBe(200);
    expect(text(await read(response.body))).toBe(body);
  });
});

describe('answers of all kinds, each behind each other', () => {
  const kinds: [method: HttpMethod, status: number, bytes: string, body: string][] = [
    ['GET', 200, `${head}5\r\nhello\r\n0\r\n\r\n`, 'hello'],
    ['GET', 200, `${head}3\r\nend\r\n0\r\na: b\r\n\r\n`, 'end'],
    ['GET', 200, `${head}3;a=b\r\ntag\r\n0\r\n\r\n`, 'tag'],
    ['GET', 200, `HTTP/1.1 103 Early Hints\r\n\r\n${head}4\r\nhint\r\n0\r\n\r\n`, 'hint'],
    ['GET', 200, 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nlength', 'length'],
    ['GET', 200, 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n5\r\nhel\r\n', '5\r\nhel\r\n'],
    ['GET', 404, `${head.replace('200 OK', '404 Not Found')}4\r\nnone\r\n0\r\n\r\n`, 'none'],
    ['GET', 304, 'HTTP/1.1 304 Not Modified\r\ntransfer-encoding: chunked\r\n\r\n', ''],
    ['DELETE', 204, 'HTTP/1.1 204 No Content\r\n\r\n', ''],
    ['HEAD', 200, head, ''],
    ['HEAD', 200, 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n', ''],
    ['POST', 201, `${head.replace('200 OK', '201 Created')}0\r\n\r\n`, ''],
  ];

  test.each(ways)('are read right over one connection, by %s', async (_way, read) => {
    const order = kinds.flatMap((_, first) => kinds.flatMap((_, second) => [first, second]));
    let kind: (typeof kinds)[number];
    const server = await serveWire((socket) => socket.write(kind[2]));
    const { service } = connect(server);
    const found: unknown[] = [];
    for (const at of order) {
      kind = kinds[at] as typeof kind;
      const { status, body } = await service(get('/', { method: kind[0] }));
      found.push([status, text(await read(body))]);
    }
    expect(found).toEqual(order.map((at) => [kinds[at]?.[1], kinds[at]?.[3]]));
    expect(server.accepted()).toBe(1);
  });
});

describe.each(ways)(
  'an answer that is broken, read by %s, fails and gives nothing of what is behind',
  (way) => {
    async function given(body: ResponseBody): Promise<{ text: string; failure: unknown }> {
      const pieces: string[] = [];
      const take = (piece: Uint8Array): boolean => pieces.push(text(piece)) > 0;
      const loop = async (): Promise<void> => {
        for await (const chunk of body) take(chunk);
      };
      const failure = await failureOf(way === 'lending' ? lend(body, take) : loop());
      return { text: pieces.join(''), failure };
    }

    test.each([
      ['a chunk longer than its size says', '5\r\nhello world\r\n', 'hello'],
      ['a chunk longer than its size says, by what looks like the last one', '5\r\nhello0\r\n\r\n', 'hello'],
      [
        'a chunk longer than its size says, by what looks like another',
        '5\r\nhello1\r\nx\r\n0\r\n\r\n',
        'hello',
      ],
      ['a chunk that ends with CR alone', '5\r\nhello\r5\r\nworld\r\n', 'hello'],
      ['a chunk that ends with LF alone', '5\r\nhello\n5\r\nworld\r\n', 'hello'],
      ['garbage for a size', '5\r\nhello\r\nnonsense\r\nworld\r\n', 'hello'],
      ['garbage behind a size', '5\r\nhello\r\n5x\r\nworld\r\n', 'hello'],
      ['no size', '5\r\nhello\r\n\r\nworld\r\n', 'hello'],
      ['a size below nothing', '5\r\nhello\r\n-5\r\nworld\r\n', 'hello'],
      ['a size that ends with LF alone', '5\r\nhello\r\n5\nworld\r\n', 'hello'],
      ['a size larger than any', `5\r\nhello\r\n${'f'.repeat(20)}\r\nworld\r\n`, 'hello'],
      ['a last chunk with bytes behind it', '5\r\nhello\r\n0\r\nworld\r\n\r\n', 'hello'],
    ])('%s', async (_what, bytes, before) => {
      let cut = -1;
      const server = await serveWire(async (socket) => {
        // The first one whole, then with the head ahead, and then cut everywhere.
        if (cut === -1) socket.write(head + bytes);
        else await drip(socket, [head, bytes.slice(0, cut), bytes.slice(cut)]);
      });
      const { service } = connect(server);
      for (; cut <= bytes.length; cut += 1) {
        const { body } = await service(listPods);
        expect({ cut, ...(await given(body)) }).toEqual({
          cut,
          text: before,
          failure: expect.objectContaining({ name: 'TransportError', code: expect.stringMatching(/^HPE_/) }),
        });
      }
      await server.quiet();
    });
  },
);

describe('a head that ends its lines with LF alone', () => {
  const lines = ['HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', ''];

  test.each([
    ['everywhere', lines.join('\n')],
    ['behind its status', `${lines[0]}\n${lines.slice(1).join('\r\n')}`],
    ['behind its last header', `${lines.slice(0, 2).join('\r\n')}\n\r\n`],
    ['at its end', `${lines.slice(0, 3).join('\r\n')}\n`],
  ])('%s fails the call', async (_where, bytes) => {
    // What looks like the end of a head comes in the same read, and more behind it.
    const server = await serveWire((socket) => socket.write(`${bytes}5\r\nhello\r\n0\r\n\r\nmore`));
    expect(await failureOf(connect(server).service(listPods))).toMatchObject({
      name: 'TransportError',
      code: expect.stringMatching(/^HPE_/),
    });
    await server.quiet();
  });
});

describe('a body where none may be', () => {
  const bodiless: [what: string, method: 'GET' | 'HEAD', answer: string][] = [
    ['of a HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n{'],
    ['of a 204', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n{'],
  ];

  test.each(bodiless)('%s is not taken for the next answer', async (_, method, answer) => {
    let requests = 0;
    const server = await serveWire((socket) => {
      requests += 1;
      if (requests === 1) socket.write(answer);
      else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnext`);
    });
    const { service } = connect(server);
    // Some Nodes refuse the first answer itself.
    const first = await service({ ...listPods, method }).catch(() => undefined);
    if (first) await readAll(first.body).catch(() => undefined);
    await turns(5);
    expect(await readAll((await service(listPods)).body)).toBe('next');
    expect(server.accepted()).toBe(2);
  });
});

describe('an answer that was tampered with', () => {
  const whole = `HTTP/1.1 200 OK\r\na: b\r\n${head.slice(17)}5\r\nhello\r\n6\r\n world\r\n0\r\nc: d\r\n\r\n`;
  const agent = new Agent({ keepAlive: true });

  /** What Node's own client reads; undefined where it fails, and for a status that no answer has, as `050`. */
  function readByNode(port: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const fail = (): void => resolve(undefined);
      const request = getByNode({ host: '127.0.0.1', port, agent }, (response) => {
        let body = `${response.statusCode} `;
        response.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
        response.on('end', () => resolve((response.statusCode ?? 0) < 200 ? undefined : body));
        response.on('error', fail);
      });
      // A response that has come to its end says so before.
      request.on('error', fail).on('close', () => setImmediate(fail));
    });
  }

  test.each(ways)('is to %s what it is to Node', async (_way, read) => {
    let bytes = '';
    const server = await serveTcp((socket) => socket.end(bytes, 'latin1'));
    const { service } = connect(server);
    const edit = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      removed: fc.nat({ max: 2 }),
      put: fc.string({
        unit: fc.constantFrom('\r\n', '\r', '\n', '0', '5', ';', ' ', ':', 'x'),
        maxLength: 2,
      }),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, removed, put }) => {
        bytes = whole.slice(0, at) + put + whole.slice(at + removed);
        const byUs = service(listPods).then(
          async ({ status, body }) => `${status} ${(await read(body)).toString('latin1')}`,
        );
        expect(await byUs.catch(() => undefined)).toBe(await readByNode(server.port));
      }),
      { numRuns: 200 },
    );
    agent.destroy();
  });
});

describe('a fast server', () => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x1_0000), Buffer.from('\r\n')]);

  /** How much of 64 MiB, in chunks behind the `first`, leaves the server where nobody reads, in MiB. */
  async function writtenUnread(first: string): Promise<number> {
    let written = 0;
    const server = await serveWire(async (socket) => {
      socket.write(head + first);
      for (; written < 64 && !socket.destroyed; written += 1 / 16) {
        if (!socket.write(chunk)) await once(socket, 'drain');
        // So that no round of the client's event loop brings much.
        await turns(1);
      }
    });
    await connect(server).service(listPods);
    await turns(3000);
    return written;
  }

  test('is slowed down where nobody reads', async () => {
    expect(await writtenUnread('1\r\nx\r\n')).toBeLessThan(32);
  });

  // The parser takes the rest of such a body, and its response resumes the socket with each piece.
  test('is slowed down where nobody reads, though it sends an extension', async () => {
    expect(await writtenUnread('1;a=b\r\nx\r\n')).toBeLessThan(32);
  });
});
