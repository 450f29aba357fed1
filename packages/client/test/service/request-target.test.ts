// Whatever the path of a request: it goes to the configured server and below its path, or nowhere.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { type HttpRequest, InvalidRequestError } from '@kube-rx/core';
import { StaticToken } from '../../src/auth/credentials.ts';
import { Client, type ClientOptions } from '../../src/client.ts';
import { requestTarget } from '../../src/service/request-target.ts';
import { type Loopback, serveHttp } from '../support/loopback.ts';
import { failureOf, get } from '../support/requests.ts';

/** A token that counts how often it was asked for. */
class CountedToken extends StaticToken {
  asked = 0;

  override authorization(): Promise<string> {
    this.asked += 1;
    return super.authorization();
  }
}

interface World {
  readonly targets: string[];
  readonly other: Loopback;
  readonly credentials: CountedToken;
  readonly client: Client;
}

async function world(options: ClientOptions = {}, base = '/k8s/clusters/c-1'): Promise<World> {
  const targets: string[] = [];
  const own = await serveHttp((request, response) => {
    targets.push(request.url ?? '');
    response.end('{}');
  });
  const other = await serveHttp((_, response) => response.end('{}'));
  const credentials = new CountedToken('secret');
  const server = `http://127.0.0.1:${own.port}${base}`;
  const client = Client.fromConfig({ server, credentials, credentialsWithoutTls: true }, options);
  return { targets, other, credentials, client };
}

describe('the path of a request', () => {
  test.each([
    '/version',
    '/api/v1/namespaces/a/pods/b:c@d',
    "/a/b;c=d/%2e%2ea/$&'()*+,=!~",
    '/api/',
    '/a//b',
    '/...',
  ])('is sent as it is: %s', async (path) => {
    const { client, targets } = await world();
    await client.requestText(get(path));
    expect(targets).toEqual([`/k8s/clusters/c-1${path}`]);
    await client.close();
  });

  const foreign = (port: number): string[] => [
    `@127.0.0.1:${port}/x`,
    `//127.0.0.1:${port}/x`,
    `/\\127.0.0.1:${port}/x`,
    `http://127.0.0.1:${port}/x`,
    `.127.0.0.1:${port}/x`,
    `:${port}/x`,
    `\t//127.0.0.1:${port}/x`,
    `/\t/127.0.0.1:${port}/x`,
    `/\r\n/127.0.0.1:${port}/x`,
    `?@127.0.0.1:${port}/x`,
  ];
  const steps = [
    '/..',
    '/a/../../b',
    '/./x',
    '/%2e%2E/x',
    '/.%2e/x',
    '/a%2f..%2f..%2fb',
    '/a\\..\\b',
    '/a%5c..%5cb',
    '/..;/x',
    '/a/..;a=b/x',
    '/.%2e%3Bx/x',
  ];
  const encodedTwice = [
    '/%252e%252e/x',
    '/a%252f..%252fb',
    '/a/%25252e./b',
    '/%2%65%%32e/b',
    `/%${'25'.repeat(1000)}2e`,
  ];
  const unencoded = [
    '/a?b=c',
    '/a#b',
    '/a b',
    '/é',
    '/a\nb',
    '/a\r\nHost: other',
    '/a\u0000',
    '/\ud800',
    '/a"b',
    '',
  ];

  test('is refused where it could lead to another host, upwards or into the query, before a token is asked for', async () => {
    const { client, targets, other, credentials } = await world();
    const paths = [...foreign(other.port), ...steps, ...encodedTwice, ...unencoded, '*', 'version'];
    for (const path of paths) {
      const failure = await failureOf(client.requestText(get(path)));
      expect([path, failure]).toEqual([path, expect.any(InvalidRequestError)]);
    }
    expect(targets).toEqual([]);
    expect(other.accepted()).toBe(0);
    expect(credentials.asked).toBe(0);
    await client.close();
  });

  test('is refused in words that quote no more than its beginning', async () => {
    const { client } = await world();
    const message = async (path: string): Promise<unknown> => {
      const failure = await failureOf(client.requestText(get(path)));
      return failure instanceof Error && failure.message;
    };
    expect(await message('@host/x')).toBe('GET "…@host/x": a path must begin with one "/"');
    expect(await message('/a/%2E%2E/b')).toBe(
      'GET "/a/%2E%2E/b": a path must not have a segment "." or "..", encoded or not',
    );
    expect(await message('/a?token=secret')).toBe(
      'GET "/a": a path must be percent-encoded, without the query: encodeURIComponent(segment), and the parameters in query',
    );
    expect(String(await message(`/${'\n'.repeat(100_000)}`)).length).toBeLessThan(400);
    expect(await message('//ann:secret@host')).not.toContain('secret');
    await client.close();
  });

  test('is checked as the layers of the program leave it', async () => {
    const { client, other, credentials } = await world({
      layers: [
        (next) => (request, options) => next({ ...request, path: `@127.0.0.1:${other.port}/x` }, options),
      ],
    });
    expect(await failureOf(client.requestText(get('/version')))).toBeInstanceOf(InvalidRequestError);
    expect(other.accepted()).toBe(0);
    expect(credentials.asked).toBe(0);
    await client.close();
  });

  test('is anything where a service of another kind takes it', async () => {
    const paths: string[] = [];
    const client = new Client(({ path }) => {
      paths.push(path);
      return Promise.resolve({ status: 200, headers: {}, body: (async function* () {})() });
    });
    await client.requestText(get('anything?at=all'));
    expect(paths).toEqual(['anything?at=all']);
  });

  test('stands behind the path of a server URL alone, whose query and fragment are left out', async () => {
    const { client, targets } = await world({}, '/base/?token=a#b');
    await client.requestText(get('/version', { query: [['a', 'b']] }));
    expect(targets).toEqual(['/base/version?a=b']);
    await client.close();
  });
});

