import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readExecAnswer } from '../../src/auth/exec-answer.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

const apiVersion = 'client.authentication.k8s.io/v1';
const pair = { clientCertificateData: pem('client.crt'), clientKeyData: pem('client.key') };

const read = (output: string) => readExecAnswer(output, apiVersion, 'the plugin');
const credential = (status: unknown, rest: object = {}): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion, status, ...rest });

describe('what an exec plugin printed', () => {
  test('is a token and when it expires', () => {
    const answer = read(credential({ token: 'abc', expirationTimestamp: '2026-03-01T10:00:00Z' }));
    expect(answer.authorization()).toBe('Bearer abc');
    expect(answer.expiresAt).toBe(Date.UTC(2026, 2, 1, 10));
  });

  test('may last for ever', () => {
    const status = { token: 'abc', expirationTimestamp: null };
    expect(read(credential(status)).expiresAt).toBeUndefined();
  });

  test('may be YAML', () => {
    const yaml = `apiVersion: ${apiVersion}\nkind: ExecCredential\nstatus:\n  token: 0123\n  expirationTimestamp: 2026-03-01T10:00:00Z\n`;
    const { authorization, expiresAt } = read(yaml);
    expect([authorization(), expiresAt]).toEqual(['Bearer 0123', Date.UTC(2026, 2, 1, 10)]);
  });

  test('is a client certificate, which lasts until it expires', () => {
    const { authorization, clientCertificate, expiresAt } = read(credential(pair));
    expect(authorization()).toBeUndefined();
    expect(clientCertificate?.pem()).toEqual({ cert: pair.clientCertificateData, key: pair.clientKeyData });
    expect(expiresAt).toBe(Date.UTC(2126, 9, 29, 12, 55, 42));
  });

  test('shows no secret in a log', () => {
    const shown = inspect(read(credential({ token: 's3cret', ...pair })), {
      depth: 10,
      showHidden: true,
    });
    expect(shown).not.toMatch(/s3cret|PRIVATE/);
  });

  test.each([
    ['a text', 's3cret', /something else than an ExecCredential/],
    ['neither JSON nor YAML', '{"kind": "s3cret', /something else than an ExecCredential/],
    ['a list', '["s3cret"]', /something else than an ExecCredential/],
    ['another kind', '{"kind":"s3cret"}', /something else than an ExecCredential/],
    [
      'another version',
      credential({ token: 's3cret' }, { apiVersion: 's3cret' }),
      /another apiVersion than client/,
    ],
    ['no status', credential(undefined), /without a status/],
    ['a status that is none', credential('s3cret'), /without a status/],
    [
      'nothing in it',
      credential({ token: '', secret: 's3cret' }),
      /neither a token nor a client certificate/,
    ],
    ['a token that is none', credential({ token: ['s3cret'] }), /a token that is no text/],
    ['a token that no header holds', credential({ token: 's3cret\n1' }), /characters that no token has/],
    ['a time that is none', credential({ token: 's3cret', expirationTimestamp: '5' }), /no RFC 3339 time/],
    [
      'a certificate alone',
      credential({ clientCertificateData: pem('client.crt') }),
      /without clientKeyData/,
    ],
    ['a key alone', credential({ clientKeyData: 's3cret' }), /without clientCertificateData/],
    ['a bad certificate', credential({ ...pair, clientCertificateData: 's3cret' }), /that is not PEM/],
    ['a bad key', credential({ ...pair, clientKeyData: 's3cret' }), /that is not PEM/],
    [
      'the key of another',
      credential({ ...pair, clientKeyData: pem('server.key') }),
      /do not belong together/,
    ],
  ])('is refused without showing it: %s', async (_, output, words) => {
    const failure = await failureOf(Promise.resolve(output).then(read));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toMatch(words);
    expect(String(failure)).toMatch(/the plugin/);
    expect(inspect(failure)).not.toContain('s3cret');
  });
});
