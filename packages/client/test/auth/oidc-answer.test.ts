import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type OidcAnswer, readTokenEndpoint, readTokens } from '../../src/auth/oidc-answer.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { failureOf } from '../support/requests.ts';

const json = (body: unknown, status = 200): OidcAnswer => ({
  status,
  contentType: 'application/json',
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what an issuer says of itself', () => {
  test('names the address to refresh tokens at, of whatever host', () => {
    const answer = json({ issuer: 'https://a', token_endpoint: 'https://b.example:8443/token?p=x' });
    expect(readTokenEndpoint(answer).href).toBe('https://b.example:8443/token?p=x');
  });

  test.each<[what: string, answer: OidcAnswer, words: RegExp]>([
    ['an error', json({ token_endpoint: 'https://a/' }, 404), /openid-configuration answered 404$/],
    ['a redirect', json('', 302), /answered 302$/],
    ['a page', json('<html>'), /names no token_endpoint$/],
    ['nothing', json(''), /names no token_endpoint$/],
    ['a list', json([]), /names no token_endpoint$/],
    ['no address', json({}), /names no token_endpoint$/],
    ['an address that is none', json({ token_endpoint: 5 }), /names no token_endpoint$/],
    ['plain HTTP', json({ token_endpoint: 'http://a/t' }), /no https:\/\/ URL \("http:\/\/a\/t"\)$/],
    ['a script', json({ token_endpoint: 'javascript:1' }), /no https:\/\/ URL/],
    ['a relative address', json({ token_endpoint: '/token' }), /no https:\/\/ URL/],
    ['a password in it', json({ token_endpoint: 'https://a:s3cret@b/' }), /no https:\/\/ URL \("…@b\/"\)$/],
    ['control characters', json({ token_endpoint: '\u001b[2J' }), /\("\\u001b\[2J"\)$/],
    ['an endless one', json({ token_endpoint: `https://a/${'x'.repeat(3000)}` }), /x{50}…"\)$/],
  ])('is refused where it is %s', async (_, answer, words) => {
    const failure = await failureOf(Promise.resolve(answer).then(readTokenEndpoint));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toMatch(words);
    expect(String(failure)).not.toContain('s3cret');
  });
});

describe('the tokens of a provider', () => {
  test.each<[what: string, answer: OidcAnswer, tokens: [string | undefined, string | undefined]]>([
    ['JSON', json({ id_token: 'a', refresh_token: 'b', access_token: 'c' }), ['a', 'b']],
    ['the id-token alone', json({ id_token: 'a' }), ['a', undefined]],
    ['an empty refresh token, which is none', json({ id_token: 'a', refresh_token: '' }), ['a', undefined]],
    ['no id-token', json({ access_token: 's' }), [undefined, undefined]],
    ['an id-token that is no text', json({ id_token: ['s'] }), [undefined, undefined]],
    ['no error', json({ id_token: 'a', error: null }), ['a', undefined]],
    [
      'a form',
      { ...json('id_token=a&refresh_token=b%2B'), contentType: 'text/plain; charset=utf-8' },
      ['a', 'b+'],
    ],
    ['JSON that is called text', { ...json({ id_token: 'a' }), contentType: 'text/plain' }, ['a', undefined]],
  ])('are read from %s', (_, answer, expected) => {
    const tokens = readTokens(answer);
    expect([tokens.idToken(), tokens.refreshToken()]).toEqual(expected);
  });

  test.each<[what: string, answer: OidcAnswer, words: RegExp]>([
    [
      'a grant that is used up',
      json({ error: 'invalid_grant' }, 400),
      /it answered 400 invalid_grant: .*used by another/,
    ],
    [
      'a wrong secret',
      json({ error: 'invalid_client' }, 401),
      /401 invalid_client: check client-id and client-secret$/,
    ],
    [
      'an error that calls itself a success',
      json({ error: 'invalid_grant' }),
      /it answered 200 invalid_grant/,
    ],
    ['words of its own', json({ error: 's3cret', error_description: 's3cret' }, 400), /it answered 400$/],
    ['a name that every object has', json({ error: 'constructor' }, 400), /it answered 400$/],
    ['an error that is no text', json({ error: ['s3cret'] }, 400), /it answered 400$/],
    ['a page', json('<html>s3cret', 502), /it answered 502$/],
    ['a page that calls itself a success', json('<html>s3cret'), /its answer is no JSON$/],
    ['a redirect', json('', 307), /it answered 307$/],
  ])('are refused by %s, without what it said', async (_, answer, words) => {
    const failure = await failureOf(Promise.resolve(answer).then(readTokens));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toMatch(words);
    expect(inspect(failure)).not.toContain('s3cret');
  });

  test('are in no log', () => {
    const tokens = readTokens(json({ id_token: 's3cret', refresh_token: 's3cret' }));
    expect(inspect(tokens, { depth: 10, showHidden: true }) + JSON.stringify(tokens)).not.toContain('s3cret');
  });
});
