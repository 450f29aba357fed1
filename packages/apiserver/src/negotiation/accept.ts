// What the client wants to be shown: objects, rows of a table or metadata only; as JSON or YAML; indented or not.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources

import type { Query } from '../handlers/query.ts';
import { badRequest, StatusError } from '../status-error.ts';

export interface Negotiated {
  readonly shape: 'object' | (typeof shapes)[number];
  readonly format: 'json' | 'yaml';
  readonly pretty: boolean;
  /** Whether objects come without `metadata.managedFields`. */
  readonly dropsManagedFields: boolean;
  /** What the rows of a table carry besides their cells. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
}

interface Offer {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const shapes = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'] as const;
const formats: ReadonlyMap<string, Negotiated['format']> = new Map([
  ['application/json', 'json'],
  ['application/yaml', 'yaml'],
  ['application/*', 'json'],
  ['*/*', 'json'],
]);

/** `collection`: streams of events are on offer there as well. */
export function negotiate(
  headers: Readonly<Record<string, string>>,
  query: Query,
  collection = false,
): Negotiated {
  const offers = parseAccept(headers['accept'] ?? '');
  const chosen = offers.map(choose).find((one) => one !== undefined);
  if (!chosen) throw notAcceptable(offers, collection);
  const pretty = query.has('pretty') ? isSet(query.text('pretty')) : chosen.pretty || isForEyes(headers);
  return { ...chosen, pretty, includeObject: includeObjectOf(query, chosen.shape) };
}

/** The `as` of an aggregated discovery document, as `APIGroupDiscoveryList`. */
export function wantsAggregated(headers: Readonly<Record<string, string>>): boolean {
  return parseAccept(headers['accept'] ?? '').some(
    ({ parameters }) => parameters.get('as') === 'APIGroupDiscoveryList' && parameters.get('v') === 'v2',
  );
}

function parseAccept(accept: string): Offer[] {
  const texts = accept.split(',').filter((text) => text.trim() !== '');
  return (texts.length === 0 ? ['*/*'] : texts).map((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    return { type: type.toLowerCase(), parameters: new Map(rest.map((pair) => splitPair(pair))) };
  });
}

function splitPair(pair: string): [string, string] {
  const [key = '', ...value] = pair.split('=');
  return [key, value.join('=')];
}

function choose({ type, parameters }: Offer): Omit<Negotiated, 'includeObject'> | undefined {
  const format = formats.get(type);
  if (!format) return undefined;
  const shown = {
    format,
    pretty: isSet(parameters.get('pretty') ?? '0'),
    dropsManagedFields: dropped(parameters).includes('metadata.managedFields'),
  };
  const as = parameters.get('as');
  if (as === undefined) return { ...shown, shape: 'object' };
  const shape = shapes.find((one) => one === as);
  const version = parameters.get('v');
  const isKnown = parameters.get('g') === 'meta.k8s.io' && (version === 'v1' || version === 'v1beta1');
  return shape && isKnown ? { ...shown, shape } : undefined;
}

// Fields that it does not know how to drop, a server ignores.
// https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5958-client-opt-out-managedfields
function dropped(parameters: Offer['parameters']): readonly string[] {
  return (parameters.get('drop') ?? '').split('+');
}

function isSet(text: string): boolean {
  return text === '1' || text === 'true';
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/handlers/negotiation/negotiate.go
function isForEyes(headers: Readonly<Record<string, string>>): boolean {
  return /^(curl|Wget|Mozilla\/)/.test(headers['user-agent'] ?? '');
}

function includeObjectOf(query: Query, shape: Negotiated['shape']): Negotiated['includeObject'] {
  const text = query.text('includeObject');
  if (shape !== 'Table' || text === '') return 'Metadata';
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(text)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

function notAcceptable(offers: readonly Offer[], collection: boolean): StatusError {
  if (offers.some(({ type, parameters }) => type.startsWith('application/') && parameters.has('as')))
    return new StatusError(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  const streams = ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  const message = `406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf${collection ? streams : ''}`;
  return new StatusError(406, 'NotAcceptable', { message, details: {} });
}
