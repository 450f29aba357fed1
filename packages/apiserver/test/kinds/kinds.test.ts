// The list of kinds against what a real server says of itself.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import type { Kind } from '../../src/kinds/kind.ts';
import { recordedColumns } from '../../src/kinds/recorded-columns.ts';
import { kinds } from '../../src/registry/builtin-kinds.ts';

const nameOf = ({ group, kind }: Pick<Kind, 'group' | 'kind'>): string => `${group}/${kind}`;

const columnsOf = (kind: Kind): string[] => {
  const entry = catalog.find(({ resource }) => nameOf(resource) === nameOf(kind));
  const { plural = '', group = '' } = entry?.resource ?? {};
  return (recordedColumns[group === '' ? plural : `${plural}.${group}`] ?? []).map(({ name }) => name);
};

describe('the list of kinds', () => {
  test('names kinds that a real server has, each once', () => {
    const real = new Set(catalog.map(({ resource }) => nameOf(resource)));
    const names = kinds.map(nameOf);
    expect(names.filter((name) => !real.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('names versions that a real server has', () => {
    const real = new Set(catalog.map(({ resource }) => `${nameOf(resource)} ${resource.version}`));
    const versions = kinds.flatMap((kind) =>
      Object.keys(kind.conversions ?? {}).map((version) => `${nameOf(kind)} ${version}`),
    );
    expect(versions.filter((name) => !real.has(name))).toEqual([]);
  });

  test.each(kinds.filter(({ cells }) => cells !== undefined).map((kind) => [nameOf(kind), kind] as const))(
    'has cells of %s for columns that a real server prints',
    (_, kind) => {
      const columns = columnsOf(kind);
      expect(Object.keys(kind.cells ?? {}).filter((name) => !columns.includes(name))).toEqual([]);
    },
  );
});
