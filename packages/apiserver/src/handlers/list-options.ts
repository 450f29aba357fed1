// The parameters of list, watch and deletecollection, with the server's defaults and refusals.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/internalversion/validation/validation.go

import { FieldQuery, type FieldRequirement, type LabelQuery } from '@kube-rx/core';
import { goQuoted } from '../json/go-text.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import {
  badRequest,
  type FieldFault,
  forbiddenValue,
  invalid,
  unclassified,
  unsupportedValue,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { readFieldSelector } from './field-text.ts';
import { readLabelSelector } from './label-text.ts';
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
    continue: query.text('continue'),
    resourceVersion,
    allowWatchBookmarks: query.flag('allowWatchBookmarks') ?? false,
    sendInitialEvents: given,
    timeoutSeconds: query.integer('timeoutSeconds'),
    limit: query.integer('limit') ?? 0,
    labels: readLabelSelector(query.text('labelSelector')),
  };
  const fields = readFieldSelector(query.text('fieldSelector'));
  // What lies under /watch/ is judged as a list, unless it says once more that it is a watch.
  const isJudgedAsWatch = watch && query.flag('watch') === true;
  const initial = legacy ? 'NotOlderThan' : match;
  const sendInitialEvents = legacy ? true : given;
  const faults = isJudgedAsWatch
    ? watchFaults({ ...options, sendInitialEvents }, initial)
    : listFaults(options, match);
  if (faults.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', faults);
  requireSelectable(fields, served);
  const selected = { ...options, sendInitialEvents, fields: new FieldQuery(fields) };
  return { ...selected, match: initial === 'Exact' ? 'Exact' : initial === '' ? '' : 'NotOlderThan' };
}

type Unmatched = Omit<ListOptions, 'match' | 'fields'>;
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

function requireSelectable(fields: readonly FieldRequirement[], served: ServedResource): void {
  const { kind, custom, resource } = served;
  // Kinds with selectors of their own list each of them, and leave out what they do not have.
  const own = Object.keys(kind.fields ?? {});
  const supported = own.length > 0 || custom;
  const inherited =
    supported && resource.scope === 'Cluster' ? ['metadata.name'] : ['metadata.name', 'metadata.namespace'];
  const known = new Set([...inherited, ...own]);
  const unknown = fields.find(({ field: label }) => !known.has(label));
  if (!unknown) return;
  const { field: label } = unknown;
  if (supported)
    throw badRequest(kind.unknownField?.(label, resource) ?? `field label not supported: ${label}`);
  const list = inherited.map((one) => JSON.stringify(one)).join(', ');
  throw badRequest(`${goQuoted(label)} is not a known field selector: only ${list}`);
}

/** The one name that a selector wants: that of the first term. */
export function exactName(fields: readonly FieldRequirement[]): string | undefined {
  return fields.find(({ field, operator }) => field === 'metadata.name' && operator === '=')?.value;
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
