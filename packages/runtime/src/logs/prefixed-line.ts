// A line of a log as `kubectl logs --prefix` prints it.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/cmd/logs/logs.go

import { escapeUnprintable, printable } from '@kube-rx/core';
import type { LogLine } from './log-options.ts';

/**
 * A line and where it comes from, as `[pod/web-0/web] GET /`; its time, where it has one, comes between.
 *
 * Guarantees: it is one line, and no terminal obeys it: control characters, colours too, are shown as JSON escapes. Only
 * tabs stay.
 *
 * @example
 * const web = ObjectRef.of(Deployment, 'web', 'shop');
 * for await (const line of logs(client, web, { follow: true })) console.log(prefixedLine(line));
 */
export function prefixedLine({ pod, container, time, line }: Omit<LogLine, 'namespace'>): string {
  const when = time === undefined ? '' : `${printable(time)} `;
  const shown = line.replaceAll('\n', '\\n').split('\t').map(escapeUnprintable).join('\t');
  return `[pod/${printable(pod)}/${printable(container)}] ${when}${shown}`;
}
