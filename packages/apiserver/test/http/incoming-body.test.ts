// What is kept of a body that is still to come.

import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { readIncoming } from '../../src/http/incoming-body.ts';
import { UnfinishedBodies } from '../../src/http/unfinished-bodies.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const mebibyte = 1024 * 1024;

test('small pieces of a body do not hold on to what came with them', async () => {
  const body = new PassThrough();
  const incoming = { headers: {}, rawHeaders: [], socket: new Socket(), body };
  const read = readIncoming(incoming, new UnfinishedBodies(mebibyte));
  collect();
  const before = process.memoryUsage().arrayBuffers;
  for (let at = 0; at < 100; at += 1) {
    body.write(Buffer.alloc(mebibyte, at).subarray(0, 2));
    await new Promise((resolve) => setImmediate(resolve));
  }
  // Buffers are freed by tasks of the collector: it is asked again where some are still to come.
  for (
    let tries = 0;
    tries < 50 && process.memoryUsage().arrayBuffers - before >= 20 * mebibyte;
    tries += 1
  ) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * mebibyte);
  body.end();
  const pairs = Array.from({ length: 100 }, (_, at) => [at, at]);
  expect(await read).toEqual(Buffer.from(pairs.flat()));
});
