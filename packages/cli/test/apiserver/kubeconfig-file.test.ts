import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { inferConfig } from '@kube-rx/client';
import { writeKubeconfig } from '../../src/apiserver/kubeconfig-file.ts';

describe('the kubeconfig of an embedded server', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    file = join(folder, 'config');
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('leads to the server, and is only for its owner', async () => {
    await writeKubeconfig(file, 'http://127.0.0.1:1234');
    expect((await inferConfig({ kubeconfig: file })).server).toBe('http://127.0.0.1:1234');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['config']);
  });

  test('makes its reader trust the authority of the server', async () => {
    const server = new ApiServer();
    const { certificateAuthority } = await server.listen({ tls: true });
    await server.close();
    expect(certificateAuthority).toContain('BEGIN CERTIFICATE');
    await writeKubeconfig(file, 'https://127.0.0.1:1234', certificateAuthority);
    const { tls } = await inferConfig({ kubeconfig: file });
    expect(tls).toMatchObject({ certificateAuthority });
  });

  test('is written over by the next server', async () => {
    await writeKubeconfig(file, 'http://127.0.0.1:1');
    await writeKubeconfig(file, 'http://127.0.0.1:2');
    expect(await readFile(file, 'utf8')).toContain('http://127.0.0.1:2\n');
  });

  test("is never written over somebody else's", async () => {
    await writeFile(file, 'apiVersion: v1\nkind: Config\n');
    await expect(writeKubeconfig(file, 'http://127.0.0.1:1')).rejects.toThrow(
      `${file} was not written by kube-rx apiserver: remove it, or name another file`,
    );
    expect(await readFile(file, 'utf8')).toBe('apiVersion: v1\nkind: Config\n');
  });
});
