import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError } from '@kube-rx/core';
import { WatchError, type WatcherStatus } from '@kube-rx/runtime';
import { lastSignOf, reasonOf, unsynced } from '../../src/source/source-status.ts';
import { live } from '../support/late-cache.ts';

const failing = (lastError: Error): WatcherStatus => ({ ...live, phase: 'waiting', attempt: 1, lastError });
const answered = (code: number, reason: string): ApiError =>
  new ApiError(`answered ${code}`, { status: { kind: 'Status', status: 'Failure', code, reason } });
const scope = { namespaces: new Map(), refused: new Map() };

describe('what is wrong with a source', () => {
  test.each<[string, WatcherStatus, string | undefined]>([
    ['nothing', live, undefined],
    [
      'a first list that goes on',
      { ...live, phase: 'listing', synced: false },
      'its first list is not complete',
    ],
    [
      'a first list that waits for its turn',
      { ...live, phase: 'queued', synced: false },
      'its first list waits for those of others',
    ],
    ['a list that waits for its turn, of a source that was synced', { ...live, phase: 'queued' }, undefined],
    ['a watch that is opened again', { ...live, phase: 'connecting' }, undefined],
    ['the end', { ...live, phase: 'stopped' }, 'its watch was ended by another user of its cache'],
    [
      'the end by an error that another user does not bear',
      { ...failing(answered(403, 'Forbidden')), phase: 'stopped' },
      'its watch was ended by another user of its cache: denied: answered 403',
    ],
    ['no right', failing(answered(403, 'Forbidden')), 'denied: answered 403'],
    ['no proof of who asks', failing(answered(401, 'Unauthorized')), 'denied: answered 401'],
    ['no resource', failing(answered(404, 'NotFound')), 'the server has no such resource: answered 404'],
    ['a fault', failing(answered(500, 'InternalError')), 'the server failed: answered 500'],
    [
      'no network',
      failing(new TransportError('lost', { code: 'ECONNRESET' })),
      'the server cannot be reached: lost',
    ],
    ['silence', failing(new WatchError('silent', 'no byte')), 'the server is silent: no byte'],
    [
      'no namespace that may be read',
      {
        ...live,
        phase: 'listing',
        synced: false,
        scope: { ...scope, kind: 'off', reason: 'none is allowed' },
      },
      'none is allowed',
    ],
    [
      'a text that a terminal would obey',
      failing(new Error('\u001b[2J')),
      'the server cannot be reached: \\u001b[2J',
    ],
  ])('is told: %s', (_what, status, reason) => {
    expect(reasonOf(status)).toBe(reason);
  });

  test('is one line for all that are not synced, with the cluster where there are several', () => {
    const status = {
      name: 'pods',
      cluster: '',
      phase: 'waiting',
      synced: false,
      reason: 'denied',
      lagMs: 0,
    } as const;
    expect(unsynced([status, { ...status, cluster: 'east' }, { ...status, synced: true }])).toBe(
      'pods: denied; pods of the cluster "east": denied',
    );
    expect(unsynced([{ ...status, synced: true }])).toBeUndefined();
  });
});

describe('the last sign of life', () => {
  const opened: WatcherStatus = { ...live, phase: 'live', since: 1000 };
  const away: WatcherStatus = { ...live, phase: 'waiting', since: 5000 };
  const parts = (...all: WatcherStatus[]): WatcherStatus => ({
    ...live,
    since: 1,
    lastEventAt: 9000,
    scope: { ...scope, kind: 'namespaces', namespaces: new Map(all.map((each, at) => [`n${at}`, each])) },
  });

  test.each<[string, WatcherStatus, number | undefined]>([
    ['an event', { ...opened, lastEventAt: 3000 }, 3000],
    ['the opening, where that came later', { ...opened, lastEventAt: 500 }, 1000],
    ['an event before trouble', { ...away, lastEventAt: 3000 }, 3000],
    ['none yet', { ...away, phase: 'listing' }, undefined],
    ['of the namespace that is quiet for longest', parts({ ...opened, lastEventAt: 3000 }, opened), 1000],
    ['of no namespace yet', parts(away), undefined],
  ])('is %s', (_what, status, at) => {
    expect(lastSignOf(status)).toBe(at);
  });
});
