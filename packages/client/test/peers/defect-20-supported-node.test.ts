// A defect of another client: it did not load on a Node that it said nothing against, because a dependency needed a newer
// one.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../../..');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

const numbers = (version: string): number[] => version.split('.').map(Number);

/** Whether `range` of `>=`, `^`, a major version and `||` takes the version. */
function takes(range: string, version: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  return range.split('||').some((part) => {
    const [, sign, least = ''] = /^\s*(>=|\^|)\s*v?([\d.]+)\s*$/.exec(part) ?? [];
    const [leastMajor = 0, leastMinor = 0] = numbers(least);
    if (sign === undefined) throw new Error(`this test does not understand the range ${range}`);
    if (major !== leastMajor) return sign === '>=' && major > leastMajor;
    return minor >= leastMinor;
  });
}

const packages = ['core', 'client', 'runtime', 'kube-rx'];

test.each(packages)('%s says which Node it needs, and each of its dependencies takes that one', (name) => {
  const { engines, dependencies = {} } = manifestIn(`packages/${name}`);
  expect(engines?.node).toMatch(/^>=\d+\.\d+$/);
  const least = engines?.node?.slice(2) ?? '';
  const others = Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@kube-rx/'));
  const refusing = others.filter((dependency) => {
    const { node } = manifestIn(`node_modules/${dependency}`).engines ?? {};
    return node !== undefined && !takes(node, least);
  });
  expect(refusing).toEqual([]);
});
