import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/program.ts';

const website = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: websites.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Website, plural: websites }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              description: What to serve.
              type: object
              required: [host]
              properties: { host: { type: string } }
`;

describe('kube-rx types', () => {
  let folder: string;
  let printed: { out: string; err: string };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    printed = { out: '', err: '' };
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function types(...args: readonly string[]): Promise<number> {
    return run(['types', '--out', join(folder, 'out'), ...args], {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
      signal: new AbortController().signal,
      exitCode: undefined,
    });
  }

  async function file(name: string, text: string): Promise<string> {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  }

  test('writes a file for each group and version, and an index, and names them', async () => {
    const planet = website.replaceAll('example.com', 'example.org').replace('Website', 'Planet');
    const paths = [await file('website.yaml', website), await file('planet.yaml', planet)];
    expect(await types('--from', ...paths)).toBe(0);
    expect(printed).toEqual({
      out: ['example.com/v1.ts', 'example.org/v1.ts', 'index.ts']
        .map((path) => `${join(folder, 'out', path)}\n`)
        .join(''),
      err: '',
    });
    const text = await readFile(join(folder, 'out/example.com/v1.ts'), 'utf8');
    expect(text).toContain("import type { ObjectMeta, Resource } from 'kube-rx';");
    expect(text).toContain("export const Website: Resource<Website, 'Namespaced', 'status'> = {");
    expect(text).toContain('  /** What to serve. */\n  readonly spec?: WebsiteSpec;');
  });

  test('writes only the groups asked for, importing from the packages asked for', async () => {
    const path = await file('crds.yaml', `${website}---${website.replaceAll('example.com', 'example.org')}`);
    expect(await types('--from', path, '--group', 'example.org', '--import-from', '@kube-rx')).toBe(0);
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual(['example.org', 'index.ts']);
    expect(await readFile(join(folder, 'out/example.org/v1.ts'), 'utf8')).toContain("from '@kube-rx/core';");
  });

  test.each([
    { args: [], path: './example.com/v1.js', who: 'TypeScript under every way of resolving' },
    { args: ['--import-extension', 'ts'], path: './example.com/v1.ts', who: 'Node, which runs the files' },
    { args: ['--import-extension', 'none'], path: './example.com/v1', who: 'tools of CommonJS' },
  ])('ends imports between its files as $who wants them: $args', async ({ args, path }) => {
    const crd = await file('website.yaml', website);
    expect(await types('--from', crd, ...args)).toBe(0);
    const index = await readFile(join(folder, 'out/index.ts'), 'utf8');
    expect([...index.matchAll(/ from '([^']+)';/g)].map(([, from]) => from)).toEqual([path, path]);
  });

  test('says where it cannot read or write', async () => {
    const path = await file('website.yaml', website);
    expect(await types('--from', path, '--out', path)).toBe(1);
    expect(await types('--from', join(folder, 'nope'))).toBe(1);
    expect(await types('--from', path, '--out', '')).toBe(1);
    expect(printed.err).toBe(
      `error: ${path}/example.com/v1.ts cannot be written: not a directory (ENOTDIR)\nerror: ${folder}/nope cannot be read: no such file or directory (ENOENT)\nerror: --out must name a directory\n`,
    );
  });

  const testOnLinux = process.platform === 'linux' ? test : test.skip;

  testOnLinux('ends where the system takes no directory', async () => {
    const path = await file('website.yaml', website);
    expect(await types('--from', path, '--out', '/proc/nope')).toBe(1);
    expect(printed.err).toMatch(/^error: \/proc\/nope\/\S+ cannot be written: .*\(ENOENT\)\n$/);
  });

  test('says which file and field are wrong, and writes nothing', async () => {
    const path = await file('bad.yaml', website.replace('scope: Namespaced', 'scope: Everywhere'));
    expect(await types('--from', path)).toBe(1);
    expect(printed.err).toContain(
      `${path}:2: CustomResourceDefinition websites.example.com: spec.scope is "Everywhere", not Namespaced or Cluster`,
    );
    expect(await readdir(folder)).toEqual(['bad.yaml']);
  });

  test.each([
    { part: 'group', was: 'group: example.com', is: '../../outside', field: 'spec.group' },
    { part: 'version', was: 'name: v1', is: "v1'; code; '", field: 'spec.versions[0].name' },
    { part: 'kind', was: 'kind: Website', is: 'A {} code', field: 'spec.names.kind' },
    { part: 'plural', was: 'plural: websites', is: '../websites', field: 'spec.names.plural' },
  ])('refuses a $part that is more than a name, and writes nothing', async ({ was, is, field }) => {
    const line = `${was.split(' ')[0] ?? ''} ${JSON.stringify(is)}`;
    const path = await file('bad.yaml', website.replace(was, line));
    expect(await types('--from', path)).toBe(1);
    const definition = `${path}:2: CustomResourceDefinition websites.example.com`;
    expect(printed.err).toContain(`error: ${definition}: ${field} is ${JSON.stringify(is)}, not `);
    expect(await readdir(folder)).toEqual(['bad.yaml']);
  });

  test('lets the name of a file be no more than a word of a comment', async () => {
    const path = await file('a\nexport const code = 1;\n.yaml', website);
    expect(await types('--from', path)).toBe(0);
    const [first] = (await readFile(join(folder, 'out/index.ts'), 'utf8')).split('\n');
    expect(first).toMatch(/a\\u000aexport const code = 1;\\u000a\.yaml\. Do not edit\.$/);
  });

  test('knows which groups there are when it is asked for another', async () => {
    const path = await file('crds.yaml', website);
    expect(await types('--from', path, '--group', 'example.net')).toBe(1);
    expect(printed.err).toContain('there is no group example.net here; there are: example.com');
  });

  test('says so when there is nothing to write', async () => {
    const path = await file('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n');
    expect(await types('--from', path)).toBe(1);
    expect(printed.err).toContain('there are no custom resources here, so nothing was written');
  });
});
