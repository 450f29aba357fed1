import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, definition, TestServer, type Wire } from '../support/test-server.ts';

const names = (body: Wire): string[] => body.items.map(({ metadata }) => metadata.name);

describe('list', () => {
  test('orders by the bytes of the name, over namespaces by namespace', async () => {
    const server = new TestServer();
    for (const name of ['ab', 'a0', 'a', 'a.b', 'a-b']) await server.post(configMaps, configMap(name));
    expect(names((await server.get(configMaps)).body)).toEqual(['a', 'a-b', 'a.b', 'a0', 'ab']);
  });

  test('shows one state on all its pages, whatever is written meanwhile', async () => {
    const server = new TestServer();
    await server.writeConfigMaps(5);
    const first = await server.get(configMaps, { limit: 2 });
    expect(first.body.metadata).toMatchObject({ remainingItemCount: 3 });
    await server.delete(`${configMaps}/c3`);
    await server.post(configMaps, configMap('c22'));
    const second = await server.get(configMaps, { limit: 2, continue: first.body.metadata.continue });
    const third = await server.get(configMaps, { limit: 2, continue: second.body.metadata.continue });
    expect([first, second, third].flatMap(({ body }) => names(body))).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    expect(third.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    expect(third.body.metadata.continue).toBeUndefined();
  });

  test('says where an expired list can go on, at the price of consistency', async () => {
    const server = new TestServer();
    await server.writeConfigMaps(4);
    const first = await server.get(configMaps, { limit: 2 });
    await server.post(configMaps, configMap('c22'));
    server.server.compact();
    const expired = await server.get(configMaps, { limit: 2, continue: first.body.metadata.continue });
    expect(expired.body).toMatchObject({ code: 410, reason: 'Expired' });
    expect(expired.body.message).toMatch(
      /^The provided continue parameter is too old to display a consistent list result/,
    );
    const rest = await server.get(configMaps, { continue: expired.body.metadata.continue });
    expect(names(rest.body)).toEqual(['c2', 'c22', 'c3']);
  });

  test('tells no remaining count under a selector, and a token though nothing more matches', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', {}, { labels: { l: '1' } }));
    await server.post(configMaps, configMap('b'));
    const { body } = await server.get(configMaps, { limit: 1, labelSelector: 'l=1' });
    expect(body.metadata.continue).toBeDefined();
    expect(body.metadata.remainingItemCount).toBeUndefined();
  });

  // c0 is written at 6, c1 at 7, c2 at 8; 9 is the present.
  const table: readonly [query: Record<string, string>, names: string[], resourceVersion: string][] = [
    [{}, ['c0', 'c1', 'c2', 'd'], '9'],
    [{ resourceVersion: '0' }, ['c0', 'c1', 'c2', 'd'], '9'],
    [{ resourceVersion: '0', limit: '1' }, ['c0', 'c1', 'c2', 'd'], '9'],
    [{ resourceVersion: '7' }, ['c0', 'c1', 'c2', 'd'], '9'],
    [{ resourceVersion: '7', limit: '3' }, ['c0', 'c1'], '7'],
    [{ resourceVersion: '7', resourceVersionMatch: 'Exact' }, ['c0', 'c1'], '7'],
    [{ resourceVersion: '7', resourceVersionMatch: 'NotOlderThan' }, ['c0', 'c1', 'c2', 'd'], '9'],
    [{ resourceVersion: '7', resourceVersionMatch: 'NotOlderThan', limit: '2' }, ['c0', 'c1'], '9'],
    [
      { resourceVersion: '0', resourceVersionMatch: 'NotOlderThan', limit: '2' },
      ['c0', 'c1', 'c2', 'd'],
      '9',
    ],
  ];

  test.each(table)('with %j gives %j at %s', async (query, expected, resourceVersion) => {
    const server = new TestServer();
    await server.writeConfigMaps(3);
    await server.post(configMaps, configMap('d'));
    const { body } = await server.get(configMaps, query);
    expect(names(body)).toEqual(expected);
    expect(body.metadata.resourceVersion).toBe(resourceVersion);
  });

  const refused: readonly [query: Record<string, string>, code: number, message: string][] = [
    [
      { resourceVersion: 'abc' },
      400,
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [{ continue: '###' }, 400, expect.stringMatching(/^invalid continue token: /) as never],
    [
      { resourceVersionMatch: 'Exact' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      { sendInitialEvents: 'true' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
    [
      { fieldSelector: 'spec.x=1' },
      400,
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ];

  test.each(refused)('refuses %j with %d', async (query, code, message) => {
    const { body } = await new TestServer().get(configMaps, query);
    expect(body).toMatchObject({ kind: 'Status', code, message });
  });

  test('waits 3 s for a version that is still to come', async () => {
    const server = new TestServer();
    const waiting = server.get(configMaps, { resourceVersion: '7' });
    await server.clock.advance(2_900);
    await server.writeConfigMaps(2);
    expect(names((await waiting).body)).toEqual(['c0', 'c1']);
    const tooNew = server.get(configMaps, { resourceVersion: '900' });
    await server.clock.advance(3_000);
    const { status, headers, body } = await tooNew;
    expect(status).toBe(504);
    expect(headers['retry-after']).toBe('1');
    expect(body).toMatchObject({
      reason: 'Timeout',
      message: 'Timeout: Too large resource version: 900, current: 7',
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
    });
  });

  test('selects by label and by field', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', {}, { labels: { app: 'web' } }));
    await server.post(configMaps, configMap('b', {}, { labels: { app: 'api' } }));
    expect(names((await server.get(configMaps, { labelSelector: 'app in (web),!old' })).body)).toEqual(['a']);
    expect(names((await server.get(configMaps, { fieldSelector: 'metadata.name!=a' })).body)).toEqual(['b']);
  });

  test('prints an empty list as one', async () => {
    const { body } = await new TestServer().get(configMaps);
    expect(body).toEqual({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '5' },
      items: [],
    });
  });

  test('prints a large list whole', async () => {
    const server = new TestServer();
    for (let at = 0; at < 40; at += 1)
      await server.post(configMaps, configMap(`c${at}`, { k: 'x'.repeat(20_000) }));
    expect((await server.get(configMaps)).body.items).toHaveLength(40);
  });

  test('prints custom resources with sorted keys and an empty continue', async () => {
    const server = new TestServer();
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('webs', 'Web'));
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    await server.post(webs, {
      apiVersion: 'example.com/v1',
      kind: 'Web',
      metadata: { name: 'a' },
      b: 1,
      a: 2,
    });
    const { body } = await server.get(webs);
    expect(Object.keys(body)).toEqual(['apiVersion', 'items', 'kind', 'metadata']);
    expect(Object.keys(body.items[0] ?? {})).toEqual(['a', 'apiVersion', 'b', 'kind', 'metadata']);
    expect(body.metadata.continue).toBe('');
  });
});
