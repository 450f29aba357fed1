import { describe, expect, test } from '@jest/globals';
import {
  claimedLease,
  type LeaseObject,
  nextTransition,
  recordOf,
  releasedLease,
} from '../../src/election/lease-record.ts';

const metadata = { name: 'web', namespace: 'shop', resourceVersion: '7', labels: { team: 'shop' } };
const wallMs = Date.UTC(2026, 3, 22, 10, 0, 0, 250);

function lease(spec: unknown): LeaseObject {
  return { metadata, spec };
}

function held(durationMs: number | undefined): object {
  return { holder: 'a', durationMs };
}

describe('the record of a Lease', () => {
  test.each<[what: string, spec: unknown, record: object]>([
    ['has a holder and a duration', { holderIdentity: 'a', leaseDurationSeconds: 15 }, held(15_000)],
    ['names nobody where there is no spec', undefined, { holder: '' }],
    ['names nobody where there is no holder', {}, { holder: '' }],
    ['names nobody where the holder is null', { holderIdentity: null }, { holder: '' }],
    ['names somebody unknown where the holder is a number', { holderIdentity: 7 }, { holder: undefined }],
    ['names somebody unknown where the spec is a text', 'x', { holder: undefined }],
    ['names somebody unknown where the spec is a list', [], { holder: undefined }],
    ['has no duration of 0', { holderIdentity: 'a', leaseDurationSeconds: 0 }, held(undefined)],
    ['has no duration below 0', { holderIdentity: 'a', leaseDurationSeconds: -5 }, held(undefined)],
    ['has no duration that is a text', { holderIdentity: 'a', leaseDurationSeconds: '15' }, held(undefined)],
    ['has parts of seconds', { holderIdentity: 'a', leaseDurationSeconds: 1.5 }, held(1500)],
    [
      'believes a long one',
      { holderIdentity: 'a', leaseDurationSeconds: 2 ** 31 - 1 },
      held(2_147_483_647_000),
    ],
  ])('%s', (_, spec, record) => {
    expect(recordOf(lease(spec))).toMatchObject(record);
  });

  test.each([
    [3, 3],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, 0],
    [-1, 0],
    [0.5, 0],
    ['3', 0],
    [undefined, 0],
    [{}, 0],
  ])('takes %j transitions for %j', (leaseTransitions, transitions) => {
    expect(recordOf(lease({ leaseTransitions })).transitions).toBe(transitions);
  });

  test('counts transitions on, and begins again where the type of the server ends', () => {
    expect(nextTransition(3)).toBe(4);
    expect(nextTransition(2 ** 31 - 1)).toBe(0);
  });

  test.each([
    [undefined, false],
    [null, false],
    ['', false],
    ['OldestEmulationVersion', true],
    [7, true],
  ])('with the strategy %j is left to the server: %j', (strategy, isCoordinated) => {
    expect(recordOf(lease({ strategy })).isCoordinated).toBe(isCoordinated);
  });

  test('is read also where it is nested deeper than can be printed', () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(recordOf(lease({ holderIdentity: deep })).holder).toBeUndefined();
    expect(recordOf(lease(deep)).holder).toBeUndefined();
  });

  test('is another one as soon as it was renewed, and the same with other labels', () => {
    const spec = { holderIdentity: 'a', renewTime: '2026-04-22T10:00:00.000000Z' };
    const { text } = recordOf(lease(spec));
    expect(recordOf({ metadata: { ...metadata, labels: {} }, spec }).text).toBe(text);
    expect(recordOf(lease({ ...spec, renewTime: '2026-04-22T10:00:02.000000Z' })).text).not.toBe(text);
  });
});

describe('a claim', () => {
  test('sets the fields of client-go, and leaves what others have set', () => {
    const found = lease({ holderIdentity: 'b', preferredHolder: 'c', newerField: { of: 'others' } });
    const claim = { holder: 'a', durationSeconds: 15, transitions: 4 };
    expect(claimedLease(found, claim, wallMs)).toEqual({
      metadata,
      spec: {
        holderIdentity: 'a',
        leaseDurationSeconds: 15,
        acquireTime: '2026-04-22T10:00:00.250000Z',
        renewTime: '2026-04-22T10:00:00.250000Z',
        leaseTransitions: 4,
        preferredHolder: 'c',
        newerField: { of: 'others' },
      },
    });
  });

  test('keeps since when it is held', () => {
    const acquireTime = '2026-04-22T09:00:00.000000Z';
    const claim = { holder: 'a', durationSeconds: 15, transitions: 4, acquireTime };
    expect(claimedLease(lease({}), claim, wallMs).spec).toMatchObject({ acquireTime });
  });

  test('takes the place of a spec that is none', () => {
    const claim = { holder: 'a', durationSeconds: 15, transitions: 0 };
    expect(claimedLease(lease('x'), claim, wallMs).spec).toMatchObject({ holderIdentity: 'a' });
  });

  test('is released as client-go does it', () => {
    const held = lease({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 4 });
    expect(releasedLease(held, wallMs).spec).toEqual({
      holderIdentity: '',
      leaseDurationSeconds: 1,
      acquireTime: '2026-04-22T10:00:00.250000Z',
      renewTime: '2026-04-22T10:00:00.250000Z',
      leaseTransitions: 4,
    });
  });
});
