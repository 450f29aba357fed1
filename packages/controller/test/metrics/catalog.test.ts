// The catalog says all that there is, and nothing else.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/metrics/catalog.ts';
import { parseText, Scraper } from '../support/metrics-world.ts';

describe('the catalog', () => {
  test('names each metric once, by the rules of Prometheus', () => {
    const names = catalog.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, type, labels, help } of catalog) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      for (const label of labels) expect(label).toMatch(/^[a-z]+$/);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.length).toBeLessThanOrEqual(3);
      expect(help).not.toBe('');
    }
  });

  test('says what is in seconds, and has buckets that ascend', () => {
    for (const metric of catalog) {
      expect(metric.name.endsWith('_seconds')).toBe('unit' in metric);
      if (metric.type !== 'histogram') continue;
      expect(metric.buckets).toEqual([...metric.buckets].sort((a, b) => a - b));
      expect(new Set(metric.buckets).size).toBe(metric.buckets.length);
    }
  });

  test('is all that a scrape tells, in the types that it says', async () => {
    using scraper = await Scraper.start();
    const text = await scraper.metrics.text();
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(types.sort()).toEqual(catalog.map(({ name, type }) => `${name} ${type}`).sort());
  });
});

describe('each metric of the catalog', () => {
  const folder = join(import.meta.dirname, '../../src/metrics');
  const sourceOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const constants = [...sourceOf('catalog.ts').matchAll(/^export const (\w+): \w+Metric =/gm)].map(
    ([, name = '']) => name,
  );
  const collected = ['run', 'write', 'watch', 'request', 'status', 'election'].flatMap((part) => {
    const [, imported = ''] =
      /^import \{([^}]*)\} from '\.\/catalog\.ts'/m.exec(sourceOf(`${part}-metrics.ts`)) ?? [];
    return imported.split(',').flatMap((name) => name.trim() || []);
  });

  test('is collected by one part', () => {
    expect(constants.length).toBe(catalog.length);
    expect(collected.sort()).toEqual(constants.sort());
  });
});

describe('the reader of the text', () => {
  test.each(['a{b="c"', 'a b c', 'a{b=c} 1', 'a{b="c"d} 1'])('refuses %s', (line) => {
    expect(() => parseText(line)).toThrow('no ');
  });

  test('reads labels with quotes', () => {
    expect(parseText('a{b="c\\"d\\\\e\\nf",g="h"} 1.5')).toEqual([
      { name: 'a', labels: { b: 'c"d\\e\nf', g: 'h' }, value: 1.5 },
    ]);
  });
});
