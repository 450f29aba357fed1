// Files of a volume that hide each other: two at one path, or one where another one needs a folder.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go

import { trimTextEnd } from '@kube-rx/core';
import type { Field } from '../../validation/field.ts';

// Each path is compared with each one before it.
const mostComparisons = 1_000_000;

interface FilePath {
  readonly path: string;
  /** Which of the sources of the volume it comes from; `''` where there is but one. */
  readonly source: string;
}

export function* overlapWarnings(volumes: Field): Generator<string> {
  const budget = { left: mostComparisons };
  for (const volume of volumes.items) {
    const name = JSON.stringify(volume.at('name').text);
    for (const { described, paths } of singleSources(volume))
      for (const overlap of overlaps(paths, budget))
        yield `volume ${name} (${described}): overlapping paths: ${overlap}`;
    const sources = volume.at('projected', 'sources').items;
    const paths: FilePath[] = [];
    for (const source of sources) {
      if (Object.values(source.object).every((one) => one === null))
        yield `volume ${name} (Projected) has no sources provided`;
      paths.push(...projectedPaths(source));
    }
    for (const overlap of overlaps(paths, budget))
      yield `volume ${name} (Projected): overlapping paths: ${overlap}`;
  }
}

function singleSources(volume: Field): { described: string; paths: FilePath[] }[] {
  const [config, secret] = [volume.at('configMap'), volume.at('secret')];
  return [
    { described: `ConfigMap ${JSON.stringify(config.at('name').text)}`, paths: pathsIn(config, '') },
    { described: `Secret ${JSON.stringify(secret.at('secretName').text)}`, paths: pathsIn(secret, '') },
    { described: 'DownwardAPI', paths: pathsIn(volume.at('downwardAPI'), '') },
  ];
}

// The first of them counts.
function projectedPaths(source: Field): FilePath[] {
  for (const [key, kind] of [
    ['configMap', 'ConfigMap'],
    ['secret', 'Secret'],
  ] as const) {
    const one = source.at(key);
    if (one.at('items').isSet) return pathsIn(one, `${kind} ${JSON.stringify(one.at('name').text)}`);
  }
  const files = source.at('downwardAPI');
  if (files.at('items').isSet) return pathsIn(files, 'DownwardAPI');
  const token = source.at('serviceAccountToken');
  return token.isSet ? [pathOf(token, 'ServiceAccountToken')] : [];
}

function pathsIn(source: Field, told: string): FilePath[] {
  return source.at('items').items.map((item) => pathOf(item, told));
}

function pathOf(item: Field, source: string): FilePath {
  return { path: trimTextEnd(item.at('path').text, '/'), source };
}

function* overlaps(paths: readonly FilePath[], budget: { left: number }): Generator<string> {
  for (const [at, one] of paths.entries()) {
    if (one.path === '') continue;
    for (const other of paths.slice(0, at)) {
      budget.left -= 1;
      if (budget.left < 0) return;
      if (other.path !== '' && isWithin(one.path, other.path)) yield `${shown(one)} with ${shown(other)}`;
    }
  }
}

function isWithin(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

function shown({ path, source }: FilePath): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
