import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { configMap, configMaps, definition, TestServer } from '../support/test-server.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** How often an object is read from JSON or written as JSON while `run` runs. */
async function counted(run: () => Promise<unknown>): Promise<{ parsed: number; encoded: number }> {
  const parse = jest.spyOn(JSON, 'parse');
  const stringify = jest.spyOn(JSON, 'stringify');
  await run();
  const count = (calls: readonly (readonly unknown[])[], isObject: (value: unknown) => boolean): number =>
    calls.filter(([value]) => isObject(value)).length;
  const parsed = count(parse.mock.calls, (value) => String(value).includes('"metadata"'));
  const encoded = count(stringify.mock.calls, (value) => value instanceof Object && 'metadata' in value);
  jest.restoreAllMocks();
  return { parsed, encoded };
}

const widgets = '/apis/example.com/v1/namespaces/default/widgets';

describe('stored bytes', () => {
  test.each([
    ['a built-in kind', configMaps, configMap('a', { k: 'v' })],
    [
      'a custom kind',
      widgets,
      { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' }, spec: { size: 1 } },
    ],
  ])('answer a get, a list and a watch of %s without being parsed or encoded', async (_kind, path, body) => {
    const server = new TestServer();
    const { server: embedded } = server;
    embedded.seed([definition('widgets', 'Widget') as { metadata: object }]);
    await server.post(path, body);
    const { service } = embedded;
    const read = async (name: string, query: [string, string][] = []): Promise<string> => {
      const { body: stream } = await service({ method: 'GET', path: path + name, query, headers: {} });
      for await (const chunk of stream) return new TextDecoder().decode(chunk);
      return '';
    };
    const texts: string[] = [];
    const counts = await counted(async () => {
      texts.push(await read('/a'), await read(''));
      texts.push(await read('', [['watch', 'true']]));
    });
    expect(counts).toEqual({ parsed: 0, encoded: 0 });
    for (const text of texts) expect(text).toContain('"name":"a"');
  });

  test('of one write are encoded once, for its answer and for all watches', async () => {
    const server = new TestServer();
    const watches = [await server.watch(configMaps), await server.watch(configMaps)];
    let text = '';
    const { encoded } = await counted(async () => {
      const { body } = await server.server.service({
        method: 'POST',
        path: configMaps,
        query: [],
        headers: {},
        body: '{"metadata":{"name":"a"}}',
      });
      for await (const chunk of body) text += new TextDecoder().decode(chunk);
    });
    for (const watch of watches) expect(await watch.seen()).toEqual(['ADDED a@6']);
    expect(encoded).toBe(1);
    expect(text).toBe((await server.get(`${configMaps}/a`)).text);
  });
});
