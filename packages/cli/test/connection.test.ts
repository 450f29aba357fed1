import { describe, expect, test } from '@jest/globals';
import { Client } from '@kube-rx/client';
import type { HttpRequest, HttpResponse } from '@kube-rx/core';
import { findTargets, readRequestTimeout } from '../src/connection.ts';
import { FakeTerminal } from './support/fake-terminal.ts';

describe('--request-timeout', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['0s', 0],
    ['10', 10_000],
    ['5s', 5000],
    ['1m', 60_000],
    ['2h', 7_200_000],
    ['1h2m3s', 3_723_000],
    ['1.5s', 1500],
    ['100ms', 100],
  ])('%j means %j ms, as for kubectl', (requestTimeout, expected) => {
    expect(readRequestTimeout(requestTimeout === undefined ? {} : { requestTimeout })).toBe(expected);
  });

  test.each(['x', '5x', '5d', '1.5', '-1', '-5s', ' 5s', '5 s', '1e3', '99999999h'])(
    '%j is refused with what it should be',
    (requestTimeout) => {
      expect(() => readRequestTimeout({ requestTimeout })).toThrow(
        /^Invalid timeout value ".*"\. Timeout must be a single integer in seconds, or an integer followed by /,
      );
    },
  );
});

const answers: Readonly<Record<string, object>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': { kind: 'APIResourceList', resources: [{ name: 'pods', kind: 'Pod', namespaced: true }] },
  '/apis': { kind: 'APIGroupList', groups: [{ name: 'bad.example.com', versions: [{ version: 'v1' }] }] },
};

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield body;
}

/** A server of pods, with an extension that answers with `text`. */
function serving(text: string, type: string): Client {
  return new Client(({ path }: HttpRequest): Promise<HttpResponse> => {
    const known = answers[path];
    const body = new TextEncoder().encode(known ? JSON.stringify(known) : text);
    const headers = { 'content-type': known ? 'application/json' : type };
    return Promise.resolve({ status: 200, headers, body: pieces(body) });
  });
}

describe('a broken extension of the API', () => {
  test.each([
    ['<html>\u001b[2J</html>', 'text/html', 'the server answered 200 with text/html (an HTML page); '],
    ['', 'application/json', 'is not valid JSON (0 bytes)'],
    ['{"a":', 'application/json', 'is not valid JSON (5 bytes)'],
  ])('that answers %j hides nothing else, and is warned of', async (text, type, why) => {
    const terminal = new FakeTerminal();
    const client = serving(text, type);
    const [target] = await findTargets(['pods'], client, { flags: {}, terminal });
    expect(target?.resource.plural).toBe('pods');
    expect(terminal.stderr).toContain('Warning: the resources of bad.example.com/v1 are unknown: ');
    expect(terminal.stderr).toContain(why);
    expect(terminal.stderr.split('\n')).toHaveLength(2);
  });
});