describe('the query of a request', () => {
  test('stays a query whatever it holds', async () => {
    const { client, targets } = await world();
    await client.requestText(get('/version', { query: [['/../?#\r\n@x', ' HTTP/1.1\r\nHost: other']] }));
    expect(targets).toHaveLength(1);
    const url = new URL(targets[0] ?? '', 'http://own');
    expect(url.pathname).toBe('/k8s/clusters/c-1/version');
    expect([...url.searchParams]).toEqual([['/../?#\r\n@x', ' HTTP/1.1\r\nHost: other']]);
    await client.close();
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '\\',
    '.',
    '..',
    '%2e',
    '%2E',
    '%2f',
    '%5c',
    '%252e',
    '@',
    ':',
    '?',
    '#',
    ' ',
    '\t',
    '\r\n',
  ),
  fc.constantFrom('http:', 'OTHER', '127.0.0.1', 'x', ';', '%', '\u0000', '\ud800', 'é', '[', '|', '^'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const anyPath = fc
  .tuple(fc.constantFrom('', '/', '/api/', '@'), fc.array(piece, { maxLength: 8 }))
  .map(([start, pieces]) => start + pieces.join(''));

/** What any server may take a target for, once proxies have decoded it as often as they like. */
function decodedTarget(target: string): string {
  const decoded = target.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decoded === target ? target : decodedTarget(decoded);
}

function sent(path: string): string | undefined {
  const request: HttpRequest = get(path);
  try {
    return requestTarget(request);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    return undefined;
  }
}

test.prop([anyPath], { numRuns: 2000 })('no path leads a URL parser away from the base', (path) => {
  const target = sent(path);
  if (target === undefined) return;
  for (const each of [target, decodedTarget(target).replaceAll('\\', '/')]) {
    const url = new URL(`https://own/base${each}`);
    expect(url.origin).toBe('https://own');
    expect(url.pathname).toMatch(/^\/base\//);
  }
});

test.prop([anyPath, fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))], {
  numRuns: 100,
})('over sockets, a request reaches the server below its path, or nobody', async (path, parameter) => {
  const { client, targets, other } = await world();
  const otherHost = path.replaceAll('OTHER', `127.0.0.1:${other.port}`);
  await client.requestText(get(otherHost, { query: [parameter] })).catch((error: unknown) => {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(targets).toEqual([]);
  });
  expect(other.accepted()).toBe(0);
  for (const target of targets)
    expect(new URL(target, 'http://own').pathname).toMatch(/^\/k8s\/clusters\/c-1\//);
  await client.close();
});
