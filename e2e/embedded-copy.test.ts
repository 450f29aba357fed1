// The real kubectl cp, and the client beside it, at one fake container with the real tar.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type CommandStreams } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { defineResource, type KubeObject, type Resource } from '@kube-rx/core';
import { findKubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';

const Pod: Resource<KubeObject, 'Namespaced', 'exec'> = defineResource<KubeObject, 'exec'>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['exec'],
});

const path = findKubectl();

let folder: string;
let server: ApiServer;
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kube-rx-copy-'));
  mkdirSync(join(folder, 'container', 'app', 'sub'), { recursive: true });
  writeFileSync(join(folder, 'container', 'app', 'a.txt'), 'A');
  writeFileSync(join(folder, 'container', 'app', 'sub', 'large'), Buffer.alloc(3_000_000, 'xyz'));
  mkdirSync(join(folder, 'local'));
  server = new ApiServer();
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'default' },
      spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'x' }] },
      status: { phase: 'Running' },
    },
  ]);
  server.containers.run('default/web-0', 'web', { exec: run });
  client = Client.fromConfig({ server: (await server.listen()).url });
});

afterEach(async () => {
  await client.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command on this machine, in the folder that stands for the container's. */
async function run([program = '', ...words]: readonly string[], streams: CommandStreams): Promise<number> {
  const child = spawn(program, words, { cwd: join(folder, 'container') });
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  streams.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  pipeline(Readable.from(streams.stdin), child.stdin).catch(() => child.stdin.destroy());
  await Promise.all([
    (async () => {
      for await (const bytes of child.stdout) await streams.stdout.write(bytes as Buffer);
    })(),
    (async () => {
      for await (const bytes of child.stderr) await streams.stderr.write(bytes as Buffer);
    })(),
  ]);
  return code;
}

const pods = () => Api.namespaced(client, Pod, 'default');
const read = (...names: string[]): string => readFileSync(join(folder, ...names), 'utf8');

(path === undefined ? describe.skip : describe)('kubectl cp', () => {
  test('copies to and from the same container, and the client reads what it wrote', async () => {
    const { url } = await server.listen();
    using run = kubectl(path ?? '', url);
    const { code, stderr } = await run(`cp web-0:app ${join(folder, 'local', 'by-kubectl')}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(read('local', 'by-kubectl', 'sub', 'large')).toBe('xyz'.repeat(1_000_000));
    const back = await run(`cp ${join(folder, 'local', 'by-kubectl')} web-0:back`);
    expect(back).toMatchObject({ code: 0 });
    await pods().copyFrom('web-0', 'back', join(folder, 'local', 'by-client'));
    expect(read('local', 'by-client', 'a.txt')).toBe('A');
  });
});
