// What the path of a request names: the way back from what `ResourceRequest` of core builds.

/** `/apis/apps/v1/namespaces/shop/deployments/web/status`, taken apart. */
export interface ResourcePath {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  /** Absent for a cluster-scoped resource, and for a collection over all namespaces. */
  readonly namespace?: string;
  readonly plural: string;
  /** Absent for a collection. */
  readonly name?: string;
  /** With all that follows it, as `proxy/metrics`. */
  readonly subresource?: string;
}

/**
 * Undefined for a path of no resource, as `/version`. For a layer that has to know what a request is about.
 *
 * @example
 * const named: Layer = (next) => (request, options) => {
 *   console.log(parseResourcePath(request.path)?.plural);
 *   return next(request, options);
 * };
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const [start, root, ...all] = path.split('/');
  if (start !== '' || (root !== 'api' && root !== 'apis')) return undefined;
  const group = root === 'apis' ? all.shift() : '';
  const [version, ...rest] = all;
  const isNamespace = rest.length < 3 || (rest.length === 3 && /^(?:status|finalize)$/.test(rest[2] ?? ''));
  const namespace = rest[0] === 'namespaces' && !isNamespace ? rest[1] : undefined;
  const [plural, name, ...subresource] = namespace === undefined ? rest : rest.slice(2);
  if (group === undefined || version === undefined || plural === undefined) return undefined;
  const isNamed = root === 'api' || group !== '';
  if (!isNamed || [version, namespace, plural, name, subresource[0]].includes('')) return undefined;
  return {
    group,
    version,
    ...(namespace !== undefined && { namespace: decodeSegment(namespace) }),
    plural,
    ...(name !== undefined && { name: decodeSegment(name) }),
    ...(subresource.length > 0 && { subresource: subresource.join('/') }),
  };
}

/** The text itself, where its percent signs decode to nothing. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
