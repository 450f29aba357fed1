// A real listener and real local connections, to Pods of the embedded server.

import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type PortConnection } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type HttpService, ObjectRef } from '@kube-rx/core';
import { Service } from '../../src/pods/service.ts';
import type { ForwardPortOptions, ForwardTrouble } from '../../src/port-forward/forward-options.ts';
import { forwardPort } from '../../src/port-forward/forward-port.ts';
import type { PortForward } from '../../src/port-forward/port-forward.ts';
import { Deployment, Pod } from '../support/workloads.ts';

const labels = { app: 'web' };
const metadata = { name: 'web', namespace: 'shop' };
const spec = {
  containers: [{ name: 'web', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }],
};

const isReady = (since = '2026-01-01T00:00:00Z') => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
});

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Shop {
  readonly client: Client;
  readonly pods: Api<Pod>;
  readonly troubles: ForwardTrouble[];
  /** Connections that were asked for, as `web-0:8080`. */
  readonly asked: string[];
  /** What happens just before the server is asked for one. */
  readonly before: { ask: () => Promise<unknown> };
  /** How many connections Pods have now. */
  readonly isOpen: () => number;
  /** What listens at a port of every Pod. */
  readonly listen: (port: number, serve: (connection: PortConnection) => Promise<void> | void) => void;
  readonly forward: (ref: ObjectRef, options: ForwardPortOptions) => Promise<PortForward>;
}

/** A Service and a Deployment `web`. */
function openShop(): Shop {
  const server = new ApiServer();
  open.push(server);
  server.seed([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'web', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  ]);
  const asked: string[] = [];
  const before = { ask: (): Promise<unknown> => Promise.resolve() };
  const service: HttpService = async (request, options) => {
    const [, name] = /pods\/([^/]*)\/portforward/.exec(request.path) ?? [];
    if (name !== undefined) {
      asked.push(`${name}:${request.query[0]?.[1]}`);
      await before.ask();
    }
    return server.service(request, options);
  };
  const client = new Client(service);
  open.push(client);
  const troubles: ForwardTrouble[] = [];
  const ports: Record<number, (connection: PortConnection) => Promise<void>> = {};
  let connections = 0;
  return {
    client,
    troubles,
    asked,
    before,
    isOpen: () => connections,
    listen(port, serve) {
      const counted = async (connection: PortConnection): Promise<void> => {
        connections += 1;
        try {
          await serve(connection);
        } finally {
          connections -= 1;
        }
      };
      ports[port] = counted;
      for (const name of ['web-0', 'web-1', 'next-0'])
        server.containers.run(`shop/${name}`, 'web', { ports });
    },
    pods: Api.namespaced(client, Pod, 'shop'),
    async forward(ref, options) {
      const onTrouble = (trouble: ForwardTrouble): number => troubles.push(trouble);
      const forwarding = await forwardPort(client, ref, { onTrouble, ...options });
      open.push(forwarding);
      return forwarding;
    },
  };
}

async function setStatus({ pods }: Shop, name: string, status: object): Promise<void> {
  await pods.subresource('status').patch.merge(name, { status });
}

async function addPod(shop: Shop, name: string, status: object = isReady()): Promise<void> {
  await shop.pods.create({ metadata: { name, labels }, spec: { ...spec, nodeName: 'node-1' } });
  await setStatus(shop, name, status);
}

/** Gives back what it gets, and ends after a full stop. */
async function echo(connection: PortConnection): Promise<void> {
  for await (const bytes of connection) {
    await connection.write(bytes);
    if (bytes.at(-1) === 0x2e) return;
  }
}

/** Answers nothing, for as long as the client is there. */
async function keepSilent(connection: PortConnection): Promise<void> {
  for await (const bytes of connection) expect(bytes.length).toBeGreaterThan(0);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, but it succeeded');
}

/** All that comes back for `text`; rejects where the connection is reset. */
function ask(port: number, text: string, then: (socket: Socket) => void = () => undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTo({ port, host: '127.0.0.1' });
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('end', () => resolve(Buffer.concat(parts).toString()));
    socket.on('error', reject);
    socket.write(text);
    then(socket);
  });
}

const ref = {
  service: ObjectRef.of(Service, 'web', 'shop'),
  deployment: ObjectRef.of(Deployment, 'web', 'shop'),
};

