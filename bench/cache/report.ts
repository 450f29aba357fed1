// From measurements to medians and a table in Markdown.

export type Facts = Record<string, number>;
export type Results<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Of each number the median of its rounds. */
export function medians(results: Results<readonly Facts[]>): Results<Facts> {
  return mapValues(results, (peers) =>
    mapValues(peers, (rounds) =>
      mapValues(rounds[0] ?? {}, (_, name) => median(rounds.map((facts) => facts[name] ?? 0))),
    ),
  );
}

const columns: readonly (readonly [title: string, fact: string, digits: number, scale: number])[] = [
  ['sync, ms', 'syncMs', 0, 1],
  ['CPU us a pod', 'syncCpuUsPerPod', 1, 1],
  ['longest stall, ms', 'sync loop max', 1, 1],
  ['events/s', 'eventsPerSecond', 0, 1],
  ['CPU us an event', 'cpuUsPerEvent', 1, 1],
  ['stall p99, ms', 'stream loop p99', 1, 1],
  ['heap + external, KB a pod', 'retainedBytesPerPod', 2, 1000],
  ['RSS, KB a pod', 'rssBytesPerPod', 2, 1000],
];

/** One table for each number of pods; in brackets the ratio of ours to the peer's. */
export function printTables(
  results: Results<Facts>,
  machine: Readonly<Record<string, string | number>>,
): string {
  const about = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const tables = Object.entries(results).map(([pods, peers]) => {
    const rows = Object.entries(peers).map(([name, facts]) => {
      // Over TLS, each against ours over TLS; that one against ours without.
      const ours = peers[name.endsWith(', TLS') && name !== 'kube-rx, TLS' ? 'kube-rx, TLS' : 'kube-rx'];
      return [
        name,
        ...columns.map(([, fact, digits, scale]) => cell(facts[fact], ours?.[fact], { digits, scale })),
      ].join(' | ');
    });
    const head = ['', ...columns.map(([title]) => title)].join(' | ');
    return [
      `## ${Number(pods).toLocaleString('en')} pods`,
      '',
      `| ${head} |`,
      `|${' --- |'.repeat(columns.length + 1)}`,
    ]
      .concat(
        rows.map((row) => `| ${row} |`),
        queries(peers['kube-rx, indexed']),
      )
      .join('\n');
  });
  return `# Cache benchmark\n\n${about.join(', ')}. In brackets: ours divided by the peer's.\n\n${tables.join('\n\n')}\n`;
}

function queries(ours: Facts | undefined): string[] {
  const facts = Object.entries(ours ?? {}).filter(([name]) => name.startsWith('query '));
  if (facts.length === 0) return [];
  return ['', `Reading, us: ${facts.map(([name, value]) => `${name.slice(6)} ${value}`).join(', ')}`];
}

function cell(
  value: number | undefined,
  ours: number | undefined,
  { digits, scale }: { readonly digits: number; readonly scale: number },
): string {
  if (value === undefined) return '';
  const text = (value / scale).toFixed(digits);
  return ours === undefined || ours === value || value === 0
    ? text
    : `${text} (${(ours / value).toFixed(2)})`;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
