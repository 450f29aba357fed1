import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { exactInteger } from '@kube-rx/core';
import { parseManifests } from '../../src/manifests/manifest.ts';
import { type ReadManifestsOptions, readManifests } from '../../src/manifests/read-manifests.ts';

const first = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
const second = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n';

function found(text: string): [name: string, where: string][] {
  return parseManifests(text, 'f.yaml').map(({ object, where }) => [object.metadata.name, where]);
}

describe('manifests', () => {
  test.each<[string, string, [string, string][]]>([
    ['one document', first, [['a', 'f.yaml:1']]],
    [
      'several documents, some of them empty',
      `---\n${first}---\n---\n# nothing\n---\n${second}`,
      [
        ['a', 'f.yaml:2'],
        ['b', 'f.yaml:9 (document 4)'],
      ],
    ],
    ['JSON', JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }), [['p', 'f.yaml:1']]],
    [
      'a list of anything',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p}}\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n',
      [
        ['p', 'f.yaml:1 (items[0])'],
        ['s', 'f.yaml:1 (items[1])'],
      ],
    ],
    [
      'a list whose items do not say what they are',
      'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: p}\n',
      [['p', 'f.yaml:1 (items[0])']],
    ],
    ['nothing', '', []],
  ])('may be %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('keep every digit of whole numbers', () => {
    const [manifest] = parseManifests(
      `${first}spec: {large: 9007199254740993, small: 5, float: 1.5}`,
      'f.yaml',
    );
    const spec = manifest?.object['spec'] as { large: number };
    expect(spec).toMatchObject({ small: 5, float: 1.5 });
    expect(exactInteger(spec, 'large')).toBe(9007199254740993n);
  });

  test.each([
    ['hello', 'f.yaml:1: is no Kubernetes object, as it has no apiVersion and kind'],
    ['a: b: c', 'f.yaml:1: '],
    [`${first}---\nkind: [`, 'f.yaml:5 (document 2): '],
    [
      `${first}---\nhello\n`,
      'f.yaml:5 (document 2): is no Kubernetes object, as it has no apiVersion and kind',
    ],
    ['a: *s3cret', 'f.yaml:1: has an alias without its anchor'],
    ['kind: Pod\n', 'f.yaml:1: is no Kubernetes object, as it has no apiVersion and kind'],
    ['apiVersion: v1\nkind: Pod\n', 'f.yaml:1: the Pod has no metadata.name'],
    ['apiVersion: v1\nkind: List\nitems: [1]\n', 'f.yaml:1 (items[0]): is no Kubernetes object'],
  ])('that are none are told with file and line: %j', (text, message) => {
    expect(() => parseManifests(text, 'f.yaml')).toThrow(message);
  });
});

test.each([
  ['/no/such/file', '/no/such/file cannot be read: no such file or directory (ENOENT)'],
  ['/dev/null/below', '/dev/null/below cannot be read: not a directory (ENOTDIR)'],
  ['/dev/null', '/dev/null holds no object: it is empty'],
])('what holds no manifests is told in one sentence: %s', async (path, message) => {
  await expect(readManifests(path)).rejects.toMatchObject({ name: 'ManifestError', message });
});

test('lists in lists are read to a depth that nobody reaches, and refused beyond', () => {
  const nested = (depth: number): string =>
    `${'{"apiVersion":"v1","kind":"List","items":['.repeat(depth)}${']}'.repeat(depth)}`;
  expect(parseManifests(nested(10), 'x')).toEqual([]);
  expect(() => parseManifests(nested(12), 'x')).toThrow(
    /^x:1( \(items\[0\]\)){11}: is a list in more than 10 others$/,
  );
});

describe('a directory of manifests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const names = async (paths: string | string[], options?: ReadManifestsOptions): Promise<string[]> =>
    (await readManifests(paths, options)).map(({ object }) => object.metadata.name);

  test('is read in the order of names, only where a file looks like one, and below it on request', async () => {
    await mkdir(join(folder, 'z'));
    await mkdir(join(folder, 'folder.yaml'));
    await writeFile(join(folder, 'z', 'b.yml'), second);
    await writeFile(join(folder, 'a.json'), '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}');
    await writeFile(join(folder, 'README.md'), '# not YAML: [');
    await symlink(join(folder, 'a.json'), join(folder, 'link.yaml'));
    expect(await names(folder)).toEqual(['p', 'p']);
    expect(await names(folder, { recursive: true })).toEqual(['p', 'p', 'b']);
    expect(await names([join(folder, 'z'), join(folder, 'a.json')])).toEqual(['b', 'p']);
  });

  test('that holds none is an error', async () => {
    await expect(readManifests(folder)).rejects.toThrow('holds no .yaml, .yml or .json file');
  });

  test('may be large, up to a bound over all files', async () => {
    await writeFile(join(folder, 'a.yaml'), first);
    await writeFile(join(folder, 'b.yaml'), second);
    expect(await names(folder, { maxBytes: first.length + second.length })).toEqual(['a', 'b']);
    await expect(readManifests(folder, { maxBytes: first.length + 5 })).rejects.toThrow(
      `${join(folder, 'b.yaml')}: the files have more than ${first.length + 5} bytes (maxBytes)`,
    );
  });
});

describe('the standard input', () => {
  test('is a file', async () => {
    const stdin = Readable.from([Buffer.from(first), Buffer.from(`---\n${second}`)]);
    const read = await readManifests('-', { stdin });
    expect(read.map(({ where }) => where)).toEqual(['-:1', '-:5 (document 2)']);
  });

  test('without an end is read up to the bound', async () => {
    const next = { done: false, value: Buffer.from('# nothing\n') };
    const stdin: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(next) }),
    };
    await expect(readManifests('-', { stdin, maxBytes: 1e5 })).rejects.toThrow('maxBytes');
  });

  test('that says nothing is waited for until the signal fires', async () => {
    const controller = new AbortController();
    const stdin: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    };
    const reading = readManifests('-', { stdin, signal: controller.signal });
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