describe('a forwarded port', () => {
  test('leads to the target port of a Service on a Pod that is ready', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    await addPod(shop, 'web-0', { phase: 'Running' });
    await addPod(shop, 'web-1');
    const forward = await shop.forward(ref.service, { remote: 80 });
    expect(forward.address).toBe('127.0.0.1');
    expect(await ask(forward.port, 'hello.')).toBe('hello.');
    expect(shop.asked).toEqual(['web-1:8080']);
    expect(shop.troubles).toEqual([]);
  });

  test('leads from several ports to several, and closes all of them', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    shop.listen(9090, (connection) => connection.write('metrics.'));
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.deployment, { ports: [{ remote: 'http' }, { remote: 9090 }] });
    const [web = 0, metrics = 0] = forward.ports;
    expect(forward.port).toBe(web);
    expect(await ask(web, 'hello.')).toBe('hello.');
    expect(await ask(metrics, 'any')).toBe('metrics.');
    await forward.close();
    for (const port of forward.ports)
      expect(await failureOf(ask(port, 'hello.'))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('serves many connections at once, each with its own bytes, however large', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.deployment, { remote: 'http' });
    const texts = Array.from({ length: 8 }, (_, at) => `${`${at}`.repeat(500_000)}.`);
    expect(await Promise.all(texts.map((text) => ask(forward.port, text)))).toEqual(texts);
  });

  test('stays when its Pod goes: the next connection leads to the one that came', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.deployment, { remote: 8080 });
    await ask(forward.port, 'a.');
    await shop.pods.delete('web-0', { gracePeriodSeconds: 0 });
    await addPod(shop, 'web-1');
    expect(await ask(forward.port, 'b.')).toBe('b.');
    expect(shop.asked.at(-1)).toBe('web-1:8080');
  });

  test('leads to a Pod that was made anew under its name while it was asked for', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.service, { remote: 80, timeout: 2_000 });
    let isFirst = true;
    shop.before.ask = async () => {
      if (isFirst) await shop.pods.delete('web-0', { gracePeriodSeconds: 0 });
      isFirst = false;
    };
    const answer = ask(forward.port, 'hello.');
    await until(() => !isFirst);
    await addPod(shop, 'web-0');
    expect(await answer).toBe('hello.');
    expect(shop.asked).toEqual(['web-0:8080', 'web-0:8080']);
    expect(shop.troubles).toEqual([]);
  });

  test('waits for a Pod that becomes ready', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    await addPod(shop, 'web-0', { phase: 'Pending' });
    const forward = await shop.forward(ref.service, { remote: 'web' });
    const asked = ask(forward.port, 'late.');
    await setStatus(shop, 'web-0', isReady());
    expect(await asked).toBe('late.');
  });

  test('resets a connection for which there is no Pod in time, and says why', async () => {
    const shop = openShop();
    const forward = await shop.forward(ref.service, { remote: 80, timeout: 20 });
    expect(await failureOf(ask(forward.port, 'x'))).toMatchObject({ code: 'ECONNRESET' });
    expect(shop.troubles).toMatchObject([{ error: { name: 'DeadlineError' } }]);
    expect(shop.troubles[0]?.error.message).toBe(
      'services shop/web: no Pod to connect to within 20 ms; it has none',
    );
  });

  test('resets a connection whose port is closed, and serves the next one', async () => {
    const shop = openShop();
    await addPod(shop, 'web-0');
    shop.listen(9090, echo);
    const forward = await shop.forward(ref.service, { remote: 80 });
    expect(await failureOf(ask(forward.port, 'x'))).toMatchObject({ code: 'ECONNRESET' });
    await until(() => shop.troubles.length > 0);
    expect(shop.troubles).toMatchObject([{ pod: 'web-0', error: { name: 'PortForwardError', port: 8080 } }]);
    shop.listen(8080, (connection) => connection.write('there'));
    expect(await ask(forward.port, 'x')).toBe('there');
  });

  test('delivers what the Pod answers after the local side has sent all', async () => {
    const shop = openShop();
    shop.listen(8080, async (connection) => {
      await connection[Symbol.asyncIterator]().next();
      await new Promise((resolve) => setImmediate(resolve));
      await connection.write('answer');
    });
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.service, { remote: 80 });
    expect(await ask(forward.port, 'question', (socket) => socket.end())).toBe('answer');
  });

  test('lets go of a Pod that is silent after the local side has sent all', async () => {
    const shop = openShop();
    shop.listen(8080, keepSilent);
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.service, { remote: 80, lingerTimeout: 10 });
    await ask(forward.port, 'question', (socket) => socket.end());
    await until(() => shop.isOpen() === 0);
    expect(forward.connections).toBe(0);
  });

  test('lets go of the Pod when the local side is gone', async () => {
    const shop = openShop();
    shop.listen(8080, keepSilent);
    await addPod(shop, 'web-0');
    const forward = await shop.forward(ref.service, { remote: 80 });
    const socket = connectTo({ port: forward.port, host: '127.0.0.1' });
    socket.write('x');
    await until(() => shop.isOpen() > 0);
    socket.resetAndDestroy();
    await until(() => shop.isOpen() === 0);
    expect(shop.troubles).toEqual([]);
  });

  test.each(['close', 'signal'])(
    'leaves nothing open after %s: no listener, no connection, no watch',
    async (how) => {
      const shop = openShop();
      shop.listen(8080, keepSilent);
      await addPod(shop, 'web-0');
      const abort = new AbortController();
      const forward = await shop.forward(ref.service, { remote: 80, signal: abort.signal });
      const reset = failureOf(ask(forward.port, 'x'));
      await until(() => shop.isOpen() > 0);
      if (how === 'signal') abort.abort();
      await forward.close();
      await reset;
      await until(() => shop.isOpen() === 0);
      expect(await failureOf(ask(forward.port, 'x'))).toMatchObject({ code: 'ECONNREFUSED' });
      expect(shop.troubles).toEqual([]);
    },
  );

  test('follows a Service whose selector and port change', async () => {
    const shop = openShop();
    shop.listen(8080, echo);
    shop.listen(8081, echo);
    await addPod(shop, 'web-0');
    await shop.pods.create({
      metadata: { name: 'next-0', labels: { app: 'next' } },
      spec: { ...spec, nodeName: 'node-1' },
    });
    await setStatus(shop, 'next-0', isReady());
    const forward = await shop.forward(ref.service, { remote: 80 });
    await ask(forward.port, 'a.');
    await Api.namespaced(shop.client, Service, 'shop').patch.merge('web', {
      spec: { selector: { app: 'next' }, ports: [{ port: 80, targetPort: 8081 }] },
    });
    while (shop.asked.at(-1) !== 'next-0:8081') await ask(forward.port, 'b.').catch(() => undefined);
    expect(shop.troubles).toEqual([]);
  });

  test.each<readonly [string, ObjectRef, Partial<ForwardPortOptions>, string]>([
    ['an object that is not there', ObjectRef.of(Deployment, 'none', 'shop'), {}, '404 NotFound'],
    ['a port that the Service does not have', ref.service, { remote: 81 }, 'has no port 81: it has web (80)'],
    ['what is no port', ref.service, { remote: 0 }, 'remote must be a port'],
    ['what is no local port', ref.service, { local: 70_000 }, 'local must be a port'],
  ])('refuses %s at once', async (...[, target, options, message]) => {
    const shop = openShop();
    expect(String(await failureOf(shop.forward(target, { remote: 80, ...options })))).toContain(message);
  });

  test.each([
    [{ ports: [] }, 'ports is empty'],
    [{ ports: [{ remote: 80 }, { remote: 81 }] }, '81'],
  ] as const)('refuses the ports of %j at once', async (options, message) => {
    expect(String(await failureOf(openShop().forward(ref.service, options)))).toContain(message);
  });

  test('lets go of a local port where the next one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const free = await freePort();
    const ports = [
      { remote: 8080, local: free },
      { remote: 8081, local: port },
    ];
    expect(await failureOf(openShop().forward(ref.deployment, { ports }))).toMatchObject({
      code: 'EADDRINUSE',
    });
    await new Promise((resolve) => taken.close(resolve));
    const again = createServer();
    await new Promise<void>((resolve) => again.listen(free, '127.0.0.1', resolve));
    await new Promise((resolve) => again.close(resolve));
  });

  test('is never opened for a signal that fires meanwhile, whenever it does', async () => {
    const shop = openShop();
    const ports = Array.from({ length: 8 }, () => ({ remote: 80 }));
    let opened = 0;
    for (let turn = 0; opened < 3; turn += 1) {
      const abort = new AbortController();
      const opening = shop.forward(ref.service, { ports, address: 'localhost', signal: abort.signal }).then(
        (forward) => forward.close().then(() => (opened += 1)),
        (error: unknown) => error,
      );
      for (let at = 0; at < turn; at += 1) await new Promise((resolve) => setImmediate(resolve));
      abort.abort();
      const outcome = await opening;
      if (typeof outcome !== 'number') expect(outcome).toMatchObject({ name: 'AbortError' });
    }
  });

  test('says that a local port is taken, and leaves no watch', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const shop = openShop();
    const error = await failureOf(shop.forward(ref.service, { remote: 80, local: port }));
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => taken.close(resolve));
  });
});
