import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StateFileError } from '@kube-rx/apiserver';
import { configMap, configMaps, definition, TestServer } from '../support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const farms = '/apis/example.com/v1/namespaces/default/farms';

describe('a snapshot', () => {
  const farm = { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'a' } };

  test('takes kinds that were defined later away', async () => {
    const server = new TestServer();
    const before = server.server.snapshot();
    await server.post(definitions, definition('farms', 'Farm'));
    await server.post(farms, farm);
    server.server.restore(before);
    expect((await server.get(farms)).status).toBe(404);
    await server.post(definitions, definition('farms', 'Farm'));
    expect((await server.get(farms)).body.items).toEqual([]);
  });

  test('brings a kind back whose definition was deleted', async () => {
    const server = new TestServer();
    await server.post(definitions, definition('farms', 'Farm'));
    await server.post(farms, farm);
    const listed = await server.get(farms);
    const before = server.server.snapshot();
    await server.delete(`${definitions}/farms.example.com`);
    expect((await server.get(farms)).status).toBe(404);
    server.server.restore(before);
    expect((await server.get(farms)).text).toBe(listed.text);
  });
});

describe('a saved state', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    file = join(folder, 'state');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function saved(): Promise<TestServer> {
    const server = new TestServer();
    await server.post(definitions, definition('farms', 'Farm'));
    await server.post(farms, { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'a' } });
    await server.post(configMaps, configMap('a', { k: 'ä\n' }));
    await server.delete('/api/v1/namespaces/kube-public');
    await server.server.saveState(file);
    return server;
  }

  test('brings everything back, custom kinds and versions included', async () => {
    const before = await saved();
    const after = new TestServer();
    expect(await after.server.loadState(file)).toBe(true);
    expect(after.server.revision).toBe(before.server.revision);
    for (const path of [configMaps, farms, definitions, '/api/v1/namespaces'])
      expect((await after.get(path)).text).toBe((await before.get(path)).text);
    const watched = await after.watch(farms, { resourceVersion: after.server.revision });
    expect(
      (await after.post(farms, { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'b' } }))
        .status,
    ).toBe(201);
    expect(await watched.fresh()).toEqual([`ADDED b@${after.server.revision}`]);
    expect((await after.get(configMaps, { resourceVersion: 1, resourceVersionMatch: 'Exact' })).status).toBe(
      410,
    );
  });

  test('is only for its owner, and leaves nothing beside it', async () => {
    await writeFile(file, 'old', { mode: 0o644 });
    await saved();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['state']);
  });

  test('that does not exist changes nothing', async () => {
    expect(await new TestServer().server.loadState(file)).toBe(false);
  });

  test.each<[string, (text: string) => string, string]>([
    ['is something else', () => 'apiVersion: v1\n', 'line 1 is not a JSON object'],
    ['is empty', () => '', 'it is not the state of an embedded API server'],
    [
      'is of another version',
      (text) => text.replace('"version":1', '"version":2'),
      'its version is 2, not 1',
    ],
    ['lacks its last line', (text) => text.trim().split('\n').slice(0, -1).join('\n'), 'it was cut off'],
    ['ends within a line', (text) => text.slice(0, -20), 'is not a JSON object'],
    [
      'has kinds that are unknown',
      (text) => text.replaceAll('"store":"farms.example.com"', '"store":"f"'),
      'this server has no f',
    ],
  ])('that %s is refused by name and changes nothing', async (_, damage, why) => {
    await saved();
    await writeFile(file, damage(await readFile(file, 'utf8')));
    const server = new TestServer();
    await server.post(configMaps, configMap('mine'));
    const error: unknown = await server.server.loadState(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StateFileError);
    expect(String(error)).toContain(`${file} cannot be restored from: `);
    expect(String(error)).toContain(why);
    expect((await server.get(`${configMaps}/mine`)).status).toBe(200);
  });
});
