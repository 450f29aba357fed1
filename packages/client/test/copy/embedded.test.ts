// Copies of files through the embedded server, by the real tar behind a fake container.

import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type CommandStreams } from '@kube-rx/apiserver';
import { defineResource, type KubeObject, type Resource } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { CopyError } from '../../src/copy/copy-error.ts';

const Pod: Resource<KubeObject, 'Namespaced', 'exec'> = defineResource<KubeObject, 'exec'>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['exec'],
});

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

describe('a copy by the client', () => {
  test('brings a folder from a container, and back to another place', async () => {
    const out = join(folder, 'local', 'out');
    expect(await pods().copyFrom('web-0', 'app', out)).toEqual({ files: 2 });
    expect(read('local', 'out', 'a.txt')).toBe('A');
    expect(
      await pods().copyTo('web-0', out, join(folder, 'container', 'again'), { container: 'web' }),
    ).toEqual({ files: 2 });
    expect(read('container', 'again', 'sub', 'large')).toBe('xyz'.repeat(1_000_000));
  });

  test('fails with what tar says, once the promise that was given is rejected, and not before it ran', async () => {
    const copying = pods().copyFrom('web-0', 'none', join(folder, 'local', 'out'));
    await expect(copying).rejects.toMatchObject({ name: 'CopyError', exitCode: 2 });
    await expect(copying).rejects.toThrow(/No such file/);
    expect(readdirSync(join(folder, 'local'))).toEqual([]);
  });

  test('refuses what a hostile container sends, and ends its command', async () => {
    symlinkSync('/etc', join(folder, 'container', 'app', 'z'));
    await expect(pods().copyFrom('web-0', 'app', join(folder, 'local', 'out'))).rejects.toBeInstanceOf(
      CopyError,
    );
  });

  test('fails where the local side cannot be read, and does not hang', async () => {
    const copying = pods().copyTo('web-0', join(folder, 'none'), 'there');
    await expect(copying).rejects.toThrow('none" cannot be read (ENOENT)');
  });
});
