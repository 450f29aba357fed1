// The parameters of list, watch and deletecollection, with the server's defaults and refusals.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/internalversion/validation/validation.go

import { FieldQuery, InvalidRequestError, LabelQuery } from '@kube-rx/core';
import type { ServedResource } from '../registry/served-resource.ts';
import {
  badRequest,
  type FieldFault,
  forbiddenValue,
  invalid,
  refusing,
  unclassified,
  unsupportedValue,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Query } from './query.ts';

export interface ListOptions {
  readonly labels: LabelQuery;
  readonly fields: FieldQuery;
  /** 0: all. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly match: '' | 'NotOlderThan' | 'Exact';
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

export function parseListOptions(query: Query, watch: boolean, served: ServedResource): ListOptions {
  const match = query.text('resourceVersionMatch');
  const resourceVersion = query.text('resourceVersion');
  const given = query.flag('sendInitialEvents');
  // A watch from nothing or from 0 has always begun with the present objects.
  const legacy =
    watch && given === undefined && match === '' && (resourceVersion === '' || resourceVersion === '0');
  const options = {
    labels: labelSelector(query.text('labelSelector')),
    fields: fieldSelector(query.text('fieldSelector'), served),
    limit: query.integer('limit') ?? 0,
    continue: query.text('continue'),
    resourceVersion,
    allowWatchBookmarks: query.flag('allowWatchBookmarks') ?? false,
    sendInitialEvents: legacy ? true : given,
    timeoutSeconds: query.integer('timeoutSeconds'),
  };
  const wanted = legacy ? 'NotOlderThan' : match;
  const faults = watch ? watchFaults(options, wanted) : listFaults(options, wanted);
  if (faults.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', faults);
  return { ...options, match: wanted === 'Exact' ? 'Exact' : wanted === '' ? '' : 'NotOlderThan' };
}

type Unmatched = Omit<ListOptions, 'match'>;
const field = 'resourceVersionMatch';

function listFaults(options: Unmatched, match: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (match !== '') {
    if (options.resourceVersion === '')
      faults.push(forbiddenValue(field, `${field} is forbidden unless resourceVersion is provided`));
    if (options.continue !== '')
      faults.push(forbiddenValue(field, `${field} is forbidden when continue is provided`));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      faults.push(unsupportedValue(field, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && options.resourceVersion === '0')
      faults.push(forbiddenValue(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  }
  if (options.sendInitialEvents !== undefined)
    faults.push(forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return faults;
}

function watchFaults(options: Unmatched, match: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (options.sendInitialEvents !== undefined && match !== 'NotOlderThan')
    faults.push(forbiddenValue(field, `sendInitialEvents requires setting ${field} to NotOlderThan`));
  if (match === '') return faults;
  if (options.sendInitialEvents === undefined)
    faults.push(
      forbiddenValue(field, `${field} is forbidden for watch unless sendInitialEvents is provided`),
    );
  if (match !== 'NotOlderThan') faults.push(unsupportedValue(field, match, ['NotOlderThan']));
  if (options.continue !== '')
    faults.push(forbiddenValue(field, `${field} is forbidden when continue is provided`));
  return faults;
}

function labelSelector(text: string): LabelQuery {
  return refusing(
    InvalidRequestError,
    () => LabelQuery.parse(text),
    (why) => badRequest(`unable to parse requirement: ${why}`),
  );
}

function fieldSelector(text: string, { kind, custom, resource }: ServedResource): FieldQuery {
  const selector = refusing(
    InvalidRequestError,
    () => FieldQuery.parse(text),
    () => badRequest(`invalid selector: '${text}'; can't understand '${text}'`),
  );
  // Kinds with selectors of their own list each of them, and leave out what they do not have.
  const own = Object.keys(kind.fields ?? {});
  const supported = own.length > 0 || custom;
  const inherited =
    supported && resource.scope === 'Cluster' ? ['metadata.name'] : ['metadata.name', 'metadata.namespace'];
  const known = new Set([...inherited, ...own]);
  for (const { field: label } of selector.requirements) {
    if (known.has(label)) continue;
    if (supported) throw badRequest(`field label not supported: ${label}`);
    const list = inherited.map((one) => JSON.stringify(one)).join(', ');
    throw badRequest(`${JSON.stringify(label)} is not a known field selector: only ${list}`);
  }
  return selector;
}

/** The one name that a selector wants; the server sorts its terms. */
export function exactName({ requirements }: FieldQuery): string | undefined {
  const names = requirements.filter(({ field, operator }) => field === 'metadata.name' && operator === '=');
  return names.map(({ value }) => value).sort()[0];
}

/** Whether there is a selection at all. */
export function selectsAll({ labels, fields }: Pick<ListOptions, 'labels' | 'fields'>): boolean {
  return labels.requirements.length === 0 && fields.requirements.length === 0;
}

export function selects(
  { labels, fields }: Pick<ListOptions, 'labels' | 'fields'>,
  namespace: string,
): (stored: Pick<StoredObject, 'namespace' | 'name' | 'labels' | 'fields'>) => boolean {
  const byLabel = labels.requirements.length > 0;
  // Apart, since an object of all fields would be made for each watch and change.
  const named = fields.requirements.filter(({ field }) => isOfMetadata(field));
  const own = new FieldQuery(fields.requirements.filter(({ field }) => !isOfMetadata(field)));
  const byField = own.requirements.length > 0;
  return (stored) => {
    if (namespace !== '' && stored.namespace !== namespace) return false;
    for (const { field, operator, value } of named) {
      const actual = field === 'metadata.name' ? stored.name : stored.namespace;
      if ((actual === value) !== (operator === '=')) return false;
    }
    if (byLabel && !labels.matches(stored.labels)) return false;
    return !byField || own.matches(stored.fields);
  };
}

function isOfMetadata(field: string): boolean {
  return field === 'metadata.name' || field === 'metadata.namespace';
}

/** The number behind a resourceVersion; `refuse` says how a text that is none is answered. */
export function parseRevision(text: string, refuse: 'list' | 'get'): number {
  if (text === '') return 0;
  const isNumber = /^\d+$/.test(text);
  // Far beyond every revision a number may lose its last digits.
  if (isNumber && BigInt(text.slice(0, 99)) < 2n ** 64n) return Number(text);
  const why = isNumber ? 'value out of range' : 'invalid syntax';
  const complaint = `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`;
  if (refuse === 'list')
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: ${complaint}`,
    );
  throw unclassified(`resourceVersion: Invalid value: ${JSON.stringify(text)}: ${complaint}`);
}
