// Definitions have room for more columns than anybody reads, each of which may show all of an object.

import { expect, test } from '@jest/globals';
import { definition, type Reply, TestServer } from '../support/test-server.ts';

const things = '/apis/example.com/v1/namespaces/default/things';

async function serving(columns: number, jsonPath: string): Promise<TestServer> {
  const server = new TestServer();
  const own = definition('things', 'Thing') as { readonly spec: { readonly versions: readonly object[] } };
  const additionalPrinterColumns = Array.from({ length: columns }, (_, at) => ({
    name: `c${at}`,
    type: 'string',
    jsonPath,
  }));
  const versions = own.spec.versions.map((version) => ({ ...version, additionalPrinterColumns }));
  const body = { ...own, spec: { ...own.spec, versions } };
  const defined = await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', body);
  expect(defined.status).toBe(201);
  return server;
}

async function create(server: TestServer, name: string, spec: object): Promise<void> {
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name }, spec };
  expect((await server.post(things, thing)).status).toBe(201);
}

function table(server: TestServer, path: string, limit = 0): Promise<Reply> {
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  return server.ask('GET', path, { headers, ...(limit > 0 && { query: { limit } }) });
}

function cellsOf({ text }: Reply): readonly unknown[] {
  const { rows } = JSON.parse(text) as { readonly rows: readonly [{ readonly cells: readonly unknown[] }] };
  return rows[0].cells;
}

test('the cells of a table are empty once they have shown too much', async () => {
  const server = await serving(200, '.spec.a');
  await create(server, 'a', { a: 'x'.repeat(1_000_000) });
  const reply = await table(server, `${things}/a`);
  expect(reply.status).toBe(200);
  expect(reply.text.length).toBeLessThan(70 * 1024 * 1024);
  const cells = cellsOf(reply);
  expect(cells).toHaveLength(201);
  expect([typeof cells[1], cells.at(-1)]).toEqual(['string', null]);
});

test('a search in a list counts as what it looks at', async () => {
  const server = await serving(1_000, '.spec.a[?(@.x=="y")]');
  await create(server, 'a', { a: [...Array.from({ length: 100_000 }, () => 1), { x: 'y' }] });
  const shown = cellsOf(await table(server, `${things}/a`)).filter((cell) => cell === '{"x":"y"}');
  expect(shown.length).toBeGreaterThan(600);
  expect(shown.length).toBeLessThan(700);
});

test('a table of too many cells is refused, a page of it is not', async () => {
  const server = await serving(20_000, '.spec.a');
  for (let at = 0; at < 251; at += 1) await create(server, `n${at}`, {});
  const refused = await table(server, things);
  expect(refused).toMatchObject({ status: 501, body: { message: expect.stringContaining('5000000 cells') } });
  expect((await table(server, things, 2)).status).toBe(200);
});
