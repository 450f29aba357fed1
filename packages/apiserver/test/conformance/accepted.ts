// The differences between the two servers that are there on purpose, each with its reason.

import type { Difference } from './compare.ts';

export interface Accepted {
  readonly why: string;
  readonly where: (difference: Difference) => boolean;
}

export const accepted: readonly Accepted[] = [
  {
    why: 'a patch that leaves what is no such object is quoted with all that it leaves, in another order',
    where: ({ real, embedded }) =>
      typeof real === 'string' &&
      real.includes('Invalid value: "{') &&
      [behindQuote(real), 'the patch changes the type of the object'].includes(behindQuote(embedded)),
  },
  {
    why: 'a value is quoted as JSON, a quoted Go struct by the names that its fields have in Go',
    where: ({ path, real, embedded }) =>
      path.endsWith('.message') &&
      /(Invalid|Duplicate) value: [[]?\{"(?:[A-Z]|labels":)/.test(String(real)) &&
      behindStruct(real) === behindStruct(embedded),
  },
  {
    why: 'what of a pod may not change is shown by the fields that a client knows, not by those of the Go type',
    where: ({ real, embedded }) => {
      const [start, shown] = [String(real).split('\n@@')[0], String(embedded)];
      return start !== String(real) && start === shown.split(/\n[-+]"/)[0];
    },
  },
  {
    why: 'of bindings that grant the same, the real server finds one by chance',
    where: ({ path, real, embedded }) =>
      path === 'body.status.reason' &&
      [real, embedded].every((one) => String(one).startsWith('RBAC: allowed by ClusterRoleBinding "system:')),
  },
  {
    why: 'no part of the embedded server looks whether the priority level of a flow schema is there',
    where: ({ request, path }) => request.includes('/flowschemas/') && path === 'body.rows[0].cells[5]',
  },
  {
    why: 'the embedded server counts a new quota by itself, and the real one is alone here',
    where: ({ request, path, real }) =>
      request.includes('/resourcequotas/quota') &&
      ((path.startsWith('body.rows[0].cells') && real === '') ||
        (path === 'body.status.used.requests.cpu' && real === undefined) ||
        path.startsWith('body.metadata.managedFields')),
  },
  {
    why: 'the embedded server has no parts besides its storage, and says so',
    where: ({ request, path, embedded }) =>
      (request.includes('/componentstatuses') && String(embedded).startsWith('there is none')) ||
      (/\/(healthz|livez|readyz)\?verbose/.test(request) && path === 'body'),
  },
  {
    why: 'in YAML a key that is one dot stands in quotes, and long lines are not folded',
    where: ({ real, embedded }) =>
      typeof real === 'string' &&
      typeof embedded === 'string' &&
      unfolded(real) === unfolded(embedded.replaceAll('".":', '.:')),
  },
  {
    why: 'of whole numbers beyond 2^53 that key items, the real server rounds what managedFields say',
    where: ({ path }) => /\.fieldsV1\..*\.(k:|v:).*\d{16}/.test(path),
  },
  {
    why: 'a watch of one second ends as the real server looks, once a second, for bookmarks that are due',
    where: ({ request, path, real, embedded }) =>
      request.includes('timeoutSeconds=1&allowWatchBookmarks=true') &&
      /^body\[\d+\]$/.test(path) &&
      embedded === undefined &&
      isPlainBookmark(JSON.stringify(real)),
  },
];

/** Not one that ends the initial events: those must come. */
function isPlainBookmark(frame: string): boolean {
  return frame.startsWith('{"type":"BOOKMARK"') && !frame.includes('k8s.io/initial-events-end');
}

function unfolded(yaml: string): string {
  return yaml.replaceAll(/ *\n +/g, ' ');
}

/** What a refusal says after the object that it quotes. */
function behindQuote(text: unknown): string {
  const said = typeof text === 'string' ? text : '';
  return said.slice(said.lastIndexOf('}": ') + '}": '.length);
}

function behindStruct(text: unknown): string {
  const said = String(text);
  return said.slice(Math.max(said.lastIndexOf('}: '), said.lastIndexOf(']: ')) + 1);
}

export function reasonFor(difference: Difference): Accepted | undefined {
  return accepted.find(({ where }) => where(difference));
}
