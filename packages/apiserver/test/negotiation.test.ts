import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, definition, TestServer } from './support/test-server.ts';

const as = (shape: string): { readonly accept: string } => ({
  accept: `application/json;as=${shape};g=meta.k8s.io;v=v1`,
});

async function started(): Promise<TestServer> {
  const server = new TestServer();
  await server.post(configMaps, configMap('a', { k: 'v' }, { labels: { l: '1' } }));
  return server;
}

describe('the Accept header', () => {
  test('asks for a table', async () => {
    const server = await started();
    await server.clock.advance(90_000);
    const { text } = await server.ask('GET', configMaps, { headers: as('Table') });
    const { kind, columnDefinitions, rows } = JSON.parse(text) as {
      kind: string;
      columnDefinitions: { name: string }[];
      rows: { cells: unknown[]; object: { kind: string; metadata: { name: string } } }[];
    };
    expect(kind).toBe('Table');
    expect(columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Data', 'Age']);
    expect(rows[0]).toMatchObject({
      cells: ['a', 1, '90s'],
      object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } },
    });
  });

  test('asks for metadata only, of one object and of many', async () => {
    const server = await started();
    const one = await server.ask('GET', `${configMaps}/a`, { headers: as('PartialObjectMetadata') });
    expect(one.body).toMatchObject({
      kind: 'PartialObjectMetadata',
      metadata: { name: 'a', labels: { l: '1' } },
    });
    expect(one.body.data).toBeUndefined();
    const many = await server.ask('GET', configMaps, { headers: as('PartialObjectMetadataList') });
    expect(many.body.items).toHaveLength(1);
    expect((await server.ask('GET', configMaps, { headers: as('PartialObjectMetadata') })).status).toBe(406);
  });

  test.each([
    ['objects', 'application/json', 'application/json'],
    ['metadata', as('PartialObjectMetadata').accept, as('PartialObjectMetadataList').accept],
  ])('asks for %s without managedFields', async (_what, one, many) => {
    const server = await started();
    for (const [field, dropped] of [
      ['metadata.managedFields', true],
      ['spec.later+metadata.managedFields', true],
      ['spec.later', false],
      ['', false],
    ] as const) {
      const headers = { accept: `${one};drop=${field}` };
      const list = await server.ask('GET', configMaps, { headers: { accept: `${many};drop=${field}` } });
      const object = await server.ask('GET', `${configMaps}/a`, { headers });
      const watch = await server.open('GET', configMaps, { query: { watch: true }, headers });
      const first = await watch.body[Symbol.asyncIterator]().next();
      await server.patch(`${configMaps}/a`, 'merge', { data: { k: field } });
      const { body: unasked } = await server.ask('GET', `${configMaps}/a`, { headers: { accept: one } });
      expect(unasked.metadata.managedFields).not.toEqual([]);
      const frame = JSON.parse(new TextDecoder().decode(first.value as Uint8Array)) as {
        object: typeof unasked;
      };
      for (const { metadata } of [list.body.items[0], object.body, frame.object].filter((found) => !!found)) {
        expect('managedFields' in metadata).toBe(!dropped);
        expect(metadata).toMatchObject({ name: 'a', labels: { l: '1' } });
      }
      expect(Object.keys(object.body)).toEqual(Object.keys(unasked));
    }
  });

  test('describes the columns of a watch once', async () => {
    const server = await started();
    const response = await server.open('GET', configMaps, { query: { watch: true }, headers: as('Table') });
    await server.post(configMaps, configMap('b'));
    const iterator = response.body[Symbol.asyncIterator]();
    const frames: string[] = [];
    for (let at = 0; at < 2; at += 1) {
      const next = await iterator.next();
      if (!next.done) frames.push(new TextDecoder().decode(next.value));
    }
    expect(frames[0]).toContain('"columnDefinitions":[{"name":"Name"');
    expect(frames[1]).toContain('"columnDefinitions":null');
  });

  test('may offer several, of which the first known one is taken', async () => {
    const accept = `application/vnd.kubernetes.protobuf,${as('Table').accept},application/json`;
    const { text } = await (await started()).ask('GET', configMaps, { headers: { accept } });
    expect(text).toContain('"kind":"Table"');
  });

  test.each(['text/html', 'image/png'])('is refused as %s', async (accept) => {
    expect((await (await started()).ask('GET', configMaps, { headers: { accept } })).status).toBe(406);
  });

  test('asks for YAML', async () => {
    const { text } = await (await started()).ask('GET', `${configMaps}/a`, {
      headers: { accept: 'application/yaml' },
    });
    expect(text).toMatch(/^apiVersion: v1\ndata:\n {2}k: v\nkind: ConfigMap\nmetadata:\n/);
  });
});

describe('indentation', () => {
  test.each([
    ['curl', { headers: { 'user-agent': 'curl/8' } }, true],
    ['curl that does not want it', { headers: { 'user-agent': 'curl/8' }, query: { pretty: '0' } }, true],
    ['a program', {}, false],
    ['a program that wants it', { query: { pretty: 'true' } }, true],
  ])('is for %s', async (title, ask, expected) => {
    const { text } = await (await started()).ask('GET', `${configMaps}/a`, ask);
    expect(text.startsWith('{\n')).toBe(title === 'curl that does not want it' ? false : expected);
  });
});

describe('a custom kind', () => {
  test('has the columns of its definition', async () => {
    const server = new TestServer();
    const columns = [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }];
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await server.post(definitions, definition('webs', 'Web', { additionalPrinterColumns: columns }));
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    await server.post(webs, {
      apiVersion: 'example.com/v1',
      kind: 'Web',
      metadata: { name: 'a' },
      spec: { size: 3 },
    });
    const { text } = await server.ask('GET', webs, { headers: as('Table') });
    expect(text).toContain('"cells":["a",3]');
  });
});
