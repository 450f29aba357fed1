// Commands in fake containers, in the process and over sockets, frame by frame.

import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, MessageSocket } from '@kube-rx/core';
import { ApiServer } from '../../src/index.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-0', namespace: 'shop' },
  spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web' }] },
};

function request(subresource: string, query: string, protocols = ['v5.channel.k8s.io']): HttpRequest {
  return {
    method: 'GET',
    path: `/api/v1/namespaces/shop/pods/web-0/${subresource}`,
    query: [...new URLSearchParams(query)],
    headers: {},
    webSocket: protocols,
  };
}

async function frames(socket: MessageSocket | undefined): Promise<[number, string][]> {
  if (!socket) throw new Error('no WebSocket was opened');
  const all: [number, string][] = [];
  for await (const [channel = -1, ...bytes] of socket) all.push([channel, Buffer.from(bytes).toString()]);
  return all;
}

function start(): ApiServer {
  const server = new ApiServer();
  server.seed([pod]);
  return server;
}

test('a command writes to its outputs, and tells its exit code', async () => {
  const server = start();
  server.containers.run('shop/web-0', 'web', {
    exec: async (command, { stdout, stderr }) => {
      await stdout.write(command.join('|'));
      await stderr.write('oh');
      return 3;
    },
  });
  const query = 'command=a&command=b%20c&stdout=true&stderr=true';
  const { status, headers, webSocket } = await server.service(request('exec', query));
  expect(status).toBe(101);
  expect(headers).toMatchObject({ 'sec-websocket-protocol': 'v5.channel.k8s.io' });
  const all = await frames(webSocket);
  expect(all.slice(0, -1)).toEqual([
    [1, ''],
    [1, 'a|b c'],
    [2, 'oh'],
  ]);
  const [channel, text] = all.at(-1) ?? [0, ''];
  expect(channel).toBe(3);
  expect(JSON.parse(text)).toEqual({
    metadata: {},
    status: 'Failure',
    message: 'command terminated with non-zero exit code: exit status 3',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  });
});

test('stdin comes until it is closed', async () => {
  const server = start();
  server.containers.run('shop/web-0', 'web', {
    exec: async (_, { stdin, stdout }) => {
      for await (const bytes of stdin) await stdout.write(bytes);
      await stdout.write('.');
    },
  });
  const { webSocket } = await server.service(request('exec', 'command=cat&stdin=true&stdout=true'));
  await webSocket?.send(Buffer.from('\0one '));
  await webSocket?.send(Buffer.from('\0two'));
  await webSocket?.send(Uint8Array.of(255, 0));
  const all = await frames(webSocket);
  expect(all.map(([, text]) => text).join('')).toBe('one two.{"metadata":{},"status":"Success"}');
});

describe('a command that cannot run', () => {
  test.each<[asked: string, code: number, message: string]>([
    ['exec?command=a&stdout=1&container=no', 400, 'container no is not valid for pod web-0'],
    ['exec?command=a', 400, 'you must specify at least 1 of stdin, stdout, stderr'],
    ['exec?stdout=1', 400, 'you must specify at least 1 command'],
    ['portforward?', 400, 'query parameter "ports" is required'],
    ['portforward?ports=0', 400, 'port "0" must be > 0'],
  ])('%s is refused', async (asked, code, message) => {
    const server = start();
    const [subresource = '', query = ''] = asked.split('?');
    const response = await server.service(request(subresource, query));
    expect(response.status).toBe(code);
    expect(response.webSocket).toBeUndefined();
    let text = '';
    for await (const bytes of response.body) text += Buffer.from(bytes).toString();
    expect(JSON.parse(text)).toMatchObject({ message, code });
  });

  test('in a container that does not run says so over the socket', async () => {
    const server = start();
    const { webSocket } = await server.service(request('exec', 'command=a&stdout=1'));
    const [, [, text] = [0, '']] = await frames(webSocket);
    expect(JSON.parse(text)).toMatchObject({
      reason: 'InternalError',
      message: 'Internal error occurred: unable to upgrade connection: container not found ("web")',
    });
  });
});
