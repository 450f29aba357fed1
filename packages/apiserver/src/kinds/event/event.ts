// Events of core and of events.k8s.io: one collection under two names.

import type { Kind } from '../kind.ts';
import { cells } from './cells.ts';
import { conversion } from './conversion.ts';
import { coreEventFaults, newerEventFaults } from './validation.ts';

const alike = { kind: 'Event', createOnUpdate: true, uncached: true, cells } as const;

const reference = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

export const coreEvent: Kind = {
  ...alike,
  group: '',
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
