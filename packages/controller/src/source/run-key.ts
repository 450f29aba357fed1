// Names what is reconciled: an object of a cluster, as a string that a map can find and a log can show.

/** @example const key: RunKey = { cluster: 'east', namespace: 'shop', name: 'web' }; */
export interface RunKey {
  /** `''` unless the controller has several. */
  readonly cluster: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * The text of a key is `cluster/namespace/name`; without the cluster where that is `''`, and without an empty namespace
 * then. A `/` or `%` within a part is escaped, so no two keys have one text, whatever a server calls its objects.
 *
 * @example
 * RunKey.format('', 'shop', 'web'); // 'shop/web'
 * RunKey.parse('east//node-1'); // { cluster: 'east', namespace: '', name: 'node-1' }
 */
export const RunKey = {
  format(cluster: string, namespace: string, name: string): string {
    // Joined, not added: V8 keeps a sum as its parts, and with them the text that a part may be a slice of.
    if (cluster !== '') return [escaped(cluster), escaped(namespace), escaped(name)].join('/');
    return namespace === '' ? escaped(name) : [escaped(namespace), escaped(name)].join('/');
  },

  /** Of what `format` made. */
  parse(key: string): RunKey {
    const parts = key.split('/').map(unescaped);
    const name = parts.pop() ?? '';
    const namespace = parts.pop() ?? '';
    return { cluster: parts.pop() ?? '', namespace, name };
  },
} as const;

function escaped(part: string): string {
  if (!part.includes('/') && !part.includes('%')) return part;
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function unescaped(part: string): string {
  return part.includes('%') ? part.replaceAll('%2F', '/').replaceAll('%25', '%') : part;
}
