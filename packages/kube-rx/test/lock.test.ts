// What is installed is what was locked, and what users install is little.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Lock, lockProblems, type Manifest, rangeProblems } from './support/lock.ts';

const root = join(import.meta.dirname, '../../..');
const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
const folders = readdirSync(join(root, 'packages'));

/** What packages need beside each other. The commit that adds to it says why. */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  apiserver: ['re2js', 'ws'],
  cli: ['commander', 'pino', 'rxjs'],
  client: ['got', 'ws'],
  controller: ['pino', 'rxjs'],
  // A compiler of CEL, whose rules are checked where they are written; and the types that schema libraries share.
  crd: ['@marcbachmann/cel-js', '@standard-schema/spec'],
  runtime: ['lru-cache', 'rxjs'],
};

/** Only for Windows, and not in the registry: it cannot be locked, and nothing that is run here needs it. */
const vanished = /vite: its optional napi-windows-process-start-time is not in the lock/;

describe('what is installed', () => {
  test.each([
    ['.', 500],
    ['scripts/projects', 500],
    ['scripts/nodes', 3],
  ])('is locked by its hash in %s, and runs nothing unasked', (folder, least) => {
    const lock = read<Lock>(folder, 'package-lock.json');
    expect(Object.keys(lock.packages).length).toBeGreaterThan(least);
    const problems = lockProblems(lock, read(folder, 'package.json'));
    expect(problems.filter((problem) => !vanished.test(problem))).toEqual([]);
  });

  test('runs no script of a tool of the workspace', () => {
    const { allowScripts = {} } = read<Manifest>('package.json');
    expect(Object.values(allowScripts)).not.toContain(true);
  });

  test.each(['.', 'scripts/projects', 'scripts/nodes', ...folders.map((name) => `packages/${name}`)])(
    'is one exact version of each tool of %s',
    (folder) => {
      const problems = rangeProblems(read(folder, 'package.json'));
      // What one package needs and another is tested with has one range in both.
      expect(problems.filter((problem) => folder !== 'packages/runtime' || !/^pino /.test(problem))).toEqual(
        [],
      );
    },
  );

  test('with kube-rx may be all that its parts load by name, also where each package sees only what it names', () => {
    // As with Yarn's Plug'n'Play.
    const { peerDependencies = {}, dependencies: parts = {} } = read<Manifest>(
      'packages/kube-rx/package.json',
    );
    for (const part of folders.filter((each) => `@kube-rx/${each}` in parts)) {
      const { peerDependencies: loaded = {} } = read<Manifest>('packages', part, 'package.json');
      const modules = Object.entries(loaded).filter(([name]) => !name.startsWith('@types/'));
      expect(peerDependencies).toMatchObject(Object.fromEntries(modules));
    }
  });

  test.each(folders)('with %s is little, and none with core', (folder) => {
    const manifest = read<Manifest>('packages', folder, 'package.json');
    const foreign = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@kube-rx/'));
    expect(foreign).toEqual(dependencies[folder] ?? []);
    if (folder === 'core') expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies).toBeUndefined();
  });
});

describe('the check of a lock', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const good: Lock['packages'] = {
    '': { optionalDependencies: { a: '1.0.0' } },
    'packages/core': { version: '0.0.0' },
    'node_modules/@kube-rx/core': { resolved: 'packages/core', link: true },
    'node_modules/a': { version: '1.0.0', integrity, optionalDependencies: { b: '^1.0.0' } },
    'node_modules/a/node_modules/b': { version: '1.2.0-rc.1', integrity, hasInstallScript: true },
  };
  const allowScripts = { b: false };

  test('finds nothing in a good one', () => {
    expect(lockProblems({ packages: good }, { allowScripts })).toEqual([]);
  });

  test.each<[string, Lock['packages'], string]>([
    ['without a hash', { 'node_modules/c': { version: '1.0.0' } }, 'has no SHA-512'],
    ['with a weak hash', { 'node_modules/c': { version: '1.0.0', integrity: 'sha1-AA==' } }, 'no SHA-512'],
    [
      'of a host',
      { 'node_modules/c': { version: '1.0.0', integrity, resolved: 'https://example.com/c.tgz' } },
      'names where it comes from',
    ],
    ['of a repository', { 'node_modules/c': { version: 'git+ssh://x', integrity } }, 'is no version'],
    [
      'outside of the workspace',
      { 'node_modules/c': { resolved: '/tmp/c', link: true } },
      'no package of ours',
    ],
    [
      'that is left out',
      { 'node_modules/a/node_modules/b': { optionalDependencies: { c: '1' } } },
      'optional c',
    ],
    [
      'with a script',
      { 'node_modules/c': { version: '1.0.0', integrity, hasInstallScript: true } },
      'wants to run a script',
    ],
  ])('finds an entry %s', (_, entries, problem) => {
    const problems = lockProblems({ packages: { ...good, ...entries } }, { allowScripts });
    expect(problems.join('\n')).toContain(problem);
  });

  test.each(['^1.0.0', '1.x', 'latest', '*', 'npm:other@^1.0.0', 'file:../x', 'https://example.com/x.tgz'])(
    'finds a tool of version %s',
    (range) => {
      expect(rangeProblems({ devDependencies: { tool: range } })).toHaveLength(1);
    },
  );
});
