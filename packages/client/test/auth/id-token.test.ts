import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { IdToken } from '../../src/auth/id-token.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { failureOf } from '../support/requests.ts';

const where = '/cfg: users[u].user.auth-provider.config.id-token';
const why = 'it cannot be refreshed without refresh-token';
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown): string => `${part({ alg: 'none' })}.${part(claims)}.sig`;

describe('an id-token', () => {
  test('is sent until ten seconds before it expires, and then told of', async () => {
    const clock = new VirtualClock();
    const exp = clock.now() / 1000 + 60;
    const credentials = new IdToken(jwt({ exp }), where, why);
    await clock.advance(49_999);
    expect(await credentials.authorization(clock)).toBe(`Bearer ${jwt({ exp })}`);
    await clock.advance(1);
    const failure = await failureOf(credentials.authorization(clock));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toMatch(
      /config.id-token: the id-token expired on 2023-11-14T22:14:20.000Z; it cannot be refreshed without refresh-token; .*kubelogin/,
    );
    expect(inspect([failure, credentials], { depth: 10 })).not.toContain(part({ exp }));
  });

  test('has no other to offer', async () => {
    await expect(new IdToken(jwt({ exp: 2e9 }), where, why).renew()).resolves.toBeUndefined();
  });

  test.each([
    's3cret',
    's3cret.s3cret.s3cret',
    jwt({}),
    jwt(null),
    jwt({ exp: '9' }),
    jwt({ exp: 1e300 }),
    `${jwt({ exp: 1 })}.x`,
  ])('is refused without being shown where it is no JWT with an expiry: %s', (token) => {
    expect(() => new IdToken(token, where, why)).toThrow(/is no JWT with an expiry$/);
  });
});
