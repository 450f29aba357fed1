import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import type { ObjectIdentity } from '@kube-rx/core';
import type { EventNote } from '../../src/events/event-note.ts';
import { eventName, objectOf, occurrenceOf, seriesKeyOf } from '../../src/events/event-object.ts';
import { web } from '../support/regarding.ts';

const reporter = { controller: 'shop.example/websites', instance: 'pod-1' };
const created: EventNote = { type: 'Normal', reason: 'Created', note: 'with 3 replicas' };

function occurrence(note: Partial<EventNote> = {}, regarding: Partial<ObjectIdentity> = {}) {
  const made = occurrenceOf({ ...web, ...regarding }, { ...created, ...note }, reporter);
  if (!made) throw new Error('no occurrence');
  return made;
}

describe('an Event', () => {
  test('says what, about which object, and who reports', () => {
    expect(occurrence({ related: { apiVersion: 'v1', kind: 'Node', name: 'n1' } })).toEqual({
      namespace: 'shop',
      type: 'Normal',
      reason: 'Created',
      action: 'Created',
      note: 'with 3 replicas',
      regarding: web,
      related: { apiVersion: 'v1', kind: 'Node', name: 'n1' },
      reportingController: 'shop.example/websites',
      reportingInstance: 'pod-1',
    });
  });

  test('of an object of the whole cluster is in the namespace default', () => {
    const node = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    expect(occurrenceOf(node, created, reporter)?.namespace).toBe('default');
    expect(occurrence({}, { namespace: '' }).namespace).toBe('default');
  });

  test('takes nothing of the object but its identity', () => {
    const object = { ...web, data: { password: 'x' } };
    expect(occurrenceOf(object, created, reporter)?.regarding).toEqual(web);
  });

  test('has fields as long as the server takes them', () => {
    const made = occurrence({ reason: 'r'.repeat(200), action: 'ä'.repeat(200), note: '€'.repeat(1000) });
    expect(Buffer.byteLength(made.reason)).toBe(128);
    expect(Buffer.byteLength(made.action)).toBeLessThanOrEqual(128);
    expect(Buffer.byteLength(made.note ?? '')).toBeLessThanOrEqual(1024);
  });

  test('is not made without a reason', () => {
    expect(occurrenceOf(web, { ...created, reason: '' }, reporter)).toBeUndefined();
  });

  test('is the same thing again in another version of the object, and not by another word, object or type', () => {
    const key = seriesKeyOf(occurrence());
    expect(seriesKeyOf(occurrence({}, { resourceVersion: '7' }))).toBe(key);
    const others = [
      occurrence({ note: 'with 4 replicas' }),
      occurrence({ reason: 'Changed' }),
      occurrence({ action: 'Scale' }),
      occurrence({ type: 'Warning' }),
      occurrence({ related: web }),
      occurrence({}, { uid: 'u2' }),
      occurrence({}, { name: 'web-2' }),
    ];
    expect(new Set([key, ...others.map(seriesKeyOf)]).size).toBe(8);
    expect(objectOf(occurrence({ note: 'x' }, { resourceVersion: '7' }))).toBe(objectOf(occurrence()));
  });
});

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('the name of an Event', () => {
  test.each([
    ['web-0', 'web-0'],
    ['system:controller:Node', 'system-controller-node'],
    ['-a..b-', 'a.b'],
    ['', 'event'],
    ['世界', 'event'],
  ])('for %j begins with %j', (object, begin) => {
    expect(eventName(object, 1_700_000_000_000_000, 0.5)).toBe(`${begin}.60a24181e4000800000`);
  });

  property.prop([
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.nat(2 ** 52),
    fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  ])('is a name that the server takes, whatever the object is called', (object, now, random) => {
    const name = eventName(object, now, random);
    expect(name).toMatch(subdomain);
    expect(name.length).toBeLessThanOrEqual(253);
  });
});
