// Events of core and of events.k8s.io: one collection under two names. The field names of core are stored.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/events/v1/conversion.go

import { type JsonObject, valueAt, without } from '../../json/json.ts';
import type { Conversion, Kind } from '../kind.ts';
import { cells } from './cells.ts';
import { coreEventFaults, newerEventFaults } from './validation.ts';

// The name in events.k8s.io, then the one in core.
const renamed: readonly (readonly [newer: string, stored: string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

const toStored = new Map(renamed);
const fromStored = new Map(renamed.map(([newer, stored]) => [stored, newer]));

function rename(object: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [names.get(key) ?? key, value]));
}

// The newer type leaves out what the older one prints empty.
const emptyInOlder = ['reportingComponent', 'reportingInstance'];

const conversion: Conversion = {
  toStored: (object) => rename(object, toStored),
  fromStored: (object) => {
    const empty = emptyInOlder.filter((key) => valueAt(object, key) === '');
    return rename(without(object, ...empty), fromStored);
  },
};

const alike = { kind: 'Event', createOnUpdate: true, uncached: true, cells } as const;

const reference = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

export const coreEvent: Kind = {
  ...alike,
  group: '',
  names: 'segment',
  fields: {
    ...Object.fromEntries(reference.map((key) => [`involvedObject.${key}`, ''])),
    reason: '',
    reportingComponent: '',
    source: { path: 'source.component', absent: '' },
    type: '',
  },
  validate: coreEventFaults,
};

export const newerEvent: Kind = {
  ...alike,
  group: 'events.k8s.io',
  storedAs: { collection: 'events', apiVersion: 'v1' },
  conversions: { v1: { v1: conversion } },
  fields: {
    ...Object.fromEntries(
      reference.map((key) => [`regarding.${key}`, { path: `involvedObject.${key}`, absent: '' }]),
    ),
    reason: '',
    reportingController: { path: 'reportingComponent', absent: '' },
    type: '',
  },
  validate: newerEventFaults,
};
