import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, DecodeError, type DynamicObject } from '@kube-rx/core';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import { WatcherMachine } from '../../src/watcher/machine.ts';
import type { Report } from '../../src/watcher/message.ts';
import { resolveWatcherOptions } from '../../src/watcher/options.ts';
import { encoded, objectEvent, page } from '../support/objects.ts';

const errors = [
  new TransportError('reset', { code: 'ECONNRESET' }),
  new TransportError('login page', { code: 'NOT_KUBERNETES' }),
  new DecodeError('garbage', { fault: 'malformed' }),
  new DecodeError('no version', { fault: 'protocol' }),
  ...[401, 403, 404, 405, 410, 429, 500, 503, 504].map(
    (code) => new ApiError(`${code}`, { status: { code } }),
  ),
  new ApiError('', {
    status: { code: 504, reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } },
  }),
];

const version = fc.integer({ min: 1, max: 200 }).map(String);
const step = fc.oneof(
  fc.record({ type: fc.constant('page' as const), version, more: fc.boolean(), items: fc.nat(3) }),
  fc.record({ type: fc.constant('failed' as const), error: fc.constantFrom(...errors) }),
  fc.record({ type: fc.constantFrom('opened' as const, 'ended' as const, 'alarm' as const) }),
  fc.record({ type: fc.constant('overdue' as const), idleMs: fc.nat(300_000) }),
  fc.record({
    type: fc.constant('frame' as const),
    kind: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED'),
    version,
  }),
  fc.record({ type: fc.constant('bookmark' as const), version }),
);

const letters: Record<WatcherEvent['type'], string> = {
  Init: 'I',
  InitApply: 'i',
  InitDone: 'D',
  Apply: 'a',
  Delete: 'd',
  Bookmark: 'b',
  Skipped: '',
  Interrupted: '',
};

/** The events of a machine after `steps`, 1.5 s apart, each a report of the effect under way. */
function tell(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): {
  events: WatcherEvent<DynamicObject>[];
  machine: WatcherMachine<DynamicObject>;
} {
  const machine = new WatcherMachine<DynamicObject>(resolveWatcherOptions({}), 'list');
  const events: WatcherEvent<DynamicObject>[] = [];
  let now = 0;
  const feed = (report: Report<DynamicObject>): void => {
    const moment = { effectId: machine.effectId, now, random: 0.5 };
    events.push(...machine.handle(report, moment).events);
  };
  feed({ type: 'start' });
  for (const each of steps) {
    now += 1500;
    if (each.type === 'frame') feed(objectEvent(each.kind, 'a', each.version));
    else if (each.type === 'bookmark')
      feed({ type: 'BOOKMARK', resourceVersion: each.version, initialEventsEnd: false });
    else if (each.type === 'page') {
      const items = Array.from({ length: each.items }, (_, index) => encoded(`o${index}`, each.version));
      feed({ type: 'items', items });
      feed({ type: 'page', list: page(each.version, [], each.more ? 'token' : undefined) });
    } else feed(each);
  }
  return { events, machine };
}

test.prop([fc.array(step, { maxLength: 60 })])('whatever happens, events follow the grammar', (steps) => {
  const { events } = tell(steps);
  expect(events.map((event) => letters[event.type]).join('')).toMatch(/^(Ii*(D[adb]*)?)*$/);
});

test.prop([fc.array(step, { maxLength: 60 })])('versions go back only with the epoch', (steps) => {
  const { events, machine } = tell(steps);
  let back = 0;
  let view = 0;
  // Of the one object that changes. What comes late has an older version than the view, but never than the object.
  let told = 0;
  for (const event of events)
    if (event.type === 'InitDone') {
      const listed = Number(event.resourceVersion);
      if (listed < view) {
        back += 1;
        told = 0;
      }
      view = listed;
    } else if (event.type === 'Bookmark') {
      expect(Number(event.resourceVersion)).toBeGreaterThan(view);
      view = Number(event.resourceVersion);
    } else if (event.type === 'Apply' || event.type === 'Delete') {
      const version = Number(event.encoded.resourceVersion);
      expect(version).toBeGreaterThanOrEqual(told);
      told = version;
      view = Math.max(view, version);
    }
  expect(back).toBe(machine.status(0).epoch);
});

test.prop([fc.array(step, { maxLength: 60 })])(
  'every wait is told, and every wait ends in a request',
  (steps) => {
    const { machine } = tell(steps);
    const { phase, lastError, nextRetryAt } = machine.status(0);
    if (phase !== 'waiting') return;
    expect(lastError).toBeInstanceOf(Error);
    const moment = { effectId: machine.effectId, now: nextRetryAt ?? 0, random: 0 };
    const { effect } = machine.handle({ type: 'alarm' }, moment);
    expect(['list', 'watch']).toContain(effect?.type);
  },
);
