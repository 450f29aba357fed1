import { describe, expect, test } from '@jest/globals';
import { ApiError, type HttpResponse, isObjectNotFound, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { TransportError } from '../../src/errors.ts';
import { checkStatus } from '../../src/response/check-status.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';
import { answer, bodyOf, failure, ok } from '../support/script.ts';

const getPod = get('/api/v1/namespaces/shop/pods/web-0');
const patchSecret = get('/api/v1/namespaces/shop/secrets/db', { method: 'PATCH' });
const html = (code: number, title = ''): HttpResponse =>
  answer(code, `<!DOCTYPE html><html><title>${title}</title>`, {
    'content-type': 'text/html; charset=utf-8',
  });

async function check(response: HttpResponse, request = getPod): Promise<unknown> {
  return failureOf(checkStatus(request, response, { codec: jsonCodec, clock: new VirtualClock() }));
}

async function apiErrorOf(response: HttpResponse, request = getPod): Promise<ApiError> {
  const error = await check(response, request);
  if (error instanceof ApiError) return error;
  throw error;
}

describe('a response', () => {
  test.each([200, 201, 202, 204])('of %d is handed on unread', async (code) => {
    const response = answer(code, '{}');
    expect(await checkStatus(getPod, response, { codec: jsonCodec, clock: new VirtualClock() })).toBe(
      response,
    );
    expect(await readAll(response.body)).toBe('{}');
  });
});

describe('an error of the server', () => {
  const table: [what: string, response: HttpResponse, message: string, reason: string | undefined][] = [
    [
      'a Status: what was asked, what came, in its own words',
      failure(404, {
        reason: 'NotFound',
        message: 'pods "web-0" not found',
        details: { name: 'web-0', kind: 'pods' },
      }),
      'get pods shop/web-0: the server answered 404 NotFound: pods "web-0" not found',
      'NotFound',
    ],
    [
      'a conflict: read again',
      failure(409, { reason: 'Conflict', message: 'the object has been modified' }),
      'get pods shop/web-0: the server answered 409 Conflict: the object has been modified; ' +
        'read the object again and repeat the change on what is there now',
      'Conflict',
    ],
    [
      'a conflict of an apply: whose fields they are',
      failure(409, {
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "kubectl": .data.z',
        details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.z' }] },
      }),
      'get pods shop/web-0: the server answered 409 Conflict: Apply failed with 1 conflict: conflict with "kubectl": ' +
        '.data.z; another manager owns these fields: leave them out, or take them over by force',
      'Conflict',
    ],
    [
      'a 401: check the credentials',
      failure(401, { reason: 'Unauthorized', message: 'Unauthorized' }),
      'get pods shop/web-0: the server answered 401 Unauthorized: Unauthorized; the server does not accept the ' +
        "credentials: check the user of the kubeconfig's context, or its token's age",
      'Unauthorized',
    ],
    [
      'a 403: RBAC',
      failure(403, { reason: 'Forbidden', message: 'pods is forbidden' }),
      'get pods shop/web-0: the server answered 403 Forbidden: pods is forbidden; ' +
        'the identity is known but not allowed to do this: grant it by RBAC',
      'Forbidden',
    ],
    [
      'an expired resourceVersion: list again',
      failure(410, { reason: 'Expired', message: 'too old resource version: 5 (101)' }),
      'get pods shop/web-0: the server answered 410 Expired: too old resource version: 5 (101); ' +
        'list again from the beginning',
      'Expired',
    ],
    [
      'a Status as text/plain and without its kind, as of a timeout handler',
      answer(504, '{"metadata":{},"status":"Failure","message":"too slow","reason":"Timeout"}'),
      'get pods shop/web-0: the server answered 504 Timeout: too slow; try again later',
      'Timeout',
    ],
    [
      'a Status without a code',
      answer(500, { kind: 'Status', status: 'Failure', message: 'boom' }),
      'get pods shop/web-0: the server answered 500: boom',
      undefined,
    ],
    [
      'text/plain, as of flow control',
      answer(429, 'Too many requests, please try again later.\n'),
      'get pods shop/web-0: the server answered 429 TooManyRequests: ' +
        'Too many requests, please try again later.; try again later',
      'TooManyRequests',
    ],
    [
      'a path that nobody serves',
      answer(404, '404 page not found\n'),
      'get pods shop/web-0: the server answered 404 NotFound: 404 page not found; ' +
        'the server does not serve this resource: check its API version, and that its CRD is installed',
      'NotFound',
    ],
    [
      'plain HTTP on a TLS port',
      answer(400, 'Client sent an HTTP request to an HTTPS server.\n'),
      'get pods shop/web-0: the server answered 400 BadRequest: Client sent an HTTP request to an HTTPS server.; ' +
        'the server speaks TLS: write https:// in its URL',
      'BadRequest',
    ],
    [
      'HTML of a gateway, by its title',
      html(502, 'Bad Gateway'),
      'get pods shop/web-0: the server answered 502: an HTML page titled "Bad Gateway"',
      undefined,
    ],
    [
      'HTML of an authenticating proxy',
      html(403),
      'get pods shop/web-0: the server answered 403 Forbidden: an HTML page; ' +
        'the identity is known but not allowed to do this: grant it by RBAC',
      'Forbidden',
    ],
    [
      'an empty body',
      answer(503),
      'get pods shop/web-0: the server answered 503 ServiceUnavailable: an empty body; try again later',
      'ServiceUnavailable',
    ],
    [
      'JSON that is no Status, unquoted, as it may be an object',
      answer(500, { kind: 'Secret', data: { password: 's3cret' } }),
      'get pods shop/web-0: the server answered 500 InternalError: a body that is no Status (46 characters)',
      'InternalError',
    ],
    [
      'a proxy that repeats the request, whose credentials are not quoted',
      answer(502, 'no route for GET /pods, Authorization: Bearer s3cret'),
      'get pods shop/web-0: the server answered 502: no route for GET …, Authorization: …',
      undefined,
    ],
    [
      'JSON that is cut',
      answer(500, '{"kind":"Status","mess'),
      'get pods shop/web-0: the server answered 500 InternalError: a body that is no Status (22 characters)',
      'InternalError',
    ],
  ];

  test.each(table)('may be %s', async (...[, response, message, reason]) => {
    const error = await apiErrorOf(response);
    expect(error.message).toBe(message);
    expect(error.status).toMatchObject({ code: response.status, status: 'Failure' });
    expect(error.status.reason).toBe(reason);
  });

  test.each<[what: string, response: HttpResponse, said: string]>([
    [
      'a Status',
      failure(422, {
        reason: 'Invalid',
        message: ' "" is invalid: patch: Invalid value: "{\\"a\\":\\"s3cret\\"}": no',
      }),
      '422 Invalid: "" is invalid: patch: Invalid value: "…": no',
    ],
    [
      'a Status of a proxy',
      answer(502, '{"status":"Failure","message":"cannot forward s3cret"}'),
      '502: cannot …',
    ],
    ['text', answer(500, 'panic: s3cret is no password'), '500 InternalError: panic: … is no …'],
    ['a page', html(500, 's3cret at app.rb'), '500 InternalError: an HTML page titled "…"'],
    [
      'an object',
      answer(500, { data: { a: 's3cret' } }),
      '500 InternalError: a body that is no Status … characters)',
    ],
    [
      'a hostile reason',
      failure(400, { reason: 'a\u001b[2J\n', message: 'bad request' }),
      '400 a\\u001b[2J: bad request',
    ],
  ])('on a Secret repeats no value of %s', async (_, response, said) => {
    const error = await apiErrorOf(response, patchSecret);
    expect(error.message).toBe(`patch secrets shop/db: the server answered ${said}`);
    expect(error.serverMessage).toBe(said.slice(said.indexOf(': ') + 2));
  });

  test.each([
    ['text/plain', 'apiVersion: v1, data: s3cret'],
    ['text/html', '<title>s3cret</title>'],
    [`text/${'x'.repeat(500)}`, 's3cret'],
  ])('for a Secret that comes as %.20s repeats no value', async (type, body) => {
    const response = ok(body, { 'content-type': type });
    const getSecret = get('/api/v1/namespaces/shop/secrets/db');
    const error = await failureOf(
      checkStatus(getSecret, response, { codec: jsonCodec, mustDecode: true, clock: new VirtualClock() }),
    );
    expect(error).toMatchObject({ code: 'NOT_KUBERNETES' });
    expect(String(error)).not.toContain('s3cret');
    expect(String(error).length).toBeLessThan(500);
  });

  test.each([
    ['the header in seconds', '7', {}, 7000],
    ['the header as a date', 'Tue, 14 Nov 2023 22:13:29 GMT', {}, 9000],
    ['the details', undefined, { retryAfterSeconds: 3 }, 3000],
    ['the header before the details', '7', { retryAfterSeconds: 3 }, 7000],
    ['neither', undefined, {}, undefined],
  ])('says when to come again by %s', async (...[, header, details, ms]) => {
    const headers = { 'content-type': 'application/json', ...(header && { 'retry-after': header }) };
    const { body } = failure(429, { reason: 'TooManyRequests', message: 'slow down', details });
    expect((await apiErrorOf({ status: 429, headers, body })).retryAfterMs).toBe(ms);
  });

  test('is told even where its body breaks off', async () => {
    const body = bodyOf(['apiserver is ', new TransportError('cut', { code: 'ECONNRESET' })]);
    const error = await apiErrorOf({ status: 503, headers: {}, body });
    expect(error.message).toContain('503 ServiceUnavailable: apiserver is');
  });

  test('is read to 64 KiB and then left, and quoted by 200 characters', async () => {
    const body = bodyOf(['x'.repeat(60_000), 'y'.repeat(60_000), 'z'], { endless: true });
    const error = await apiErrorOf({ status: 500, headers: {}, body });
    expect(body.fate).toBe('left');
    expect(error.message.length).toBeLessThan(300);
  });

  test('passes on the abort of a reader that gave up on its body', async () => {
    const abort = new AbortController();
    abort.abort();
    const body = bodyOf([new DOMException('gone', 'AbortError')]);
    const response = { status: 500, headers: {}, body };
    const error = await failureOf(
      checkStatus(getPod, response, { codec: jsonCodec, clock: new VirtualClock(), signal: abort.signal }),
    );
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  test.each(['x', [null], ['x'], {}, 1])('is an ApiError where its causes are %j', async (causes) => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      message: 'not found',
      details: { name: 'a', causes },
    };
    for (const code of [404, 409, 422]) {
      const error = await apiErrorOf(answer(code, status));
      expect(error.serverMessage).toBe('not found');
      expect(isObjectNotFound(error)).toBe(code === 404);
    }
  });

  test('tells a path that nobody serves from an object that is not there', async () => {
    expect(isObjectNotFound(await check(answer(404, '404 page not found')))).toBe(false);
    // As servers say since Kubernetes 1.38: https://github.com/kubernetes/kubernetes/pull/138219
    const unserved = {
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
      details: {},
    };
    expect(isObjectNotFound(await check(failure(404, unserved)))).toBe(false);
    const missing = {
      reason: 'NotFound',
      message: 'pods "a" not found',
      details: { name: 'a', kind: 'pods' },
    };
    expect(isObjectNotFound(await check(failure(404, missing)))).toBe(true);
    // As a server in Go passes on that its own upstream does not know the path: https://github.com/kubernetes/kubernetes/pull/57943
    const causes = [{ reason: 'UnexpectedServerResponse', message: '404 page not found' }];
    const passedOn = { ...unserved, details: { ...missing.details, causes } };
    expect(isObjectNotFound(await check(failure(404, passedOn)))).toBe(false);
    expect(isObjectNotFound(new Error('other'))).toBe(false);
  });
});

describe('an answer of something that is not Kubernetes', () => {
  test.each([
    [
      'a login page',
      html(200, 'Sign in'),
      'answered 200 with text/html; charset=utf-8 (an HTML page titled "Sign in")',
    ],
    [
      'a page that is not found',
      html(404, 'Oops'),
      'answered 404 with text/html; charset=utf-8 (an HTML page titled "Oops")',
    ],
    [
      'a redirect',
      answer(302, '', { location: 'https://sso.example/login?token=s3cret' }),
      'answered 302 with a redirect to https://sso.example/login;',
    ],
    [
      'a redirect within the host',
      answer(301, '', { location: '/login?s3cret' }),
      'answered 301 with a redirect to /login;',
    ],
    ['a redirect to nowhere', answer(307), 'answered 307 with text/plain (an empty body)'],
    [
      'a redirect to no address',
      answer(302, '', { location: 'https://:s3cret' }),
      'answered 302 with a redirect to an address that is none;',
    ],
  ])('is told as such: %s', async (_, response, words) => {
    const error = await check(response, listPods);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'NOT_KUBERNETES' });
    expect(String(error)).toContain(`list pods in shop: the server ${words}`);
    expect(String(error)).toContain('it answered, but is not a Kubernetes API server');
    expect(String(error)).not.toContain('s3cret');
  });

  const decoding = { codec: jsonCodec, mustDecode: true, clock: new VirtualClock() };

  test('is a success whose body the codec does not decode', async () => {
    const body = bodyOf(['hello']);
    const response = { status: 200, headers: { 'content-type': 'text/plain' }, body };
    expect(await failureOf(checkStatus(listPods, response, decoding))).toMatchObject({
      code: 'NOT_KUBERNETES',
    });
    expect(body.fate).toBe('read');
  });

  test.each(['application/json', 'application/json;stream=watch', 'Application/JSON; charset=utf-8'])(
    'is not one of %s',
    async (type) => {
      const response = ok({}, { 'content-type': type });
      expect(await checkStatus(listPods, response, decoding)).toBe(response);
    },
  );
});
