// The dashboard reads metrics that exist, by labels that they have, and shows all that only kube-rx has.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/metrics/catalog.ts';
import { checkQuery } from '../support/known-metrics.ts';
import { readQuery } from '../support/prom-query.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
  }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const path = join(import.meta.dirname, '../../../../docs/dashboards/operator.json');
const { panels, templating } = JSON.parse(readFileSync(path, 'utf8')) as Dashboard;
const targets = panels.flatMap(({ title, targets: all = [] }) => all.map((target) => ({ title, ...target })));

describe('the dashboard', () => {
  test.each(targets.map(({ title, refId, expr }) => [`${title} ${refId}`, expr]))(
    'asks rightly: %s',
    (_title, query) => {
      expect(checkQuery(query).faults).toEqual([]);
    },
  );

  test('names in its legends what its queries keep', () => {
    for (const { expr, legendFormat } of targets) {
      const kept = readQuery(expr).flatMap(({ labels }) => labels);
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect([expr, kept]).toEqual([expr, expect.arrayContaining([label])]);
    }
  });

  test('shows every metric that only kube-rx has, and every other one', () => {
    const shown = new Set(targets.flatMap(({ expr }) => checkQuery(expr).read.map(({ name }) => name)));
    expect(catalog.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  test('uses the variables that it has', () => {
    const names = templating.list.map(({ name }) => name);
    const used = [...JSON.stringify(panels).matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
    expect([...new Set(used)].filter((name) => !name.startsWith('__')).sort()).toEqual([...names].sort());
    for (const { definition } of templating.list) {
      if (definition === undefined) continue;
      const [, query = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
      expect(readQuery(query)).toHaveLength(1);
      expect(['job', ...catalog.flatMap(({ labels }) => labels)]).toContain(label);
    }
  });

  test('puts each panel where no other one is', () => {
    const taken = new Set<string>();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos } of panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(x).toBeLessThan(24);
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
  });
});

describe('the reader of queries', () => {
  test('finds metrics, labels and functions', () => {
    const query =
      'histogram_quantile(0.99, sum by (controller, le) (rate(a_bucket{job=~"$job", x!="y"}[5m]))) > 3 * time()';
    expect(readQuery(query)).toEqual([
      {
        name: 'a_bucket',
        labels: ['job', 'x', 'controller', 'le'],
        functions: ['rate', 'sum', 'histogram_quantile'],
        isRange: true,
      },
    ]);
  });

  test.each([
    ['a metric that is none', 'sum(kube_rx_none)', 'kube_rx_none is no metric'],
    ['a label that is none', 'workqueue_depth{pod_name="a"}', 'workqueue_depth has no label pod_name'],
    [
      'a label by which it is summed',
      'sum by (source) (workqueue_depth)',
      'workqueue_depth has no label source',
    ],
    ['a counter as it is', 'kube_rx_loop_holds_total', 'kube_rx_loop_holds_total only grows'],
    ['a rate of a gauge', 'rate(workqueue_depth[5m])', 'workqueue_depth does not only grow'],
    [
      'a histogram without its suffix',
      'rate(kube_rx_gate_wait_seconds[5m])',
      'kube_rx_gate_wait_seconds is no metric',
    ],
    [
      'a rate over no time',
      'rate(kube_rx_loop_holds_total)',
      'kube_rx_loop_holds_total is read over a time by rate alone',
    ],
    [
      'a quantile of a sum',
      'histogram_quantile(0.9, rate(kube_rx_gate_wait_seconds_sum[5m]))',
      'kube_rx_gate_wait_seconds_sum is no bucket of a quantile',
    ],
  ])('refuses %s', (_what, query, fault) => {
    expect(checkQuery(query).faults).toEqual([fault]);
  });

  test.each(['sum(a', 'a)', 'sum by (a', 'rate by (a) (b[5m])', 'a{b}', 'a ! b'])(
    'refuses what is none: %s',
    (query) => {
      expect(() => readQuery(query)).toThrow(query === 'a{b}' ? 'no matcher' : query);
    },
  );
});
