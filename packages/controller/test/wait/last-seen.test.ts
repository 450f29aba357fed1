import { describe, expect, test } from '@jest/globals';
import { DecodeError, type KubeObject } from '@kube-rx/core';
import { lastSeen } from '../../src/wait/last-seen.ts';
import type { Seen } from '../../src/wait/one-object.ts';

const seen = (
  object: (KubeObject & { readonly status?: unknown }) | undefined,
  trouble?: string,
): Seen<KubeObject> => ({
  sight: { type: 'known', object },
  ...(trouble !== undefined && { trouble: new Error(trouble) }),
});
const web = (status: unknown, metadata: Partial<KubeObject['metadata']> = {}) => ({
  metadata: { name: 'web', ...metadata },
  status,
});

describe('the last that was seen', () => {
  test.each<[string, Seen<KubeObject>, string]>([
    ['nothing yet', { sight: { type: 'unknown' } }, 'the server has not told of it yet'],
    [
      'nothing, and why',
      { sight: { type: 'unknown' }, trouble: new Error('403') },
      'its watch is in trouble: 403',
    ],
    ['no object', seen(undefined), 'it does not exist'],
    [
      'no object, and trouble since',
      seen(undefined, 'cut'),
      'it does not exist; its watch is in trouble: cut',
    ],
    [
      'an object that is being deleted, with things that are no finalizers',
      seen(web(undefined, { deletionTimestamp: 'now', finalizers: [5, null, 'a/b'] as unknown as string[] })),
      'it is being deleted, and held by "a/b"',
    ],
    [
      'an object that is being deleted, without a list of finalizers',
      seen(web(undefined, { deletionTimestamp: 'now', finalizers: null as unknown as string[] })),
      'it is being deleted',
    ],
    [
      'an object whose time of deletion is null, as some servers write it',
      seen(web({ phase: 'Pending' }, { deletionTimestamp: null as unknown as string })),
      'its phase is "Pending"',
    ],
    ['an object without a state', seen(web(undefined)), 'it exists, and tells no state'],
    ['a phase', seen(web({ phase: 'Pending' })), 'its phase is "Pending"'],
    [
      'conditions, what is missing first',
      seen(
        web({
          conditions: [
            { type: 'Progressing', status: 'True' },
            { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'no pods' },
          ],
        }),
      ),
      '"Available" is "False" ("MinimumReplicasUnavailable": "no pods"); "Progressing" is "True"',
    ],
    [
      'what a controller has not seen',
      seen(web({ observedGeneration: 1 }, { generation: 2 })),
      'its controller has not observed its last change yet',
    ],
    [
      'what holds it',
      seen(web({}, { deletionTimestamp: '2026-04-22T10:00:00Z', finalizers: ['a.example/x'] })),
      'it is being deleted, and held by "a.example/x"',
    ],
    [
      'what cannot be read',
      { sight: { type: 'unreadable', error: new DecodeError('no JSON', { fault: 'malformed' }) } },
      'it cannot be read: no JSON',
    ],
  ])('is %s', (...[, last, words]) => {
    expect(lastSeen(last)).toBe(words);
  });

  test('is bounded and on one line, whatever an object holds', () => {
    const long = `\u001b[2J\n${'x'.repeat(5000)}`;
    const conditions = Array.from({ length: 50 }, () => ({
      type: long,
      status: long,
      reason: long,
      message: long,
    }));
    const finalizers = Array.from({ length: 50 }, () => long);
    const words = lastSeen(
      seen(web({ phase: long, conditions }, { deletionTimestamp: 'x', finalizers }), long),
    );
    expect(words.length).toBeLessThan(4000);
    expect(words).not.toContain('\n');
    expect(words).not.toContain('\u001b');
  });

  test('quotes no data', () => {
    expect(lastSeen(seen({ ...web(undefined), data: { password: 'hunter2' } } as KubeObject))).not.toContain(
      'hunter2',
    );
  });
});
