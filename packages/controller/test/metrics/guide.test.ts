// The page of the guide says what there is, and its alerts read it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/metrics/catalog.ts';
import { checkQuery } from '../support/known-metrics.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/guide/metrics.md'), 'utf8');
const alerts = [...page.matchAll(/- alert: (\w+)\n\s+expr: (.+)/g)].map(([, name = '', query = '']) => [
  name,
  query,
]);

describe('the page of metrics', () => {
  test('has a row for each, in the order of the catalog', () => {
    const rows = page.split('\n').filter((line) => /^\| `\w+` \| (?:counter|gauge|histogram) \|/.test(line));
    expect(rows).toEqual(
      catalog.map(({ name, type, labels, help }) => {
        const listed = labels.map((label) => `\`${label}\``).join(', ');
        return `| \`${name}\` | ${type} | ${listed} | ${help.replaceAll('<', '&lt;')} |`;
      }),
    );
  });

  test.each(alerts)('alerts by what there is: %s', (_name, query) => {
    // Whoever is told wants to know of which program.
    expect(query).toContain('by (job, ');
    expect(checkQuery(query).faults).toEqual([]);
  });

  test('has alerts, each under a name of its own', () => {
    expect(alerts.length).toBeGreaterThan(8);
    expect(new Set(alerts.map(([name]) => name)).size).toBe(alerts.length);
  });
});
