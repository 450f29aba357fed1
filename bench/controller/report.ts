// From the medians to a table in Markdown.

import type { Facts } from '../cache/report.ts';

const rows: readonly (readonly [title: string, fact: string, digits: number])[] = [
  ['list and reconcile: wall, ms', 'list ms', 0],
  ['list and reconcile: CPU, ms', 'list CPU ms', 0],
  ['list and reconcile: peak RSS, MB', 'list peak MB', 0],
  ['list and reconcile: runs', 'list runs', 0],
  ['storm: wall, ms', 'storm ms', 0],
  ['storm: CPU, ms', 'storm CPU ms', 0],
  ['storm: runs', 'storm runs', 0],
  ['steady: change to run, p50, ms', 'steady p50 ms', 2],
  ['steady: change to run, p99, ms', 'steady p99 ms', 2],
  ['steady: CPU, ms', 'steady CPU ms', 0],
  ['RSS at first, MB', 'first MB', 0],
  ['peak RSS, MB', 'peak MB', 0],
  ['retained RSS, MB', 'retained MB', 0],
];

export function printTable(peers: Readonly<Record<string, Facts>>, about: string): string {
  const names = Object.keys(peers);
  const ours = peers['kube-rx'];
  const lines = rows.map(([title, fact, digits]) => {
    const cells = names.map((name) => {
      const value = peers[name]?.[fact];
      const own = ours?.[fact];
      if (value === undefined) return '';
      const text = value.toFixed(digits);
      return name === 'kube-rx' || own === undefined || value === 0
        ? text
        : `${text} (${(own / value).toFixed(2)})`;
    });
    return `| ${[title, ...cells].join(' | ')} |`;
  });
  return [
    '# Controller benchmark',
    '',
    `${about}. In brackets: ours divided by the peer's.`,
    '',
    `| ${['', ...names].join(' | ')} |`,
    `|${' --- |'.repeat(names.length + 1)}`,
    ...lines,
    '',
  ].join('\n');
}
