import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { CertificateAuthorityFile } from '../../src/auth/certificate-authority-file.ts';
import { ClientCertificateFiles } from '../../src/auth/client-certificate-files.ts';
import { ClientCertificate } from '../../src/auth/credentials.ts';
import { credentialsChannel } from '../../src/auth/credentials-channel.ts';
import { RotatingFiles } from '../../src/auth/rotating-files.ts';
import { ConfigError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import { pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

let told: unknown[] = [];
const listen = (message: unknown): void => void told.push(message);

beforeEach(() => {
  told = [];
  subscribe(credentialsChannel, listen);
});

afterEach(() => {
  unsubscribe(credentialsChannel, listen);
});

/** Two files that belong together while they hold the same text, and a count of how often they were read. */
function pairOf(text: string) {
  const files = folder();
  const paths = [files.write('a', text), files.write('b', text)];
  const clock = new VirtualClock();
  const counts = { reads: 0 };
  const rotating = new RotatingFiles({
    paths,
    read: (a, b) => {
      counts.reads += 1;
      if (a !== b) throw new ConfigError('do not belong together', { where: '/a' });
      return { a };
    },
  });
  return { files, paths, clock, counts, rotating, current: () => rotating.current(clock) };
}

describe('files that rotate', () => {
  test('are read when somebody asks, and looked at again after a minute, not before', async () => {
    const { files, clock, current, counts } = pairOf('one');
    const first = await current();
    expect(first).toEqual({ a: 'one' });
    files.write('a', 'other');
    files.write('b', 'other');
    await clock.advance(59_999);
    expect(await current()).toBe(first);
    await clock.advance(1);
    expect(await current()).toEqual({ a: 'other' });
    expect(counts.reads).toBe(2);
  });

  test('give the same value while their texts are the same, however often they are written', async () => {
    const { files, clock, current, counts } = pairOf('one');
    const first = await current();
    for (let round = 0; round < 3; round += 1) {
      files.write('a', 'one');
      await clock.advance(60_000);
      expect(await current()).toBe(first);
    }
    expect(counts.reads).toBe(1);
    expect(told).toEqual([]);
  });

  test('are read once for many that ask at once', async () => {
    const { current, counts } = pairOf('one');
    const values = await Promise.all([current(), current(), current()]);
    expect(new Set(values).size).toBe(1);
    expect(counts.reads).toBe(1);
  });

  test('keep the last value while one of them is written, and have the new one a second later', async () => {
    const { files, paths, clock, current } = pairOf('one');
    const first = await current();
    await clock.advance(60_000);
    files.write('a', 'two');
    expect(await current()).toBe(first);
    files.write('b', 'two');
    await clock.advance(999);
    expect(await current()).toBe(first);
    await clock.advance(1);
    expect(await current()).toEqual({ a: 'two' });
    // It was half written, and no trouble.
    expect(told).toEqual([{ type: 'rotated', files: paths }]);
  });

  test('that stay broken are told of once, and tried more and more rarely', async () => {
    const { files, paths, clock, current, counts } = pairOf('one');
    const first = await current();
    files.write('a', 'broken');
    await clock.advance(60_000);
    expect(await current()).toBe(first);
    expect(told).toEqual([]);
    let looks = 1;
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(1_000);
      const before = counts.reads;
      expect(await current()).toBe(first);
      looks += counts.reads - before;
    }
    // After 1, 2, 4, 8, 16 and 32 seconds, then once a minute.
    expect(looks).toBe(1 + 6 + 8);
    expect(told).toEqual([{ type: 'kept', files: paths, problem: '/a: do not belong together' }]);
    files.write('b', 'broken');
    await clock.advance(60_000);
    expect(await current()).toEqual({ a: 'broken' });
    expect(told.slice(1)).toEqual([{ type: 'rotated', files: paths }]);
  });

  test('are read in any case for one that was refused, after a look that was under way', async () => {
    const { files, clock, rotating, current } = pairOf('one');
    await current();
    await clock.advance(60_000);
    const looking = current();
    files.write('a', 'two');
    files.write('b', 'two');
    expect(await rotating.refresh(clock)).toEqual({ a: 'two' });
    await looking;
    expect(await current()).toEqual({ a: 'two' });
  });

  test.each<[what: string, spoil: (path: string, files: ReturnType<typeof folder>) => void, words: string]>([
    ['is gone', (_, files) => files.remove('a'), 'cannot be read (ENOENT)'],
    ['is a folder', (_, files) => (files.remove('a'), files.write('a/x', '')), 'is no regular file'],
    ['is huge', (_, files) => files.write('a', 'x'.repeat(2 ** 20 + 1)), 'has more than 1048576 bytes'],
  ])('keep the last value where one %s, and fail where there never was one', async (_, spoil, words) => {
    const { files, paths, clock, rotating, current } = pairOf('one');
    const first = await current();
    spoil(String(paths[0]), files);
    for (let round = 0; round < 2; round += 1) {
      await clock.advance(60_000);
      expect(await current()).toBe(first);
    }
    expect(told).toEqual([{ type: 'kept', files: paths, problem: `${paths[0]}: ${words}` }]);
    expect(rotating.last).toBe(first);
    const fresh = new RotatingFiles({ paths, read: (text) => text });
    expect(await failureOf(fresh.current(clock))).toMatchObject({
      name: 'ConfigError',
      message: `${paths[0]}: ${words}`,
    });
  });
});

describe('the files of a client certificate', () => {
  const pair = new ClientCertificate(pem('client.crt'), pem('client.key'));

  test('are a pair that belongs together, or no pair', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const paths = { certificate: files.write('tls.crt', pem('server.crt')), key: files.write('tls.key', '') };
    const held = new ClientCertificateFiles(paths, { initial: pair });
    expect(held.last?.equals(pair)).toBe(true);
    for (const [key, problem] of [
      ['', `${paths.key}: is empty`],
      [pem('client.key'), `${paths.key}: is not the key of ${paths.certificate}`],
      [pem('server.crt'), `${paths.key}: holds no private key, but CERTIFICATE`],
    ]) {
      files.write('tls.key', String(key));
      expect((await held.refresh(clock)).equals(pair)).toBe(true);
      const never = new ClientCertificateFiles(paths);
      expect(await failureOf(never.current(clock))).toMatchObject({ name: 'ConfigError', message: problem });
    }
    files.write('tls.key', pem('server.key'));
    expect((await held.refresh(clock)).certificate).toBe(pem('server.crt'));
  });

  test('that TLS cannot be spoken with leaves the one in use that works', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const paths = {
      certificate: files.write('tls.crt', pem('client.crt')),
      key: files.write('tls.key', pem('client.key')),
    };
    const held = new ClientCertificateFiles(paths);
    await held.current(clock);
    files.write('tls.crt', pem('weak.crt'));
    files.write('tls.key', pem('weak.key'));
    expect((await held.refresh(clock)).certificate).toBe(pem('client.crt'));
    expect(await failureOf(new ClientCertificateFiles(paths).current(clock))).toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/tls\.crt: cannot be used for TLS: .*key too small/),
    });
  });
});

describe('the file of an authority', () => {
  test('holds a certificate, or changes nothing', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const path = files.write('ca.crt', '');
    const file = new CertificateAuthorityFile(path, { initial: pem('authority.crt') });
    expect(await file.refresh(clock)).toBe(pem('authority.crt'));
    files.write('ca.crt', pem('other-authority.crt'));
    expect(await file.refresh(clock)).toBe(pem('other-authority.crt'));
    files.write('ca.crt', pem('client.key'));
    expect(await file.refresh(clock)).toBe(pem('other-authority.crt'));
    expect(await failureOf(new CertificateAuthorityFile(path).current(clock))).toMatchObject({
      message: `${path}: holds no certificate, but EC PRIVATE KEY`,
    });
  });
});
