import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CertificateAuthority } from '@kube-rx/apiserver';
import { readAuthentication } from '../../src/apiserver/authentication.ts';

const { signal } = new AbortController();

describe('who may ask the server', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    file = join(folder, 'file');
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('is everybody, unless a flag says more', async () => {
    const { options, adminToken } = await readAuthentication({}, signal);
    expect(options).toEqual({ rbac: false });
    expect(adminToken).toBeUndefined();
  });

  test('is an administrator with a token of this run, too', async () => {
    const [one, two] = [
      await readAuthentication({ adminKubeconfig: file }, signal),
      await readAuthentication({ rbac: true }, signal),
    ];
    for (const { options, adminToken = '' } of [one, two])
      expect(options.tokens).toEqual({
        [adminToken]: { name: 'kubernetes-admin', groups: ['system:masters'] },
      });
    expect(one.adminToken).not.toBe(two.adminToken);
    expect(one.adminToken).toMatch(/^[\w-]{43}$/);
    expect(one.warnings).toEqual([]);
    expect(two.warnings).toEqual([expect.stringContaining('nobody can be known')]);
  });

  test('is whoever the file of tokens names', async () => {
    await writeFile(file, 'a-token,jane,7,"devs"\n');
    const { options } = await readAuthentication({ tokenFile: file, rbac: true }, signal);
    expect(options.tokens).toMatchObject({ 'a-token': { name: 'jane', uid: '7', groups: ['devs'] } });
    expect(options.rbac).toBe(true);
  });

  test('is whoever has a certificate of the authority', async () => {
    const { certificate } = new CertificateAuthority();
    await writeFile(file, certificate);
    const { clientAuthority, options } = await readAuthentication({ clientCa: file, tls: true }, signal);
    expect(clientAuthority).toBe(certificate);
    expect(options.tokens).toBeDefined();
    await expect(readAuthentication({ clientCa: file }, signal)).rejects.toThrow(
      '--client-ca works with TLS alone; give --tls as well',
    );
    await writeFile(file, 'secret');
    const failed = readAuthentication({ clientCa: file, tls: true }, signal);
    await expect(failed).rejects.toThrow(`--client-ca: ${file} holds no certificate`);
    await expect(failed).rejects.not.toThrow('secret');
  });

  test('is nobody by a file of certificates in which one is damaged, or that has a key in it', async () => {
    const { certificate } = new CertificateAuthority();
    const damaged = certificate.replace(/\n.{10}/, '\nAAAAAAAAAA');
    const flags = { clientCa: file, tls: true };
    await writeFile(file, certificate + damaged + certificate);
    await expect(readAuthentication(flags, signal)).rejects.toThrow(
      `--client-ca: ${file} is damaged: certificate 2 of 3 is none`,
    );
    await writeFile(
      file,
      `${certificate}-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n`,
    );
    const failed = readAuthentication(flags, signal);
    await expect(failed).rejects.toThrow(`--client-ca: ${file} holds a private key; give certificates alone`);
    await expect(failed).rejects.not.toThrow('c2Vj');
  });

  test('cannot be read from a file that is not there', async () => {
    for (const flags of [
      { tokenFile: file },
      { clientCa: file, tls: true },
      { serviceAccountSigningKeyFile: file },
    ])
      await expect(readAuthentication(flags, signal)).rejects.toThrow(`${file} cannot be read`);
  });

  test('has two kubeconfigs in two files', async () => {
    const flags = { adminKubeconfig: file, writeKubeconfig: join(folder, '.', 'file') };
    await expect(readAuthentication(flags, signal)).rejects.toThrow('name one file; give them two');
  });
});
