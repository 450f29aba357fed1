// What was recorded from a server, by name.

/** In the order of their names. */
export function sortedEntries<T>(recording: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(recording).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * One name a line, small enough to commit.
 *
 * @example write('columns.json', printRecording(columns));
 */
export function printRecording(recording: Readonly<Record<string, unknown>>): string {
  const lines = sortedEntries(recording).map(
    ([name, value]) => `\n  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{${lines.join(',')}\n}\n`;
}
