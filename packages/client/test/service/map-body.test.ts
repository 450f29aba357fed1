// A layer that looks at bodies takes nothing away from whoever reads them: lending stays lending, and every way to
// leave frees the connection.

import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { ResponseBody } from '@kube-rx/core';
import type { Layer } from '../../src/service/service.ts';
import { mapBody } from '../../src/service/service.ts';
import { serveHttp } from '../support/loopback.ts';
import { failureOf, listPods } from '../support/requests.ts';
import { connect, lend, serveStream, text, ways } from '../transport/lending.ts';

const upperCase = (piece: Uint8Array): Uint8Array => Buffer.from(text(piece).toUpperCase());

describe.each(ways)('a mapped body read by %s', (_way, read) => {
  test('gives what the function makes of its pieces', async () => {
    const server = await serveHttp((_, response) => response.end('hello'));
    const { body } = await connect(server).service(listPods);
    expect(text(await read(mapBody(body, upperCase)))).toBe('HELLO');
  });

  test('fails with what the function throws, and closes the connection', async () => {
    const server = await serveStream();
    const { body } = await connect(server).service(listPods);
    const problem = new RangeError('not this one');
    const failure = failureOf(
      read(
        mapBody(body, () => {
          throw problem;
        }),
      ),
    );
    (await server.response).write('hello');
    expect(await failure).toBe(problem);
    await server.quiet();
  });
});

describe('a mapped body', () => {
  test('lends the very memory that it was lent', async () => {
    const server = await serveStream();
    const { body } = await connect(server).service(listPods);
    const seen: Uint8Array[] = [];
    const mapped = mapBody(body, (piece) => {
      seen.push(piece);
      return piece;
    });
    const lent: Uint8Array[] = [];
    const end = lend(mapped, (piece) => lent.push(piece) > 0);
    (await server.response).end('hello');
    await end;
    expect(lent).toHaveLength(1);
    expect(lent[0]).toBe(seen[0]);
  });

  test('has no lend where the body inside has none', () => {
    const body = Readable.from([Buffer.from('hello')]);
    expect('lend' in mapBody(body, upperCase)).toBe(false);
  });

  test('closes the connection when it is left, also unread', async () => {
    const server = await serveStream();
    const { body } = await connect(server).service(listPods);
    await mapBody(body, upperCase)[Symbol.asyncIterator]().return?.();
    await server.quiet();
  });
});

describe('a reader who asks to borrow', () => {
  /** As a reflector reads. */
  async function readAsReflector(body: ResponseBody): Promise<'lent' | 'looped'> {
    if (body.lend) {
      await body.lend(() => true);
      return 'lent';
    }
    for await (const piece of body) expect(text(piece)).toBe('hello');
    return 'looped';
  }

  const layers: [what: string, layer: Layer, how: string][] = [
    [
      'can behind a layer that maps bodies',
      (next) => async (request, options) => {
        const response = await next(request, options);
        return { ...response, body: mapBody(response.body, (piece) => piece) };
      },
      'lent',
    ],
    [
      'gets the same bytes as copies behind a layer that makes bodies of its own',
      (next) => async (request, options) => {
        const response = await next(request, options);
        return {
          ...response,
          body: (async function* () {
            yield* response.body;
          })(),
        };
      },
      'looped',
    ],
  ];

  test.each(layers)('%s', async (_, layer, how) => {
    const server = await serveHttp((_request, response) => response.end('hello'));
    const { body } = await layer(connect(server).service)(listPods);
    expect(await readAsReflector(body)).toBe(how);
  });
});
