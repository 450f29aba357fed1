// What an error repeats of an answer that is no `Status`: the words that servers, proxies and gateways use.

import { inspect } from 'node:util';
import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { ApiError, type HttpResponse, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { checkStatus } from '../../src/response/check-status.ts';
import { failureOf, get } from '../support/requests.ts';
import { answer, failure } from '../support/script.ts';

const getPod = get('/api/v1/namespaces/shop/pods/web-0');

async function check(response: HttpResponse): Promise<Error> {
  const error = await failureOf(
    checkStatus(getPod, response, { codec: jsonCodec, mustDecode: true, clock: new VirtualClock() }),
  );
  if (error instanceof Error) return error;
  throw error;
}

// As the servers send them, bodies and titles.
const readable: readonly [code: number, line: string][] = [
  [404, '404 page not found'],
  [400, 'Client sent an HTTP request to an HTTPS server.'],
  [429, 'Too many requests, please try again later.'],
  [500, 'This request caused apiserver to panic. Look in the logs for details.'],
  [401, 'Unauthorized'],
  [500, '[+]ping ok'],
  [503, 'upstream connect error or disconnect/reset before headers. reset reason: connection failure'],
  [
    503,
    'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote ' +
      'connection failure, transport failure reason: delayed connect error: Connection refused',
  ],
  [503, 'no healthy upstream'],
  [504, 'upstream request timeout'],
  [408, 'stream timeout'],
  [403, 'RBAC: access denied'],
  [401, 'Jwt verification fails'],
  [401, 'Jwt is missing'],
  [401, 'Jwt is expired'],
  [429, 'local_rate_limited'],
  [503, 'no available server'],
  [404, 'default backend - 404'],
  [502, '502 Bad Gateway'],
  [502, 'Proxy Error'],
  [503, '503 Service Temporarily Unavailable'],
  [504, '504 Gateway Time-out'],
  [413, '413 Request Entity Too Large'],
  [400, '400 The plain HTTP request was sent to HTTPS port'],
  [400, '400 No required SSL certificate was sent'],
  [401, '401 Authorization Required'],
  [500, '500 Internal Server Error'],
  [404, 'HTTP Status 404 – Not Found'],
  [400, 'Bad Request - Invalid Hostname'],
  [502, 'ERROR: The requested URL could not be retrieved'],
  [502, 'Error 502 (Server Error)!!1'],
  [503, 'Attention Required! | Cloudflare'],
  [503, 'Just a moment...'],
  [200, 'Welcome to nginx!'],
  [200, 'Sign in'],
  [200, 'Log in to your account'],
  [407, 'Proxy Authentication Required'],
  [511, 'Network Authentication Required'],
  [502, 'dial tcp: connect: connection refused'],
  [502, 'connect: no route to host'],
  [502, 'tls: failed to verify certificate: x509: certificate signed by unknown authority'],
  [502, 'http: server gave HTTP response to HTTPS client'],
  [504, 'context deadline exceeded'],
  [502, 'unexpected EOF'],
  [503, 'no endpoints available for service'],
];

describe('of a text that is no Status', () => {
  test.each(readable)('%d "%s" is repeated whole', async (code, line) => {
    const plain = await check(answer(code, `${line}\n`, { 'content-type': 'text/plain' }));
    expect(plain.message).toContain(line);
    // A title stands in quotes, and what does is cut to 100 characters.
    if (line.length > 100) return;
    const html = `<!DOCTYPE html><html><head><TITLE lang="en">\n${line}\n</TITLE>`;
    const page = await check(answer(code, html, { 'content-type': 'text/html' }));
    expect(page.message).toContain(`an HTML page titled "${line}"`);
  });

  test('no other word is repeated, as a value of a Secret', async () => {
    const secret = fc.stringMatching(/^[a-z]{3,8}[0-9]{2,4}[A-Z!#%&*+=~^]{1,3}$/);
    const line = fc.constantFrom(
      (text: string) => text,
      (text: string) => `password: ${text}`,
      (text: string) => `password=${text}&user=admin`,
      (text: string) => `Authorization: Bearer ${text}`,
      (text: string) => `no route for GET /login/${text}?token=${text}`,
      (text: string) => `backend '${text}' said "${text}" and \`${text}\``,
      (text: string) => `502 Bad Gateway (${text}), [${text}]: {${text}}`,
      (text: string) => `-----BEGIN PRIVATE KEY-----\n${text}`,
      (text: string) => `${'x'.repeat(190)} ${text}`,
    );
    const type = fc.constantFrom('text/plain', 'text/html', 'application/yaml', 'application/octet-stream');
    const code = fc.constantFrom(200, 302, 401, 404, 500, 502, 503);
    await fc.assert(
      fc.asyncProperty(fc.tuple(secret, line, type, code), async ([text, put, contentType, status]) => {
        const body = contentType === 'text/html' ? `<title>${put(text)}</title>` : put(text);
        const headers = {
          'content-type': `${contentType}; boundary=${text}`,
          location: `https://user:${text}@sso.example/${text}/login;${text}?${text}#${text}`,
          'www-authenticate': `Bearer realm="${text}"`,
          warning: `299 - "${text}"`,
          'retry-after': text,
          'x-request-id': text,
        };
        const error = await check(answer(status, body, headers));
        for (const shown of [error.message, `${error.stack}`, inspect(error), JSON.stringify(error)])
          expect(shown).not.toContain(text);
      }),
    );
  });

  test('a type of content is told by words alone', async () => {
    const known = await check(
      answer(200, '', { 'content-type': 'text/html; charset=UTF-8; boundary=s3cret' }),
    );
    expect(known.message).toContain('answered 200 with text/html; charset=utf-8 (');
    const unknown = await check(answer(200, 'x', { 'content-type': 's3cret/x' }));
    expect(unknown.message).toContain('answered 200 with … (');
  });

  test('a redirect is told by its host and the words of its path', async () => {
    const location = 'https://sso.example:8443/oauth2/s3cret/login?s3cret';
    const error = await check(answer(302, '', { location }));
    expect(error.message).toContain('a redirect to https://sso.example:8443/oauth2/…/login;');
  });

  test('a line of a megabyte is repeated in 200 characters', async () => {
    for (const body of ['error '.repeat(200_000), `${':'.repeat(1_000_000)}x`, '"'.repeat(1_000_000)]) {
      const error = await check(answer(500, body, { 'content-type': 'text/plain' }));
      expect(error.message.length).toBeLessThan(350);
    }
  });

  test('a page without a title, or with many, is told', async () => {
    const bodies = ['<title'.repeat(10_900), '<title>'.repeat(9_000), '<title '.repeat(9_000), '<title>a'];
    for (const body of bodies) {
      const error = await check(answer(500, body, { 'content-type': 'text/html' }));
      expect(error.message).toContain('an HTML page');
    }
  });
});

test('a Status keeps its message, which is not of this kind', async () => {
  const error = await check(failure(404, { reason: 'NotFound', message: 'pods "web-0" not found' }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error.message).toContain('pods "web-0" not found');
});
