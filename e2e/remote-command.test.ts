// Commands on a real API server, whose nodes have no kubelet: the WebSocket is opened, and how it ends is told over it.

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { ApiError } from '@kube-rx/core';
import { Node, Pod } from '@kube-rx/k8s';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;
let client: Client;
let kubelet: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  // What the API server reaches as the kubelet ends every connection.
  kubelet = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).destroy();
  }).listen(0, '127.0.0.1');
  await once(kubelet, 'listening');
  const address = kubelet.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const nodes = Api.all(client, Node);
  await nodes.create({ metadata: { name: 'node-1' } });
  await nodes.status.patch.merge('node-1', {
    status: {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    },
  });
  const pods = Api.namespaced(client, Pod, 'default');
  const containers = [{ name: 'web', image: 'web' }];
  await pods.create({ metadata: { name: 'placed' }, spec: { nodeName: 'node-1', containers } });
  await pods.create({ metadata: { name: 'waiting' }, spec: { containers } });
});

afterAll(async () => {
  await client.close();
  for (const socket of sockets) socket.destroy();
  kubelet.close();
  await controlPlane.stop();
});

test.each([
  ['waiting', 'web', 'pod waiting does not have a host assigned'],
  ['waiting', 'no', 'container no is not valid for pod waiting'],
  ['missing', 'web', 'pods "missing" not found'],
])('a command in %s, container %s, is refused before the WebSocket', async (name, container, words) => {
  const pods = Api.namespaced(client, Pod, 'default');
  const failure: unknown = await pods.exec(name, ['date'], { container }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ message: expect.stringContaining(words) });
});

test('a command whose kubelet does not answer is no success, over a WebSocket without an Origin', async () => {
  const pods = Api.namespaced(client, Pod, 'default');
  const streams = await pods.spawn('placed', ['date']);
  const failure: unknown = await streams.wait().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({
    message: expect.stringMatching(
      /^connect to pods default\/placed \(exec\): the server could not run it: Internal error occurred: error sending request/,
    ),
  });
});
