// Documents of which clients keep copies.

import { describe, expect, test } from '@jest/globals';
import { definition, type Reply, TestServer } from '../support/test-server.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function ask(server: TestServer, path: string, held?: string): Promise<Reply> {
  const headers = {
    accept: path.startsWith('/openapi') ? '*/*' : aggregated,
    ...(held && { 'if-none-match': held }),
  };
  return server.ask('GET', path, { headers });
}

describe('a document', () => {
  test.each(['/apis', '/api', '/openapi/v3/apis/apps/v1'])(
    'at %s is not sent again to whoever has it',
    async (path) => {
      const server = new TestServer();
      const first = await ask(server, path);
      const { etag = '' } = first.headers;
      expect(etag).toMatch(/^"[\dA-F]{64,128}"$/);
      for (const held of [etag, `W/${etag}, "other"`, '*']) {
        const again = await ask(server, path, held);
        expect([again.status, again.text]).toEqual([304, '']);
        expect(again.headers).toMatchObject({ etag, vary: 'Accept' });
        expect(again.headers).not.toHaveProperty('content-length');
        expect(again.headers).not.toHaveProperty('content-type');
      }
      for (const held of ['"other"', etag.slice(1, -1)])
        expect((await ask(server, path, held)).text).toBe(first.text);
    },
  );

  test('of all groups has another tag once a kind is defined', async () => {
    const server = new TestServer();
    const before = await ask(server, '/apis');
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('farms', 'Farm'));
    const after = await ask(server, '/apis', before.headers['etag']);
    expect(after.status).toBe(200);
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    expect(after.text).toContain('"farms"');
  });

  test('that the index names by its hash can be kept for ever, and one with an old hash has moved', async () => {
    const server = new TestServer();
    const index = JSON.parse((await ask(server, '/openapi/v3')).text) as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const url = index.paths['apis/apps/v1']?.serverRelativeURL ?? '';
    const [path = '', hash = ''] = url.split('?hash=');
    const get = (query: Record<string, string>): Promise<Reply> => server.get(path, query);
    expect((await get({ hash })).headers['cache-control']).toBe('public, immutable');
    expect((await get({})).headers).not.toHaveProperty('cache-control');
    const moved = await get({ hash: 'A0' });
    expect([moved.status, moved.headers['location']]).toEqual([301, url]);
  });
});
