// Holds a query to the catalog.

import { catalog } from '../../src/metrics/catalog.ts';
import type { Metric } from '../../src/metrics/metric.ts';
import { type QueriedMetric, readQuery } from './prom-query.ts';

/** By the names that a scrape has, as `…_bucket`. */
const served: ReadonlyMap<string, Metric> = new Map(
  catalog.flatMap((metric) => {
    const suffixes = metric.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    return suffixes.map((suffix): [string, Metric] => [`${metric.name}${suffix}`, metric]);
  }),
);

/** What whoever scrapes adds. */
const scraped = ['job', 'instance', 'namespace', 'pod'];

/** What is wrong with a query, and which metrics of the catalog it reads. */
export function checkQuery(query: string): { readonly faults: string[]; readonly read: Metric[] } {
  const faults: string[] = [];
  const read: Metric[] = [];
  for (const queried of readQuery(query)) {
    const metric = served.get(queried.name);
    if (metric) {
      read.push(metric);
      faults.push(...faultsOf(queried, metric));
    } else faults.push(`${queried.name} is no metric`);
  }
  return { faults, read };
}

function faultsOf({ name, labels, functions, isRange }: QueriedMetric, metric: Metric): string[] {
  const known = [...metric.labels, ...scraped, ...(name.endsWith('_bucket') ? ['le'] : [])];
  const unknown = labels.filter((label) => !known.includes(label));
  const grows = metric.type !== 'gauge';
  const isRated = ['rate', 'increase'].includes(functions[0] ?? '');
  return [
    ...unknown.map((label) => `${name} has no label ${label}`),
    ...(grows === isRated ? [] : [grows ? `${name} only grows` : `${name} does not only grow`]),
    ...(isRange === isRated ? [] : [`${name} is read over a time by rate alone`]),
    ...(functions.includes('histogram_quantile') === (name.endsWith('_bucket') && labels.includes('le'))
      ? []
      : [`${name} is no bucket of a quantile`]),
  ];
}
