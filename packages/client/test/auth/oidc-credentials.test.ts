// The refresh of id-tokens, against a provider on a real socket.

import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { resolveContext } from '../../src/config/context.ts';
import { Kubeconfig } from '../../src/config/kubeconfig.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import {
  type IdentityProvider,
  identityProvider,
  idToken,
  type TokenAnswer,
} from '../support/identity-provider.ts';
import { freePort, pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

const authority = Buffer.from(pem('authority.crt')).toString('base64');
const hour = 3_600_000;

let refreshTokens = 0;
// Tokens are shared in a process, so each test has its own.
const freshToken = (): string => `refresh-s3cret-${(refreshTokens += 1)}`;

/** The credentials of a kubeconfig with this auth-provider. */
async function credentialsOf(config: Readonly<Record<string, string | undefined>>) {
  const user = { 'auth-provider': { name: 'oidc', config } };
  const text = JSON.stringify({
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://localhost:6443' } }],
    users: [{ name: 'u', user }],
  });
  const { credentials } = await resolveContext(await Kubeconfig.parse([{ file: '/cfg/config', text }]));
  if (!credentials) throw new Error('there are no credentials');
  return credentials;
}

const configFor = (provider: Pick<IdentityProvider, 'issuer'>, refreshToken: string) => ({
  'idp-issuer-url': provider.issuer,
  'client-id': 'kube rx',
  'client-secret': 's3cret&x',
  'idp-certificate-authority-data': authority,
  'refresh-token': refreshToken,
});

/** A provider that answers by `answers`, one a request for tokens. */
const answering = (...answers: TokenAnswer[]) =>
  identityProvider({ onToken: () => answers.shift() ?? { status: 500, body: 'asked once too often' } });

describe('an id-token of an oidc provider', () => {
  test('is sent until ten seconds before it expires, then refreshed once for all that wait', async () => {
    const clock = new VirtualClock();
    const [old, next] = [idToken(clock, 60_000), idToken(clock, hour)];
    const refreshToken = freshToken();
    const provider = await answering({ body: { id_token: next } });
    const credentials = await credentialsOf({ ...configFor(provider, refreshToken), 'id-token': old });
    await clock.advance(49_999);
    expect(await credentials.authorization(clock)).toBe(`Bearer ${old}`);
    expect(provider.asked).toEqual([]);
    await clock.advance(1);
    const all = await Promise.all([1, 2, 3].map(() => credentials.authorization(clock)));
    expect(all).toEqual([1, 2, 3].map(() => `Bearer ${next}`));
    expect(await credentials.authorization(clock)).toBe(`Bearer ${next}`);
    expect(provider.asked).toEqual([
      'GET /realm/.well-known/openid-configuration',
      'POST /realm/token?tenant=a',
    ]);
    expect(provider.tokenRequests).toEqual([
      {
        authorization: `Basic ${Buffer.from('kube+rx:s3cret%26x').toString('base64')}`,
        form: { grant_type: 'refresh_token', refresh_token: refreshToken },
      },
    ]);
    await provider.quiet();
  });

  test('is got where there is none yet, and another one once the server refuses it', async () => {
    const clock = new VirtualClock();
    const [one, two] = [idToken(clock, hour, 'ann'), idToken(clock, hour, 'bob')];
    const provider = await answering({ body: { id_token: one } }, { body: { id_token: two } });
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    expect(await credentials.authorization(clock)).toBe(`Bearer ${one}`);
    expect(await Promise.all([1, 2].map(() => credentials.renew(`Bearer ${one}`, clock)))).toEqual([
      `Bearer ${two}`,
      `Bearer ${two}`,
    ]);
    expect(await credentials.renew(`Bearer ${one}`, clock)).toBe(`Bearer ${two}`);
    expect(provider.tokenRequests).toHaveLength(2);
  });

  test('is asked for with the refresh token that the provider gave last, by all clients of the process', async () => {
    const clock = new VirtualClock();
    const refreshToken = freshToken();
    let current = refreshToken;
    const provider = await identityProvider({
      onToken: ({ form }) => {
        if (form['refresh_token'] !== current) return { status: 400, body: { error: 'invalid_grant' } };
        current = `${refreshToken}-${provider.tokenRequests.length}`;
        return { body: { id_token: idToken(clock, hour), refresh_token: current } };
      },
    });
    const first = await credentialsOf(configFor(provider, refreshToken));
    const second = await credentialsOf(configFor(provider, refreshToken));
    for (let round = 0; round < 3; round += 1) {
      expect(await first.authorization(clock)).toBe(await second.authorization(clock));
      await clock.advance(hour);
    }
    expect(provider.tokenRequests.map(({ form }) => form['refresh_token'])).toEqual([
      refreshToken,
      `${refreshToken}-1`,
      `${refreshToken}-2`,
    ]);
  });

  test('is asked for in the body where the provider wants the client there, and remembers it', async () => {
    const clock = new VirtualClock();
    const provider = await identityProvider({
      onToken: ({ authorization, form }) =>
        authorization === undefined && form['client_secret'] === 's3cret&x' && form['client_id'] === 'kube rx'
          ? { body: { id_token: idToken(clock, hour) } }
          : { status: 401, body: { error: 'invalid_client' } },
    });
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    await credentials.authorization(clock);
    await clock.advance(hour);
    await credentials.authorization(clock);
    expect(provider.tokenRequests.map(({ authorization }) => authorization !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('that has expired on arrival is sent for ten seconds, as a clock may be wrong', async () => {
    const clock = new VirtualClock();
    const provider = await identityProvider({
      onToken: () => ({ body: { id_token: idToken(clock, -hour) } }),
    });
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    for (let second = 0; second < 20; second += 1) {
      await credentials.authorization(clock);
      await clock.advance(1000);
    }
    expect(provider.tokenRequests).toHaveLength(2);
  });

  test('trusts the authority in a file', async () => {
    const clock = new VirtualClock();
    const provider = await identityProvider({
      onToken: () => ({ body: { id_token: idToken(clock, hour) } }),
    });
    const path = folder().write('idp.crt', pem('authority.crt'));
    const credentials = await credentialsOf({
      ...configFor(provider, freshToken()),
      'idp-certificate-authority-data': undefined,
      'idp-certificate-authority': path,
    });
    expect(await credentials.authorization(clock)).toMatch(/^Bearer /);
  });
});

describe('a refresh that fails', () => {
  test.each<[what: string, answers: TokenAnswer[], words: RegExp]>([
    [
      'as the refresh token is used up',
      [{ status: 400, body: { error: 'invalid_grant', error_description: 's3cret' } }],
      /gave no other: it answered 400 invalid_grant: .*; log in again/,
    ],
    [
      'as there is no id_token',
      [{ body: { access_token: 's3cret' } }],
      /its answer holds no id_token: the scope openid/,
    ],
    ['as the id_token is none', [{ body: { id_token: 's3cret' } }], /the id-token is no JWT with an expiry/],
    [
      'as the id_token fits in no header',
      [{ body: { id_token: 's3cret\n' + 'x y' } }],
      /characters that no token has/,
    ],
    ['with a page', [{ status: 502, body: '<html>s3cret</html>' }], /it answered 502;/],
    ['without end', [{ body: 's3cret'.repeat(200_000) }], /answered too much/],
  ])('%s is told by issuer, and says what to do, without a token', async (_, answers, words) => {
    const clock = new VirtualClock();
    const provider = await identityProvider({ onToken: () => answers[0] ?? 'silence' });
    const old = idToken(clock, 1_000, 's3cret');
    const credentials = await credentialsOf({ ...configFor(provider, freshToken()), 'id-token': old });
    await clock.advance(5_000);
    const failure = await failureOf(credentials.authorization(clock));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toContain(
      '/cfg/config: users[u].user.auth-provider.config: the id-token expired on 2023-11-14T22:13:21.000Z, and ',
    );
    expect(String(failure)).toContain(provider.issuer);
    expect(String(failure)).toMatch(words);
    const shown = inspect([failure, credentials], { depth: Infinity, showHidden: true });
    for (const secret of ['s3cret', old])
      expect(shown + JSON.stringify([failure, credentials])).not.toContain(secret);
  });

  test('keeps the refresh token that came without an id-token, and tries again', async () => {
    const clock = new VirtualClock();
    const provider = await answering(
      { body: { refresh_token: 'second' } },
      { body: { id_token: idToken(clock, hour) } },
    );
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    await failureOf(credentials.authorization(clock));
    await credentials.authorization(clock);
    expect(provider.tokenRequests[1]?.form['refresh_token']).toBe('second');
  });

  test('as the provider says nothing ends after ten seconds', async () => {
    const clock = new VirtualClock();
    const provider = await answering('silence');
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    const call = failureOf(credentials.authorization(clock));
    while (provider.tokenRequests.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    await settle();
    await clock.advance(10_000);
    expect(String(await call)).toMatch(/localhost:\d+ did not answer within 10000 ms; log in again/);
  });

  test('is given up with the last call that waits for it', async () => {
    const clock = new VirtualClock();
    const provider = await answering('silence');
    const credentials = await credentialsOf(configFor(provider, freshToken()));
    const abort = new AbortController();
    const call = failureOf(credentials.authorization(clock, abort.signal));
    while (provider.tokenRequests.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    abort.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    await provider.quiet();
  });

  test('follows no redirect, and sends the refresh token nowhere but over TLS', async () => {
    const clock = new VirtualClock();
    for (const [onDiscovery, words] of [
      [(response) => response.writeHead(302, { location: 'https://localhost:1/' }).end(), /answered 302/],
      [(response) => response.end('{"token_endpoint":"http://localhost:1/"}'), /no https:\/\/ URL/],
      [
        (response) => response.end('{"token_endpoint":"https://localhost:1/"}'),
        /localhost:1 cannot be reached/,
      ],
    ] satisfies [Parameters<typeof identityProvider>[0]['onDiscovery'], RegExp][]) {
      const provider = await identityProvider({ onToken: () => 'silence', onDiscovery });
      const credentials = await credentialsOf(configFor(provider, freshToken()));
      expect(String(await failureOf(credentials.authorization(clock)))).toMatch(words);
      expect(provider.tokenRequests).toEqual([]);
    }
  });

  test('as nothing listens, or it is not trusted, says so', async () => {
    const clock = new VirtualClock();
    const nobody = { issuer: `https://localhost:${await freePort()}/` };
    const credentials = await credentialsOf(configFor(nobody, freshToken()));
    expect(String(await failureOf(credentials.authorization(clock)))).toMatch(
      /cannot be reached \(ECONNREFUSED\)/,
    );
    const provider = await answering();
    const untrusting = await credentialsOf({
      ...configFor(provider, freshToken()),
      'idp-certificate-authority-data': Buffer.from(pem('other-authority.crt')).toString('base64'),
    });
    expect(String(await failureOf(untrusting.authorization(clock)))).toMatch(
      /certificate of https:\/\/localhost:\d+ is not trusted \(\w+\): set idp-certificate-authority-data/,
    );
  });
});

describe('an auth-provider without what a refresh takes', () => {
  test.each([
    [{ 'idp-issuer-url': 'https://a', 'client-id': 'a' }, 'it cannot be refreshed without refresh-token'],
    [{ 'refresh-token': 'r' }, 'it cannot be refreshed without idp-issuer-url and client-id'],
    [
      { 'refresh-token': 'r', 'idp-issuer-url': 'http://a', 'client-id': 'a' },
      'it cannot be refreshed, as idp-issuer-url is no https:// URL',
    ],
    [
      { 'refresh-token': 'r', 'idp-issuer-url': 'https://u:s3cret@a', 'client-id': 'a' },
      'it cannot be refreshed, as idp-issuer-url is no https:// URL',
    ],
  ])(
    'has its id-token sent until it expires, and the error says what is missing: %j',
    async (config, words) => {
      const clock = new VirtualClock();
      const token = idToken(clock, hour);
      const credentials = await credentialsOf({ ...config, 'id-token': token });
      expect(await credentials.authorization(clock)).toBe(`Bearer ${token}`);
      await clock.advance(hour);
      expect(String(await failureOf(credentials.authorization(clock)))).toContain(words);
      expect(String(await failureOf(credentialsOf(config)))).toContain(
        `config.id-token: is missing, and ${words}; log in`,
      );
    },
  );

  test('is refused for an authority that is none', async () => {
    const config = configFor({ issuer: 'https://a' }, 'r');
    const failure = await failureOf(credentialsOf({ ...config, 'idp-certificate-authority-data': 'eA==' }));
    expect(String(failure)).toContain('config.idp-certificate-authority-data: is not PEM');
  });
});
