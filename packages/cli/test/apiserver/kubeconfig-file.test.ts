import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { inferConfig } from '@kube-rx/client';
import { readYaml } from '@kube-rx/core/encoding';
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
    await writeKubeconfig(file, 'https://127.0.0.1:1234', { certificateAuthority });
    const { tls } = await inferConfig({ kubeconfig: file });
    expect(tls).toMatchObject({ certificateAuthority });
  });

  test('has the token of a user, if it is given one', async () => {
    await writeKubeconfig(file, 'http://127.0.0.1:1234', { token: 'a-token' });
    const [document] = readYaml(await readFile(file, 'utf8'));
    expect(JSON.parse(document?.json ?? '')).toMatchObject({ users: [{ user: { token: 'a-token' } }] });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
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

  test.each([
    ['a file', true],
    ['nothing', false],
  ])('is not written through a symbolic link to %s', async (_, isThere) => {
    const elsewhere = join(folder, 'elsewhere');
    if (isThere) await writeKubeconfig(elsewhere, 'http://127.0.0.1:1');
    await symlink(elsewhere, file);
    await expect(writeKubeconfig(file, 'http://127.0.0.1:2')).rejects.toThrow(
      `${file} is a symbolic link, which is not followed: remove it, or name another file`,
    );
    if (isThere) expect(await readFile(elsewhere, 'utf8')).toContain('http://127.0.0.1:1\n');
    expect((await readdir(folder)).toSorted()).toEqual(isThere ? ['config', 'elsewhere'] : ['config']);
  });

  test('holds what it is given as words, and nothing beside them', async () => {
    const server = 'http://127.0.0.1:1\nusers: [] # ": {}';
    await writeKubeconfig(file, server);
    const [document] = readYaml(await readFile(file, 'utf8'));
    expect(JSON.parse(document?.json ?? '')).toMatchObject({
      clusters: [{ name: 'kube-rx', cluster: { server } }],
      users: [{ name: 'kube-rx', user: {} }],
    });
  });

  test('leaves nothing beside the file where it cannot be written', async () => {
    await mkdir(file);
    await expect(writeKubeconfig(file, 'http://127.0.0.1:1')).rejects.toThrow('was not written by kube-rx');
    expect(await readdir(folder)).toEqual(['config']);
  });
});
