import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { systemClock, VirtualClock } from '@kube-rx/core';
import { BasicCredentials, ClientCertificate, StaticToken } from '../../src/auth/credentials.ts';
import { ExecCredentials } from '../../src/auth/exec-credentials.ts';
import { IdToken } from '../../src/auth/id-token.ts';
import { TokenFile } from '../../src/auth/token-file.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

describe('a static token', () => {
  test('is sent as a bearer token, and has no other to offer', async () => {
    const token = new StaticToken('abc\n');
    expect(await token.authorization()).toBe('Bearer abc');
    expect(await token.renew()).toBeUndefined();
  });

  test.each([
    ['an empty one', ' \n'],
    ['one of two lines', 's3cret\nX-Evil: 1'],
    ['one beyond ASCII', 's3cret\u00e9'],
  ])('refuses %s without showing it', (_, token) => {
    const create = (): StaticToken => new StaticToken(token);
    expect(create).toThrow(AuthenticationError);
    expect(create).not.toThrow(/s3cret/);
  });
});

describe('basic credentials', () => {
  test('are sent as base64 of UTF-8', async () => {
    const basic = new BasicCredentials('jürgen', 'p:w');
    const header = await basic.authorization();
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString('utf8')).toBe('jürgen:p:w');
    expect(await basic.renew()).toBeUndefined();
  });
});

describe('a token file', () => {
  test('is read when first asked, and trimmed', async () => {
    const path = folder().write('token', 'abc\n');
    expect(await new TokenFile(path).authorization()).toBe('Bearer abc');
  });

  test('is read again after a minute, not before', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const token = new TokenFile(files.write('token', 'one'));
    await token.authorization(clock);
    files.write('token', 'two');
    await clock.advance(59_999);
    expect(await token.authorization(clock)).toBe('Bearer one');
    await clock.advance(1);
    expect(await token.authorization(clock)).toBe('Bearer two');
  });

  test('keeps the last token while the file is gone or empty, and tries again after a minute', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const token = new TokenFile(files.write('token', 'one'));
    await token.authorization(clock);
    files.write('token', '');
    await clock.advance(60_000);
    expect(await token.authorization(clock)).toBe('Bearer one');
    files.remove('token');
    await clock.advance(60_000);
    expect(await token.authorization(clock)).toBe('Bearer one');
    files.write('token', 'two');
    expect(await token.authorization(clock)).toBe('Bearer one');
    await clock.advance(60_000);
    expect(await token.authorization(clock)).toBe('Bearer two');
  });

  test('is read at once when the server refused its token', async () => {
    const files = folder();
    const token = new TokenFile(files.write('token', 'one'));
    const rejected = await token.authorization(systemClock);
    files.write('token', 'two');
    expect(await token.renew(rejected, systemClock)).toBe('Bearer two');
    expect(await token.renew(rejected, systemClock)).toBe('Bearer two');
  });

  test('offers no other token where the file still has the refused one', async () => {
    const token = new TokenFile(folder().write('token', 'one'));
    expect(await token.renew(await token.authorization(systemClock), systemClock)).toBeUndefined();
  });

  test('uses its initial token only until the file can be read', async () => {
    const files = folder();
    const clock = new VirtualClock();
    const token = new TokenFile(`${files.path}/token`, { initial: 'first' });
    expect(await token.authorization(clock)).toBe('Bearer first');
    files.write('token', 'one');
    await clock.advance(60_000);
    expect(await token.authorization(clock)).toBe('Bearer one');
  });

  test('that cannot be read names its path and the reason', async () => {
    const path = `${folder().path}/none`;
    const failure = await failureOf(new TokenFile(path).authorization(systemClock));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toContain(`the token file ${path} cannot be read (ENOENT)`);
  });

  test('is tried again after a first failure', async () => {
    const files = folder();
    const token = new TokenFile(`${files.path}/token`);
    await failureOf(token.authorization(systemClock));
    files.write('token', 'late');
    expect(await token.authorization(systemClock)).toBe('Bearer late');
  });
});

describe('credentials', () => {
  const jwt = `s3cret.${Buffer.from('{"exp":1}').toString('base64url')}.s3cret`;
  const plugin = { command: 'a', apiVersion: 'v1', interactiveMode: 'Never', where: '/cfg' } as const;

  test.each<[what: string, secret: object]>([
    ['a static token', new StaticToken('s3cret')],
    ['a password', new BasicCredentials('admin', 's3cret')],
    ['a key', new ClientCertificate('public', 's3cret')],
    ['an id-token', new IdToken(jwt, '/cfg', 'why')],
    ['what a plugin is given', new ExecCredentials({ ...plugin, args: ['s3cret'], env: { KEY: 's3cret' } })],
    ['an initial token', new TokenFile('/path', { initial: 's3cret' })],
  ])('show no secret in a log: %s', (_, secret) => {
    const shown = inspect(secret, { depth: 10, showHidden: true }) + JSON.stringify(secret);
    expect(shown).not.toContain('s3cret');
  });
});
