// What the client wants to be shown: objects, rows of a table or metadata only; as JSON or YAML; indented or not.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/handlers/negotiation/negotiate.go

import type { Query } from '../handlers/query.ts';
import { badRequest, StatusError } from '../status-error.ts';
import { type AcceptClause, parseAccept } from './accept-header.ts';

export interface Negotiated {
  readonly shape: 'object' | (typeof shapes)[number];
  /** The version of meta.k8s.io in which tables and metadata are shown. */
  readonly metaVersion: 'v1' | 'v1beta1';
  readonly format: 'json' | 'yaml';
  readonly pretty: boolean;
  /** Whether objects come without `metadata.managedFields`. */
  readonly dropsManagedFields: boolean;
  /** What the rows of a table carry besides their cells. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
}

/** What is asked. Default: one object of a built-in kind. */
export interface Endpoint {
  /** Streams of events are on offer there as well. */
  readonly collection?: boolean;
  /** Whether it is such a stream. */
  readonly watch?: boolean;
  /** Built-in kinds alone have a router that looks at the header as well. */
  readonly routed?: boolean;
  /** Documents, which come in one shape. */
  readonly plain?: boolean;
  /** Plain text is on offer there as well. */
  readonly hasText?: boolean;
  /** What is only asked or done has no columns. */
  readonly isUntabled?: boolean;
  /** Nobody asks there what is accepted. */
  readonly isOpen?: boolean;
}

const shapes = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'] as const;
const offered = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
// Protobuf is told of as the real server does, and left to those who also take something else.
const formats = ['json', 'yaml'] as const;

const whatever: Negotiated = {
  shape: 'object',
  metaVersion: 'v1',
  format: 'json',
  pretty: false,
  dropsManagedFields: false,
  includeObject: 'Metadata',
};

/** @throws StatusError where nothing is acceptable. */
export function negotiate(
  headers: Readonly<Record<string, string>>,
  query: Query,
  endpoint: Endpoint = {},
): Negotiated {
  const accept = headers['accept'] ?? '';
  if (endpoint.isOpen) return whatever;
  if (endpoint.routed) requireRoutable(headers, representationsAt(endpoint));
  const clauses = parseAccept(accept === '' ? '*/*' : accept);
  const chosen = clauses.map((clause) => choose(clause, endpoint)).find((one) => one !== undefined);
  if (!chosen) throw notAcceptable(offered);
  if (endpoint.watch && chosen.format === 'yaml') throw notAcceptable(streams);
  const pretty = chosen.pretty || isPretty(headers, query);
  return { ...chosen, pretty, includeObject: includeObjectOf(query, chosen.shape) };
}

export interface DiscoveryShape extends Pick<Negotiated, 'format' | 'pretty'> {
  /** All groups, with their versions and resources, in one document. */
  readonly aggregated: boolean;
}

/** How a document of discovery is shown. @throws StatusError where nothing is acceptable. */
export function negotiateDiscovery(
  headers: Readonly<Record<string, string>>,
  query: Query,
  { routed, aggregates }: { readonly routed: boolean; readonly aggregates: boolean },
): DiscoveryShape {
  if (routed) requireRoutable(headers, offered);
  const clauses = parseAccept(headers['accept'] || '*/*');
  const first = aggregates ? clauses.findIndex((clause) => isAggregated(clause)) : -1;
  const plain = clauses.findIndex((clause) => choose(clause, { plain: true }) !== undefined);
  const aggregated = first !== -1 && (plain === -1 || first < plain);
  if (aggregated) return { aggregated, format: 'json', pretty: isPretty(headers, query) };
  return { aggregated, ...negotiate(headers, query, { plain: true }) };
}

// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
function isAggregated({ type, subtype, parameters }: AcceptClause): boolean {
  return (
    type === 'application' &&
    subtype === 'json' &&
    parameters.get('as') === 'APIGroupDiscoveryList' &&
    parameters.get('g') === 'apidiscovery.k8s.io' &&
    parameters.get('v') === 'v2'
  );
}

/**
 * What the router of built-in paths asks, which knows no weights and no `application/*`.
 *
 * @throws StatusError where the client takes none of these types.
 */
export function requireRoutable(
  { accept = '' }: Readonly<Record<string, string>>,
  representations: readonly string[],
): void {
  const types = accept.split(',').map((clause) => (clause.split(';', 1)[0] ?? '').trim());
  const plain = representations.filter((one) => !one.includes(';'));
  if (accept === '' || types.some((type) => type === '*/*' || plain.includes(type))) return;
  const message = `406: Not Acceptable\n\nAvailable representations: ${representations.join(', ')}`;
  throw new StatusError(406, 'NotAcceptable', { message, details: {} });
}

function representationsAt({ collection, hasText }: Endpoint): readonly string[] {
  if (hasText) return ['text/plain', ...offered];
  return collection ? [...offered, ...streams] : offered;
}

function choose(
  { type, subtype, parameters }: AcceptClause,
  { plain = false, isUntabled = false }: Endpoint,
): Omit<Negotiated, 'includeObject'> | undefined {
  const format = formats.find(
    (one) =>
      (type === 'application' && (subtype === one || subtype === '*')) || (type === '*' && subtype === '*'),
  );
  const stream = parameters.get('stream') ?? '';
  if (!format || (stream !== '' && (stream !== 'watch' || format === 'yaml'))) return undefined;
  const shown = {
    format,
    metaVersion: 'v1',
    pretty: parameters.get('pretty') === '1',
    dropsManagedFields: dropped(parameters).includes('metadata.managedFields'),
  } as const;
  if (!['as', 'g', 'v'].some((key) => parameters.has(key))) return { ...shown, shape: 'object' };
  const shape = shapes.find((one) => one === parameters.get('as'));
  if (shape === 'Table' && isUntabled) return undefined;
  const version = parameters.get('v');
  const isKnown = parameters.get('g') === 'meta.k8s.io' && (version === 'v1' || version === 'v1beta1');
  return shape && isKnown && !plain ? { ...shown, shape, metaVersion: version } : undefined;
}

// Fields that it does not know how to drop, a server ignores.
// https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5958-client-opt-out-managedfields
function dropped(parameters: AcceptClause['parameters']): readonly string[] {
  return (parameters.get('drop') ?? '').split('+');
}

/** Whether the query or the program asks for lines that are indented. */
export function isPretty(headers: Readonly<Record<string, string>>, query: Query): boolean {
  const text = query.text('pretty');
  if (text !== '') return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text);
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

function includeObjectOf(query: Query, shape: Negotiated['shape']): Negotiated['includeObject'] {
  const text = query.text('includeObject');
  if (shape !== 'Table' || text === '') return 'Metadata';
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(text)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

const streams = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

function notAcceptable(types: readonly string[]): StatusError {
  return new StatusError(
    406,
    'NotAcceptable',
    `only the following media types are accepted: ${types.join(', ')}`,
  );
}
