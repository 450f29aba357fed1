import { describe, expect, test } from '@jest/globals';
import type { Fault } from '@kube-rx/apiserver';
import { configMaps, TestServer } from './support/test-server.ts';

async function withFault(fault: Fault): Promise<TestServer> {
  const server = new TestServer();
  await server.writeConfigMaps(5);
  server.server.faults.inject({ fault });
  return server;
}

function namesIn({ body }: Awaited<ReturnType<TestServer['get']>>): string[] {
  return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
}

const streaming = {
  sendInitialEvents: true,
  allowWatchBookmarks: true,
  resourceVersionMatch: 'NotOlderThan',
};

describe('a list with holes', () => {
  test.each([
    [0, ['c0', 'c1', 'c2', 'c3', 'c4']],
    [0.4, ['c0', 'c1', 'c3']],
    [1, []],
  ])('lacks a share of %d of its objects, and keeps its version', async (share, names) => {
    const server = await withFault({ type: 'omit', share });
    const list = await server.get(configMaps);
    expect([namesIn(list), list.body.metadata.resourceVersion]).toEqual([names, '10']);
    expect(list.headers['content-length']).toBeUndefined();
  });

  test('lacks them in a streamed initial state as well, and tells what follows', async () => {
    const server = await withFault({ type: 'omit', share: 0.4 });
    const watch = await server.watch(configMaps, streaming);
    await server.writeConfigMaps(2, 'd');
    const seen = await watch.seen();
    expect(seen.filter((each) => each.startsWith('ADDED'))).toEqual([
      'ADDED c0@6',
      'ADDED c1@7',
      'ADDED c3@9',
      'ADDED d0@11',
      'ADDED d1@12',
    ]);
    expect(seen.filter((each) => each.startsWith('BOOKMARK'))).toHaveLength(1);
  });

  test('leaves watches from a version alone, and single objects', async () => {
    const server = await withFault({ type: 'omit', share: 1 });
    expect(await (await server.watch(configMaps, { resourceVersion: '9' })).seen()).toEqual(['ADDED c4@10']);
    expect((await server.get(`${configMaps}/c0`)).body.metadata.name).toBe('c0');
  });
});

describe('a list that never ends', () => {
  test.each([
    [{ type: 'repeatPages' }, ['c0 c1', 'c0 c1', 'c0 c1']],
    [{ type: 'repeatPages', empty: true }, ['c0 c1', '', '']],
  ] satisfies [Fault, string[]][])('by %j has a new token on each page', async (fault, pages) => {
    const server = await withFault(fault);
    const tokens = new Set<string>();
    const seen: string[] = [];
    for (let token = ''; seen.length < pages.length; ) {
      const page = await server.get(configMaps, { limit: 2, ...(token !== '' && { continue: token }) });
      seen.push(namesIn(page).join(' '));
      token = page.body.metadata.continue;
      tokens.add(token);
    }
    expect([seen, tokens.size]).toEqual([pages, pages.length]);
  });

  test('ends for who asks for all in one page', async () => {
    const server = await withFault({ type: 'repeatPages' });
    expect((await server.get(configMaps)).body.metadata.continue).toBeUndefined();
  });
});

describe('an answer', () => {
  test('that hangs never comes to its end', async () => {
    const server = await withFault({ type: 'status', code: 500, body: 'broken', hangs: true });
    const giveUp = new AbortController();
    const { status, body } = await server.server.service(
      { method: 'GET', path: configMaps, query: [], headers: {} },
      { signal: giveUp.signal },
    );
    const chunks = body[Symbol.asyncIterator]();
    const { value: first = new Uint8Array() } = (await chunks.next()) as IteratorResult<
      Uint8Array,
      undefined
    >;
    expect([status, new TextDecoder().decode(first)]).toEqual([500, 'broke']);
    let isOver = false;
    const rest = Promise.resolve(chunks.next()).finally(() => {
      isOver = true;
    });
    await server.clock.advance(3_600_000);
    expect(isOver).toBe(false);
    giveUp.abort();
    await expect(rest).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('fails by the code that is asked for', async () => {
    const server = await withFault({ type: 'refuse', code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    await expect(server.get(configMaps)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  });

  test('tells no end of initial events, and bookmarks all the same', async () => {
    const server = await withFault({ type: 'dropEndMark' });
    const watch = await server.watch(configMaps, { ...streaming, timeoutSeconds: 300 });
    await server.writeConfigMaps(1, 'd');
    await server.clock.advance(130_000);
    const seen = await watch.seen();
    expect(seen.filter((each) => each.startsWith('ADDED'))).toHaveLength(6);
    // One of them would be the mark; it would come first.
    expect(seen[5]).toBe('ADDED d0@11');
    expect(seen.slice(6).every((each) => each.startsWith('BOOKMARK'))).toBe(true);
    expect(seen.length).toBeGreaterThan(6);
  });
});
