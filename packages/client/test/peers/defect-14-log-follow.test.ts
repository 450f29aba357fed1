// Defects of another client's log: to abort a follow killed the process, a tail of 0 lines was dropped, a follow could
// not be ended, and an error of the network came as an HTTP 500 without its cause.
// https://github.com/kubernetes-client/javascript/issues/639

import { expect, test } from '@jest/globals';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { TransportError } from '../../src/errors.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { freePort, serveHttp } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { RunningPod } from '../support/tokens.ts';

function podsOf(port: number): Api {
  const { service } = new GotTransport({ server: `http://127.0.0.1:${port}` });
  return Api.namespaced(new Client(service), RunningPod, 'shop');
}

async function serveEndless() {
  const targets: (string | undefined)[] = [];
  const server = await serveHttp((request, response) => {
    targets.push(request.url);
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('one\n');
  });
  return { server, targets };
}

test('an aborted follow rejects its reader, and nothing is thrown where nobody can catch it', async () => {
  const { server } = await serveEndless();
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtExceptionMonitor', note);
  try {
    const abort = new AbortController();
    const stream = podsOf(server.port).logs('web-0', { follow: true, signal: abort.signal });
    await stream.next();
    // Nobody waits for a line when the signal fires.
    abort.abort();
    await server.quiet();
    expect(await failureOf(stream.next())).toMatchObject({ name: 'AbortError' });
    expect(uncaught).toEqual([]);
  } finally {
    process.off('uncaughtExceptionMonitor', note);
  }
});

test('a follow ends by leaving its loop, and its connection with it', async () => {
  const { server } = await serveEndless();
  for await (const line of podsOf(server.port).logs('web-0', { follow: true })) {
    expect(line).toBe('one');
    break;
  }
  await server.quiet();
});

test('a tail of no lines is sent', async () => {
  const { server, targets } = await serveEndless();
  const stream = podsOf(server.port).logs('web-0', { follow: true, tailLines: 0 });
  await stream.next();
  await stream.return();
  expect(targets).toEqual(['/api/v1/namespaces/shop/pods/web-0/log?follow=true&tailLines=0']);
});

test('an error of the network says what it is, with its cause', async () => {
  const error = await failureOf(
    podsOf(await freePort())
      .logs('web-0', { retry: false })
      .next(),
  );
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: { code: 'ECONNREFUSED' } });
});
