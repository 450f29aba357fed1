// Validates Events: those of events.k8s.io strictly, those of core leniently.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/events.go

import {
  type JsonObject,
  jsonEquals,
  numberAt,
  objectAt,
  stringAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { type FieldFault, invalidValue, invalidValues, required } from '../../status-error.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';

const longest = { reportingInstance: 128, action: 128, reason: 128, message: 1024 };

/** Of an Event that comes by the core group. */
export function coreEventFaults(event: JsonObject): FieldFault[] {
  return generalFaults(event, 'reportingComponent');
}

/** Of an Event that comes by events.k8s.io. */
export function newerEventFaults(event: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const faults = [...generalFaults(event, 'reportingController'), ...seriesFaults(event, old)];
  return [...faults, ...(old ? changeFaults(event, old) : newEventFaults(event))];
}

function generalFaults(event: JsonObject, controllerField: string): FieldFault[] {
  const involved = textAt(event, 'involvedObject', 'namespace');
  const elsewhere = invalidValue('involvedObject.namespace', involved, 'does not match event.namespace');
  const namespace = textAt(event, 'metadata', 'namespace');
  if (stringAt(event, 'eventTime') === undefined)
    return (involved === '' ? namespace === 'default' : namespace === involved) ? [] : [elsewhere];
  const faults: FieldFault[] = [];
  if (involved === '' && namespace !== 'default' && namespace !== 'kube-system') faults.push(elsewhere);
  const controller = textAt(event, 'reportingComponent');
  if (controller === '') faults.push(required(controllerField));
  faults.push(...invalidValues(controllerField, controller, qualifiedNameComplaints(controller)));
  for (const [key, limit] of Object.entries(longest)) {
    const value = textAt(event, key);
    if (value === '' && key !== 'message') faults.push(required(key));
    if (Buffer.byteLength(value) > limit)
      faults.push(invalidValue(key, '', `can have at most ${limit} characters`));
  }
  return faults;
}

function seriesFaults(event: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const series = valueAt(event, 'series') ?? null;
  if (series === null || (old && jsonEquals(series, valueAt(old, 'series') ?? null))) return [];
  const { count = 0, lastObservedTime = null } = objectAt(event, 'series');
  return [
    ...(Number(count) < 2 ? [invalidValue('series.count', '', 'should be at least 2')] : []),
    ...(lastObservedTime === null ? [required('series.lastObservedTime')] : []),
  ];
}

function newEventFaults(event: JsonObject): FieldFault[] {
  const faults: FieldFault[] = [];
  const unset = (key: string): number => faults.push(invalidValue(key, '', 'needs to be unset'));
  const type = textAt(event, 'type');
  const source = objectAt(event, 'source');
  if (stringAt(event, 'eventTime') === undefined) faults.push(required('eventTime'));
  if (type !== 'Normal' && type !== 'Warning')
    faults.push(invalidValue('type', '', `has invalid value: ${type}`));
  for (const key of ['firstTimestamp', 'lastTimestamp']) if (textAt(event, key) !== '') unset(key);
  if ((numberAt(event, 'count') ?? 0) !== 0) unset('count');
  if (textAt(source, 'component') !== '' || textAt(source, 'host') !== '') unset('source');
  return faults;
}

// Refusals quote values in the way Go prints its types.
const referenceFields = {
  Kind: 'kind',
  Namespace: 'namespace',
  Name: 'name',
  UID: 'uid',
  APIVersion: 'apiVersion',
  ResourceVersion: 'resourceVersion',
  FieldPath: 'fieldPath',
};
const sourceFields = { Component: 'component', Host: 'host' };

type Quote = (event: JsonObject, key: string) => JsonObject | string | number | null;

const struct =
  (fields: Readonly<Record<string, string>>): Quote =>
  (event, key) =>
    Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, textAt(event, key, inner)]));
const reference = struct(referenceFields);
const time: Quote = (event, key) => stringAt(event, key) ?? null;

// What may not change, by the name that refusals give it.
const quoted: Readonly<Record<string, Quote>> = {
  involvedObject: reference,
  reason: textAt,
  message: textAt,
  source: struct(sourceFields),
  firstTimestamp: time,
  lastTimestamp: time,
  count: (event, key) => numberAt(event, key) ?? 0,
  type: textAt,
  eventTime: time,
  action: textAt,
  related: (event, key) => ((valueAt(event, key) ?? null) === null ? null : reference(event, key)),
  reportingController: (event) => textAt(event, 'reportingComponent'),
  reportingInstance: textAt,
};

function changeFaults(event: JsonObject, old: JsonObject): FieldFault[] {
  return Object.entries(quoted).flatMap(([field, quote]) => {
    const value = quote(event, field);
    return jsonEquals(value, quote(old, field)) ? [] : [invalidValue(field, value, 'field is immutable')];
  });
}
