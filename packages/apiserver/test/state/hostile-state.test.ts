import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/jest';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { StateFileError } from '@kube-rx/apiserver';
import { configMap, configMaps, definition, TestServer } from '../support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const farms = '/apis/example.com/v1/namespaces/default/farms';
const farm = { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'a' } };

interface Line {
  readonly store?: string;
  readonly object?: { readonly metadata?: Readonly<Record<string, unknown>>; readonly spec?: object };
  readonly objects?: number;
  readonly revision?: number;
}

describe('a state that no server has saved', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    file = join(folder, 'state');
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** The lines of a state with a definition, an object of its kind and a ConfigMap. */
  async function savedLines(): Promise<Line[]> {
    const server = new TestServer();
    await server.post(definitions, definition('farms', 'Farm'));
    await server.post(farms, farm);
    await server.post(configMaps, configMap('a'));
    await server.server.saveState(file);
    const text = await readFile(file, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  }

  /** Loads lines into a server that has a kind and an object of its own, and expects both to stay. */
  async function refusal(lines: readonly (Line | string)[]): Promise<string> {
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(file, `${texts.join('\n')}\n`);
    const server = new TestServer();
    await server.post(definitions, definition('barns', 'Barn'));
    await server.post(configMaps, configMap('mine'));
    const revision = server.server.revision;
    const error: unknown = await server.server.loadState(file).catch((thrown: unknown) => thrown);
    if (error === true) {
      // What was loaded can be shown.
      for (const path of [configMaps, farms, definitions])
        expect((await server.get(path)).status).toBeLessThan(500);
      return '';
    }
    expect(error).toBeInstanceOf(StateFileError);
    expect((await server.get(`${configMaps}/mine`)).status).toBe(200);
    expect((await server.get(farms.replace('farms', 'barns'))).status).toBe(200);
    expect((await server.get(farms)).status).toBe(404);
    expect(server.server.revision).toBe(revision);
    const { message } = error as StateFileError;
    expect(message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,1500}$/u);
    return message;
  }

  function changed(lines: readonly Line[], store: string, change: (line: Line) => unknown): Line[] {
    return lines.map((line) => (line.store === store ? (change(line) as Line) : line));
  }

  const withMetadata = (more: object) => (line: Line) => ({
    ...line,
    object: { ...line.object, metadata: { ...line.object?.metadata, ...more } },
  });

  const [misplaced, unversioned] = ['cannot be one of them', 'has no name or no version'];

  test.each<[string, (line: Line) => unknown, string]>([
    ['whose name climbs', withMetadata({ name: '../a' }), misplaced],
    ['whose namespace climbs', withMetadata({ namespace: '..' }), misplaced],
    ['without a namespace', withMetadata({ namespace: '' }), misplaced],
    ['of another kind', (line) => ({ ...line, object: { ...line.object, kind: 'Secret' } }), misplaced],
    ['whose version is another kind of number', withMetadata({ resourceVersion: '0x1' }), unversioned],
    ['of a version to come', withMetadata({ resourceVersion: '999' }), unversioned],
    ['of no resource', (line) => ({ ...line, store: '\u001b[2J\n' }), 'this server has no \\u001b[2J'],
  ])('with an object %s is refused', async (_, change, why) => {
    expect(await refusal(changed(await savedLines(), 'configmaps', change))).toContain(why);
  });

  test('with an object twice is refused', async () => {
    const [head, ...lines] = await savedLines();
    const twice = [
      { ...head, objects: (head?.objects ?? 0) + 1 },
      ...lines,
      lines.find(({ store }) => store === 'configmaps') ?? {},
    ];
    expect(await refusal(twice)).toMatch(/configmaps "default\/\S+" is there twice/);
  });

  test.each([
    [
      'has a group that climbs',
      { group: '../..', names: { plural: 'farms', kind: 'Farm' } },
      'a definition in it is refused: ',
    ],
    [
      'has code for a kind',
      { group: 'example.com', names: { plural: 'farms', kind: "'; code" } },
      'a definition in it is refused: ',
    ],
  ])('with a definition that %s is refused', async (_, spec, why) => {
    const store = 'customresourcedefinitions.apiextensions.k8s.io';
    const lines = changed(await savedLines(), store, (line) => ({
      ...line,
      object: { ...line.object, spec: { ...line.object?.spec, ...spec } },
    }));
    expect(await refusal(lines)).toContain(why);
  });

  test('with an object without end is refused', async () => {
    const lines = await savedLines();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const kind = '"kind":"ConfigMap",';
    const texts = lines.map((line) => JSON.stringify(line).replace(kind, `${kind}"data":{"x":${deep}},`));
    expect(await refusal(texts)).toContain('nested too deeply');
  });

  test.each([2 ** 53, 2 ** 53 - 1, -1, 1.5, '1', null])('at revision %j is refused', async (revision) => {
    const [head, ...lines] = await savedLines();
    expect(await refusal([JSON.stringify({ ...head, revision }), ...lines])).toContain(
      'the revision is none',
    );
  });

  test.each([
    'secret',
    7,
    '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n',
    generateKeyPairSync('x25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
  ])('with a key of service accounts that is none is refused, and not shown', async (serviceAccountKey) => {
    const [head, ...lines] = await savedLines();
    const why = await refusal([JSON.stringify({ ...head, serviceAccountKey }), ...lines]);
    expect(why).toBe(`${file} cannot be restored from: line 1: the key of service accounts is none`);
  });

  test.each<readonly [string, { readonly in?: string; readonly change: Change; readonly why: string }]>([
    ['data that is none', { change: (one) => ({ ...one, data: [] }), why: 'Go struct field ConfigMap.data' }],
    ['labels of numbers', { change: labelled, why: 'Go struct field ObjectMeta.metadata.labels' }],
    ['a number for its apiVersion', { change: (one) => ({ ...one, apiVersion: -1 }), why: misplaced }],
    ['an apiVersion of no version', { change: (one) => ({ ...one, apiVersion: 'v0' }), why: misplaced }],
    [
      'an apiVersion of another group',
      { in: 'farms.example.com', change: (one) => ({ ...one, apiVersion: 'v1' }), why: misplaced },
    ],
    [
      'labels of numbers, and a kind of its own',
      { in: 'farms.example.com', change: labelled, why: 'Go struct field ObjectMeta.labels' },
    ],
  ])('with an object that has %s is refused', async (_, { in: store = 'configmaps', change, why }) => {
    const lines = changed(await savedLines(), store, (line) => ({
      ...line,
      object: change({ ...line.object }),
    }));
    expect(await refusal(lines)).toContain(why);
  });

  test('loses the fields that its objects cannot have', async () => {
    const lines = changed(await savedLines(), 'configmaps', (line) => ({
      ...line,
      object: { ...line.object, unknown: 'x' },
    }));
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const server = new TestServer();
    await server.server.loadState(file);
    const { body } = await server.get(`${configMaps}/a`);
    expect(body).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'a' } });
    expect(body).not.toHaveProperty('unknown');
  });

  test('of a version without end is refused in one line', async () => {
    const [head, ...lines] = await savedLines();
    for (const version of ['x\n'.repeat(1000), [[]], {}, null])
      expect(await refusal([JSON.stringify({ ...head, version }), ...lines])).toMatch(
        /its version is .{1,300}, not 1$/,
      );
  });

  test('in what is no file is not waited for', async () => {
    const server = new TestServer();
    await expect(server.server.loadState('/dev/zero')).rejects.toThrow(
      '/dev/zero cannot be restored from: it is no regular file',
    );
    await mkdir(file);
    await expect(server.server.loadState(file)).rejects.toThrow('EISDIR');
  });

  test('that is larger than any is refused unread', async () => {
    const handle = await open(file, 'w');
    await handle.truncate(2 ** 31);
    await handle.close();
    await expect(new TestServer().server.loadState(file)).rejects.toThrow('it is larger than 2 GiB');
  });

  test.prop([fc.nat(), fc.nat(), fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }))], {
    numRuns: 150,
  })('with anything in any place is loaded or refused, and never half of both', async (at, place, other) => {
    const lines = await savedLines();
    const changedAt = at % lines.length;
    const places = placesIn(lines[changedAt]);
    const path = places[place % places.length] ?? [];
    const hostile = lines.map((line, index) =>
      JSON.stringify(index === changedAt ? replaced(line, path, other) : line),
    );
    await refusal(hostile);
  });
});

type Change = (object: Readonly<Record<string, unknown>>) => object;

function labelled(object: Readonly<Record<string, unknown>>): object {
  return { ...object, metadata: { ...(object['metadata'] as object), labels: { a: 5 } } };
}

type Path = readonly string[];

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return other;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === key ? replaced(item, rest, other) : item));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === key ? replaced(member, rest, other) : member,
    ]),
  );
}
